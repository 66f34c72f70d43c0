package org.latent4j.tck;

import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Random.bernoulli;

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
 * Runs a million small tensor operations in a virtual machine of its own with a heap of 64 MB, and
 * requires that its resident memory does not grow. A leak of 16 bytes an operation is found, on the
 * heap or beside it.
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
    Assumptions.assumeTrue(Files.isReadable(STATM), "this system has no " + STATM);
    String report = runVirtualMachine(backend);
    long grown = Long.parseLong(report.substring(report.lastIndexOf(' ') + 1).strip());
    Assertions.assertTrue(
        grown <= ALLOWED_KILOBYTES,
        () ->
            String.format(
                Locale.ROOT,
                "backend %s: %d small operations made resident memory grow by %d kB; allowed are %d",
                backend,
                OPERATIONS - WARM_UP,
                grown,
                ALLOWED_KILOBYTES));
  }

  private static String runVirtualMachine(String backend) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            // The heap is resident from the start, so that only the rest can grow.
            "-Xms64m",
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            MemoryTrial.class.getName(),
            backend);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Assertions.assertEquals(0, process.waitFor(), () -> "the trial failed: " + output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the trial ran", e);
    }
  }

  /**
   * The trial itself: prints how much resident memory grew, in kilobytes.
   *
   * @param arguments the backend's name
   * @throws IOException if the system does not tell
   */
  public static void main(String[] arguments) throws IOException {
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
      System.out.println("resident memory grew by, in kB: " + (residentKilobytes() - before));
    }
  }

  /** Ten operations. */
  private static double step(Tensor weights, Tensor state, RandomKey key) {
    Tensor mean = sigmoid(state.matmul(weights).add(0.1));
    Tensor next = bernoulli(key, mean).sub(mean).mul(2);
    Tensor sum = next.sum(0);
    return sum.add(next.slice(0, 0, 1)).mul(sum).sum().item();
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    // The second number is the resident memory in pages.
    try (Scanner numbers = new Scanner(STATM, StandardCharsets.US_ASCII)) {
      numbers.nextLong();
      return numbers.nextLong() * KILOBYTES_OF_PAGE;
    }
  }
}
