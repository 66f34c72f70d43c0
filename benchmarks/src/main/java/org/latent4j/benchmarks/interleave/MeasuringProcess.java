package org.latent4j.benchmarks.interleave;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process of one contestant. It prepares itself, takes its turns as {@link Turn} says, writes
 * its result to a file and ends.
 */
abstract class MeasuringProcess {
  private final Contestant contestant;
  private final Path result;
  private final Path log;
  private final Process process;

  MeasuringProcess(Contestant contestant, Path result, List<String> command) throws IOException {
    this.contestant = contestant;
    this.result = result;
    log = result.resolveSibling(result.getFileName() + ".log");
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Starts a contestant; it will prepare itself and then wait for its first turn at the port. */
  static MeasuringProcess start(Contestant contestant, Rounds rounds, int port, Path result)
      throws IOException {
    return contestant.role() == Contestant.Role.PYTHON
        ? new PythonProcess(contestant, rounds, port, result)
        : new JmhProcess(contestant, rounds, port, result);
  }

  final Contestant contestant() {
    return contestant;
  }

  final boolean isAlive() {
    return process.isAlive();
  }

  final void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end and reads the results. */
  final List<Measurement> measurements() throws IOException, InterruptedException {
    int status = process.waitFor();
    String text = Files.exists(result) ? Files.readString(result, StandardCharsets.UTF_8) : "";
    if (status != 0 || text.isBlank() || text.strip().equals("[]")) {
      throw failure("ended with status " + status + " and no result");
    }
    return read(text);
  }

  /** Reads the result, which is not empty. */
  abstract List<Measurement> read(String text);

  /** An error that shows the end of what the process has printed. */
  final IOException failure(String what) throws IOException {
    List<String> lines =
        Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
    return new IOException(
        contestant
            + " "
            + what
            + "; it printed last:\n"
            + String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size())));
  }
}
