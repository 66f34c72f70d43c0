package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.models.io.Safetensors;

/**
 * A training is killed by the system, again and again, a third of the times while a checkpoint is
 * written, and gone on with by a new virtual machine: it ends with the same bytes.
 */
class KilledTrainingTest {
  private static final long SEED = 20_261_201;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"java, rbm, 2", "cpu, network, 2"})
  void aKilledTrainingEndsWithTheSameBytes(String backend, String stage, int kills)
      throws Exception {
    require(backend, stage, kills);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"java, rbm, 20", "java, network, 20", "cpu, rbm, 20", "cpu, network, 20"})
  void aTrainingKilledTwentyTimesEndsWithTheSameBytes(String backend, String stage, int kills)
      throws Exception {
    require(backend, stage, kills);
  }

  private void require(String backend, String stage, int kills) throws Exception {
    Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
    Path killed = Files.createDirectory(folder.resolve("killed"));
    long start = System.nanoTime();
    finish(start(backend, stage, undisturbed));
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    Random random = new Random(SEED);
    int whileWriting = 0;
    for (int kill = 0; kill < kills; kill++) {
      Process process = start(backend, stage, killed);
      awaitStart(process);
      if (kill % 3 == 1) {
        whileWriting += awaitWriting(process, killed) ? 1 : 0;
      } else {
        Thread.sleep(random.nextInt((int) Math.max(20, milliseconds / 6)));
      }
      process.destroyForcibly().waitFor();
    }
    finish(start(backend, stage, killed));
    System.out.println(
        "killed " + kills + " times, " + whileWriting + " of them while a checkpoint was written");
    assertTrue(whileWriting > 0, "no kill while a checkpoint was written");
    assertArrayEquals(
        Files.readAllBytes(undisturbed.resolve(Trial.RESULT)),
        Files.readAllBytes(killed.resolve(Trial.RESULT)));
  }

  private static Process start(String backend, String stage, Path into) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            Trial.class.getName(),
            backend,
            stage,
            into.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static void finish(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  /** The line that the trial prints when the first checkpoint of this process is there. */
  private static void awaitStart(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.equals(Trial.STARTED)) {
      line = lines.readLine();
    }
  }

  /** Waits until a file other than the two whole ones is there. */
  private static boolean awaitWriting(Process process, Path folder) throws IOException {
    while (process.isAlive()) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.anyMatch(KilledTrainingTest::isPart)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPart(Path file) {
    return !List.of(Trial.CHECKPOINT, Trial.RESULT).contains(file.getFileName().toString());
  }

  /** Trains from the last checkpoint on, if there is one. */
  static final class Trial {
    static final String CHECKPOINT = "checkpoint.safetensors";
    static final String RESULT = "result.safetensors";
    static final String STARTED = "started";
    private static final int EPOCHS = 60;

    private Trial() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[2]);
      Path checkpoint = folder.resolve(CHECKPOINT);
      Stage<?, ?, ?> stage =
          arguments[1].equals("rbm") ? Trainings.machine(EPOCHS) : Trainings.network(EPOCHS);
      try (Backend backend =
          Backends.open(arguments[0], BackendOptions.defaults().withThreads(2))) {
        Training<? extends Run<?>> training =
            Training.of(stage)
                .seed(1)
                .checkpoints(checkpoint, Duration.ZERO)
                .listener(Trial::announce)
                .on(backend);
        Run<?> run =
            Files.exists(checkpoint)
                ? training.resume(Checkpoint.load(checkpoint), Trainings.GREY)
                : training.fit(Trainings.GREY);
        Safetensors.Builder file = Safetensors.builder();
        run.parameters().addTo(file, "");
        file.build().write(folder.resolve(RESULT));
      }
    }

    private static Listener.Answer announce(Event event) {
      if (event instanceof Event.Saved) {
        System.out.println(STARTED);
      }
      return Listener.Answer.CONTINUE;
    }
  }
}
