package org.latent4j.cli.command;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
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

  /** Chooses the folder and checks it, before any work is done. */
  RunFolder choose(String kind) {
    return RunFolder.choose(
        Optional.ofNullable(out), overwrite, kind, LocalDateTime.now(ZoneId.systemDefault()));
  }
}
