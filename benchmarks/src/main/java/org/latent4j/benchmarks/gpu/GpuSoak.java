package org.latent4j.benchmarks.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.benchmarks.gpu.GpuSteps.Machine;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;

/** Whether memory stays flat over a million steps, on the device and on the host. */
public final class GpuSoak {
  private static final int MARKS = 10;
  private static final double HOST_TOLERANCE = 64;
  private static final double DEVICE_TOLERANCE = 8;

  private GpuSoak() {}

  /**
   * Prints the memory at ten marks; ends with status 1 if it grew after the first.
   *
   * @param arguments the name of the backend, {@code cuda} if there is none, and the number of
   *     steps
   */
  public static void main(String[] arguments) {
    String name = arguments.length > 0 ? arguments[0] : "cuda";
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    try (Backend backend = Backends.open(name)) {
      if (!Scope.within(() -> isFlat(backend, steps))) {
        System.out.println("soak: FAILED: memory grows");
        System.exit(1);
      }
    }
    System.out.println("soak: memory is flat");
  }

  private static boolean isFlat(Backend backend, int steps) {
    double[] host = new double[MARKS];
    double[] device = new double[MARKS];
    try (Program<Machine, Nothing, Nothing> program = GpuSteps.cd1(backend, 64, 100, 20)) {
      for (int mark = 0; mark < MARKS; mark++) {
        for (int step = 0; step < steps / MARKS; step++) {
          program.run(Nothing.NOTHING);
        }
        int done = Wait.forDevice(program);
        host[mark] = hostMegabytes();
        device[mark] = deviceMegabytes();
        System.out.printf(
            Locale.ROOT,
            "soak: %d steps, host %.0f MB, device %.0f MB%n",
            done,
            host[mark],
            device[mark]);
      }
    }
    return host[MARKS - 1] - host[1] < HOST_TOLERANCE
        && !(device[MARKS - 1] - device[1] > DEVICE_TOLERANCE);
  }

  private static double hostMegabytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
      return Double.NaN;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** All processes together, as nvidia-smi has it; not a number where that is missing. */
  private static double deviceMegabytes() {
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits")
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Double.parseDouble(text.lines().findFirst().orElse("NaN").strip());
    } catch (IOException | NumberFormatException e) {
      return Double.NaN;
    }
  }
}
