package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.cli.Main;

/** A training that a signal ends leaves a checkpoint, from which --resume goes on. */
class InterruptedRunTest {
  private static final int SIGTERM = 15;

  @TempDir Path folder;

  private static List<Object> options(Path out, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of("train", "rbm", "--backend", "java", "--threads", 2, "--epochs", 800));
    options.addAll(List.of("--hidden", 30, "--score-rows", 20, "--out", out));
    options.addAll(List.of(more));
    return options;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // there are no such signals
  void aTerminatedRunIsGoneOnWithBitForBit() throws Exception {
    Path whole = folder.resolve("whole");
    Terminated.run(options(whole).toArray()).succeeded();
    Path broken = folder.resolve("broken");
    Process process = start(options(broken));
    Path metrics = broken.resolve("metrics.csv");
    while (process.isAlive() && lines(metrics) < 5) {
      Thread.sleep(5);
    }
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the run did not end");
    assertEquals(128 + SIGTERM, process.exitValue());
    assertTrue(Files.exists(broken.resolve("checkpoint.safetensors")));
    assertFalse(Files.exists(broken.resolve("model.safetensors")));

    Terminated.run(options(broken, "--seed", 2, "--resume").toArray())
        .failed(1, "resume: the checkpoint was made with seed 1, not 2");
    Terminated.run(options(broken).toArray()).failed(1, "already holds files");

    Terminated.run(options(broken, "--resume").toArray()).succeeded();
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("model.safetensors")),
        Files.readAllBytes(broken.resolve("model.safetensors")));
    assertEquals(withoutSeconds(whole), withoutSeconds(broken));
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private static List<String> withoutSeconds(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(line -> line.replaceFirst(",[^,]*,", ","))
        .toList();
  }

  private Process start(List<Object> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    options.forEach(option -> command.add(option.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  @Test
  void whatCanNotBeGoneOnWithIsRefused() {
    Path nothing = folder.resolve("nothing");
    Terminated.run(options(nothing, "--resume").toArray())
        .failed(1, "there is no checkpoint (checkpoint.safetensors) in the folder");
    assertFalse(Files.exists(nothing));
    Terminated.run("train", "rbm", "--resume").failed(1, "--resume needs --out");
    Terminated.run(options(nothing, "--resume", "--overwrite").toArray())
        .failed(1, "--resume goes on with a run, --overwrite replaces it; give one");
  }
}
