package org.latent4j.cli.command;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.latent4j.cli.console.CommandException;
import org.latent4j.cli.run.RunFolder;
import picocli.CommandLine.Option;

/** Where a run writes to. */
final class OutputOptions {

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Where to write; must be empty or not exist yet (default: a new folder under runs/).")
  private Path out;

  @Option(
      names = "--overwrite",
      description = "Allow --out to hold an earlier run, and replace its files.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description =
          "Go on with the run in --out, which was interrupted, from its checkpoint. The options"
              + " must be those that it was begun with; the result is that of a run without a"
              + " break, bit for bit.")
  private boolean resume;

  /** Chooses the folder and checks it, before any work is done. */
  RunFolder choose(String kind) {
    if (resume && overwrite) {
      throw new CommandException("--resume goes on with a run, --overwrite replaces it; give one");
    }
    if (resume) {
      if (out == null) {
        throw new CommandException("--resume needs --out, the folder of the run to go on with");
      }
      return RunFolder.resume(out);
    }
    return RunFolder.choose(
        Optional.ofNullable(out), overwrite, kind, LocalDateTime.now(ZoneId.systemDefault()));
  }
}
