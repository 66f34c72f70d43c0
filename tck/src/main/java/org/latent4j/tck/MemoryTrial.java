package org.latent4j.tck;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.sigmoid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Runs a million small tensor operations, or a trial of another kind, in a virtual machine of its
 * own with a heap of 64 MB, and requires that its resident memory does not grow. A leak of 16 bytes
 * an operation is found, on the heap or beside it.
 */
public final class MemoryTrial {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final int OPERATIONS = 1_000_000;
  private static final int OPERATIONS_OF_STEP = 10;

  /** By then all code is compiled and all buffers have been made. */
  private static final int WARM_UP = OPERATIONS / 4;

  private static final long ALLOWED_KILOBYTES = (OPERATIONS - WARM_UP) / 64;
  private static final long KILOBYTES_OF_PAGE = 4;

  private MemoryTrial() {}

  /**
   * Requires that a backend on the class path leaves resident memory flat. Where the system does
   * not tell how much that is, the test is skipped.
   *
   * @param backend the backend's name
   */
  public static void require(String backend) {
    require(
        MemoryTrial.class,
        backend,
        String.format(Locale.ROOT, "%d small operations", OPERATIONS - WARM_UP),
        ALLOWED_KILOBYTES);
  }

  /**
   * Requires that a trial of another kind leaves resident memory flat. Where the system does not
   * tell how much that is, the test is skipped.
   *
   * @param trial a class with a {@code main} that is given the backend's name and a file, works,
   *     and ends by {@link #report}
   * @param backend the backend's name
   * @param work what the trial does, for the message
   * @param allowedKilobytes how much resident memory may grow
   */
  public static void require(Class<?> trial, String backend, String work, long allowedKilobytes) {
    String missing = "the trial of memory is skipped: this system has no " + STATM;
    Assumptions.assumeTrue(Files.isReadable(STATM), missing);
    long grown = runVirtualMachine(trial, backend);
    Assertions.assertTrue(
        grown <= allowedKilobytes,
        () ->
            String.format(
                Locale.ROOT,
                "backend %s: %s made resident memory grow by %d kB; allowed are %d",
                backend,
                work,
                grown,
                allowedKilobytes));
  }

  private static long runVirtualMachine(Class<?> trial, String backend) {
    try {
      Path answer = Files.createTempFile("memory-trial", ".txt");
      try {
        Process process =
            new ProcessBuilder(command(trial, backend, answer)).redirectErrorStream(true).start();
        String output =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Assertions.assertEquals(0, process.waitFor(), () -> "the trial failed: " + output);
        return Long.parseLong(Files.readString(answer));
      } finally {
        Files.delete(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the trial ran", e);
    }
  }

  private static List<String> command(Class<?> trial, String backend, Path answer) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        // The heap is resident from the start, so that only the rest can grow.
        "-Xms64m",
        "-XX:+AlwaysPreTouch",
        // The optimising compiler takes some megabytes of working memory whenever it gets to it.
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        trial.getName(),
        backend,
        answer.toString());
  }

  /**
   * The trial itself.
   *
   * @param arguments the backend's name, and the file for {@link #report}
   */
  public static void main(String[] arguments) {
    try (Backend backend = Backends.open(arguments[0])) {
      Tensor weights = Tensor.full(backend, DataType.FLOAT32, 0.01, 8, 8);
      Tensor state = Tensor.full(backend, DataType.FLOAT32, 0.5, 4, 8);
      long before = 0;
      for (int done = 0; done < OPERATIONS; done += OPERATIONS_OF_STEP) {
        if (done == WARM_UP) {
          before = residentKilobytes();
        }
        RandomKey key = RandomKey.of(done);
        Scope.within(() -> step(weights, state, key));
      }
      report(before, arguments[1]);
    }
  }

  /**
   * Ends a trial: tells how much resident memory grew.
   *
   * @param before what {@link #residentKilobytes} gave after the warm-up
   * @param answer the file to tell it in, the second argument of the trial's {@code main}
   */
  public static void report(long before, String answer) {
    try {
      Files.writeString(Path.of(answer), Long.toString(residentKilobytes() - before));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ten operations. */
  private static double step(Tensor weights, Tensor state, RandomKey key) {
    Tensor mean = sigmoid(state.matmul(weights).add(0.1));
    Tensor next = bernoulli(key, mean).sub(mean).mul(2);
    Tensor sum = next.sum(0);
    return sum.add(next.slice(0, 0, 1)).mul(sum).sum().item();
  }

  /**
   * Collects garbage and asks the system how much memory this virtual machine has.
   *
   * @return the resident memory, in kilobytes
   */
  public static long residentKilobytes() {
    System.gc();
    // The second number is the resident memory in pages.
    try (Scanner numbers = new Scanner(STATM, StandardCharsets.US_ASCII)) {
      numbers.nextLong();
      return numbers.nextLong() * KILOBYTES_OF_PAGE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
