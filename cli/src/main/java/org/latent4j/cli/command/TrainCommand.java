package org.latent4j.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code latent4j train}: holds a command for each kind of model. */
@Command(
    name = "train",
    header = "Trains a model.",
    sortOptions = false,
    synopsisSubcommandLabel = "MODEL",
    commandListHeading = "Models:%n",
    subcommands = {TrainRbmCommand.class},
    footerHeading = "%nExamples:%n",
    footer = "  latent4j train rbm --data digits")
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
