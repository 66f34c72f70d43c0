package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandLinesTest {

  @Test
  void withoutACommandTheHelpIsShownAndTheExitCodeIsTwo() {
    Terminated run = Terminated.run();
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("latent4j doctor"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertTrue(Terminated.run("--help").succeeded().out().contains("The first steps"));
    assertTrue(Terminated.run("doctor", "--help").succeeded().out().contains("Examples"));
    String version = Terminated.run("--version").succeeded().out();
    assertTrue(version.startsWith("latent4j "), version);
    assertTrue(version.contains(System.getProperty("java.version")), version);
  }

  @Test
  void everyCommandHasADescriptionAndEveryOptionToo() {
    for (CommandLine command : all(CommandLines.latent4j())) {
      String name = command.getCommandSpec().qualifiedName();
      assertTrue(command.getCommandSpec().usageMessage().header().length > 0, name);
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertTrue(option.description().length > 0, name + " " + option.longestName());
      }
    }
  }

  @Test
  void everyCommandThatDoesWorkShowsExamplesThatParse() {
    for (CommandLine command : all(CommandLines.latent4j())) {
      List<String> examples = new ArrayList<>();
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        if (line.startsWith("  latent4j ")) {
          examples.add(line.strip().split(" {2,}", 2)[0]);
        }
      }
      assertFalse(examples.isEmpty(), command.getCommandSpec().qualifiedName());
      for (String example : examples) {
        String[] words = example.substring("latent4j ".length()).split(" ", -1);
        CommandLines.latent4j().parseArgs(words);
      }
    }
  }

  private static List<CommandLine> all(CommandLine root) {
    List<CommandLine> commands = new ArrayList<>(List.of(root));
    root.getSubcommands().values().forEach(command -> commands.addAll(all(command)));
    return commands;
  }

  @Test
  void helpListsEveryOptionOnceUnderItsHeading() {
    String help = Terminated.run("train", "rbm", "--help").succeeded().out();
    for (String heading : List.of("Data", "Machine and learning", "Computing", "Output")) {
      assertTrue(help.lines().anyMatch(heading::equals), heading + " in " + help);
    }
    for (CommandLine command : all(CommandLines.latent4j())) {
      String text = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
      for (OptionSpec option : command.getCommandSpec().options()) {
        String name = option.longestName();
        long lines = text.lines().filter(line -> line.matches(" .*" + name + "([ =].*)?")).count();
        assertTrue(lines >= 1, name + " in " + text);
      }
    }
  }

  @Test
  void theLastOfTwoEqualOptionsCountsAndTheOthersStay() {
    Terminated.run("train", "rbm", "--hidden", "3", "--data", "missing.csv", "--hidden", "0")
        .failed(2, "--hidden");
    Terminated.run("train", "rbm", "--hidden", "0", "--data", "missing.csv", "--hidden", "3")
        .failed(1, "missing.csv");
  }

  @Test
  void misspeltWordsAreOneSentenceWithASuggestion() {
    Terminated.run("doktor").failed(2, "'doktor'");
    Terminated.run("doctor", "--bakend", "x").failed(2, "--bakend", "did you mean --backend");
    Terminated.run("doctor", "--seconds", "long").failed(2, "--seconds", "'long'", "not a number");
    Terminated.run("doctor", "--type", "float16").failed(2, "--type", "float16", "FLOAT32");
  }

  @Test
  void valuesOutsideTheirRangeAreOneSentence() {
    Terminated.run("doctor", "--seconds", "0").failed(2, "--seconds", "above 0", "0");
    Terminated.run("doctor", "--seconds", "NaN").failed(2, "--seconds", "NaN");
  }

  @Test
  void anUnknownBackendIsOneSentence() {
    Terminated.run("doctor", "--backend", "abacus").failed(1, "'abacus'");
  }
}
