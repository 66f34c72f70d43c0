package org.latent4j.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lists the options of a command under headings: those of the command itself first, then those of
 * each mixin under its name, then those that all commands share.
 *
 * <p>The library's own option groups have headings too, but an option that is given twice there
 * starts a new group, which forgets the other options.
 */
final class GroupedOptions implements IHelpSectionRenderer {

  private static final String SHARED = "All commands";

  /** Lists the options of this command and all below it in this way. */
  static void install(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptions());
    command.getSubcommands().values().forEach(GroupedOptions::install);
  }

  @Override
  public String render(Help help) {
    CommandSpec command = help.commandSpec();
    List<OptionSpec> own = new ArrayList<>(command.options());
    List<OptionSpec> shared = own.stream().filter(OptionSpec::inherited).toList();
    own.removeAll(shared);
    StringBuilder mixed = new StringBuilder();
    for (Map.Entry<String, CommandSpec> mixin : command.mixins().entrySet()) {
      List<OptionSpec> options = mixin.getValue().options();
      own.removeAll(options);
      mixed.append(section(help, mixin.getKey(), options));
    }
    return (own.isEmpty() ? "" : list(help, own)) + mixed + section(help, SHARED, shared);
  }

  private static String section(Help help, String heading, List<OptionSpec> options) {
    return options.isEmpty()
        ? ""
        : String.format(
                Locale.ROOT, "%n%s%n", help.colorScheme().ansi().string("@|bold " + heading + "|@"))
            + list(help, options);
  }

  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
    layout.addAllOptions(options, help.parameterLabelRenderer());
    return layout.toString();
  }
}
