package org.latent4j.cli.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.latent4j.cli.console.CommandException;

/**
 * The folder that a run writes to.
 *
 * <p>It is checked as soon as the options are read, so that nobody waits for a training whose
 * result cannot be kept, and made only when the data and the backend are there, so that a run that
 * is refused leaves nothing behind. An earlier run is never replaced unless that was asked for;
 * then the files of a run are removed and everything else in the folder stays.
 */
public final class RunFolder {

  /** The trained model. */
  public static final String MODEL = "model.safetensors";

  /** Where training is, to go on from. */
  public static final String CHECKPOINT = "checkpoint.safetensors";

  /** One line for each epoch. */
  public static final String METRICS = "metrics.csv";

  /** Every option of the run, the ones left at their defaults too. */
  public static final String OPTIONS = "options.json";

  /** The metrics over the epochs. */
  public static final String LEARNING_CURVE = "learning-curve.png";

  /** What each hidden unit sees. */
  public static final String FILTERS = "filters.png";

  /** What the model dreams of. */
  public static final String SAMPLES = "samples.png";

  /** The samples as numbers. */
  public static final String SAMPLE_VALUES = "samples.csv";

  private static final List<String> FILES_OF_A_RUN =
      List.of(MODEL, CHECKPOINT, METRICS, OPTIONS, LEARNING_CURVE, FILTERS, SAMPLES, SAMPLE_VALUES);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private static final Path DEFAULT_PARENT = Path.of("runs");

  private final Path chosen;
  private final boolean named;
  private final boolean overwrite;

  private final boolean resumes;

  private RunFolder(Path chosen, boolean named, boolean overwrite, boolean resumes) {
    this.chosen = chosen;
    this.named = named;
    this.overwrite = overwrite;
    this.resumes = resumes;
  }

  /**
   * Takes the folder of a run that was interrupted.
   *
   * @param folder the folder
   * @return the folder, whose files stay until they are replaced one by one
   * @throws CommandException if there is no checkpoint in it or it is not writable
   */
  public static RunFolder resume(Path folder) {
    if (!Files.isRegularFile(folder.resolve(CHECKPOINT))) {
      throw new CommandException(
          "there is no checkpoint ("
              + CHECKPOINT
              + ") in the folder "
              + folder
              + " to go on from; name the folder of an interrupted run with --out");
    }
    RunFolder run = new RunFolder(folder, true, false, true);
    run.check();
    return run;
  }

  /**
   * Says whether an interrupted run is gone on with.
   *
   * @return true if there is a checkpoint to begin from
   */
  public boolean resumes() {
    return resumes;
  }

  /**
   * Chooses the folder and checks, without touching the disk, that it can be used.
   *
   * @param out the folder the user named; if empty, {@code runs/<time>-<kind>}
   * @param overwrite whether the files of an earlier run in {@code out} may be replaced
   * @param kind what the run is, for the default name, such as "rbm-digits"
   * @param now the time for the default name
   * @return the folder, not yet made
   * @throws CommandException if something is in the way; one sentence with the cure
   */
  public static RunFolder choose(
      Optional<Path> out, boolean overwrite, String kind, LocalDateTime now) {
    Path path = out.orElseGet(() -> DEFAULT_PARENT.resolve(STAMP.format(now) + "-" + kind));
    RunFolder folder = new RunFolder(path, out.isPresent(), overwrite, false);
    folder.check();
    return folder;
  }

  private void check() {
    Path existing = nearestExisting(chosen.toAbsolutePath());
    boolean exists = existing.equals(chosen.toAbsolutePath());
    if (!Files.isDirectory(existing)) {
      throw refused(exists ? "it is a file" : existing + " is a file");
    }
    if (!Files.isWritable(existing)) {
      throw refused(exists ? "it is not writable" : existing + " is not writable");
    }
    if (exists && named && !overwrite && !resumes) {
      firstFileIn(existing).ifPresent(this::refuseToReplace);
    }
  }

  private void refuseToReplace(Path file) {
    throw new CommandException(
        "the folder "
            + chosen
            + " already holds files ("
            + file.getFileName()
            + "); name another one with --out, or add --overwrite to replace the run in it");
  }

  private static Path nearestExisting(Path path) {
    Path existing = path;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  private Optional<Path> firstFileIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().findFirst();
    } catch (IOException failure) {
      throw refused("it cannot be listed");
    }
  }

  /**
   * Makes the folder, ready to be written to. A default name that is taken gets a number.
   *
   * @return the path of the folder
   * @throws CommandException if the system refuses
   */
  public Path create() {
    try {
      if (named) {
        Files.createDirectories(chosen);
        removeEarlierRun();
        probe(chosen);
        return chosen;
      }
      Files.createDirectories(chosen.toAbsolutePath().getParent());
      return createNumbered();
    } catch (AccessDeniedException failure) {
      throw refused(failure.getFile() + " is not writable");
    } catch (IOException failure) {
      throw refused(String.valueOf(failure.getMessage()));
    }
  }

  private Path createNumbered() throws IOException {
    for (int number = 1; ; number++) {
      Path path = number == 1 ? chosen : chosen.resolveSibling(chosen.getFileName() + "-" + number);
      try {
        return Files.createDirectory(path);
      } catch (FileAlreadyExistsException taken) {
        // Another run began in the same second: try the next number.
      }
    }
  }

  private void removeEarlierRun() throws IOException {
    if (overwrite) {
      for (String file : FILES_OF_A_RUN) {
        Files.deleteIfExists(chosen.resolve(file));
      }
    }
  }

  /** Permissions do not tell the whole truth: a full or read-only disk shows only on writing. */
  private static void probe(Path folder) throws IOException {
    Path file = folder.resolve(".latent4j-" + ProcessHandle.current().pid());
    Files.write(file, new byte[1]);
    Files.delete(file);
  }

  @Override
  public String toString() {
    return chosen.toString();
  }

  private CommandException refused(String reason) {
    return new CommandException(
        "cannot write to the folder " + chosen + ": " + reason + "; name another one with --out");
  }
}
