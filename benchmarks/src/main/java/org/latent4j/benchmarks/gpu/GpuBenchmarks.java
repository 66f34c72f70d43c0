package org.latent4j.benchmarks.gpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Precision;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;

/** Times the steps on a GPU. */
public final class GpuBenchmarks {
  private static final int ROUNDS = 15;
  private static final double ROUND_SECONDS = 0.2;

  private final String backendName;

  private GpuBenchmarks(String backendName) {
    this.backendName = backendName;
  }

  /**
   * Prints one line for each step and precision.
   *
   * @param arguments the name of the backend, {@code cuda} if there is none
   */
  public static void main(String[] arguments) {
    new GpuBenchmarks(arguments.length > 0 ? arguments[0] : "cuda").run();
  }

  private void run() {
    for (Precision precision : Precision.values()) {
      BackendOptions options = BackendOptions.defaults().withPrecision(precision);
      try (Backend backend = Backends.open(backendName, options)) {
        String who = backendName + " " + precision.name().toLowerCase(Locale.ROOT);
        for (int[] size : GpuSteps.sizes()) {
          String work = String.format(Locale.ROOT, "cd1 %dx%d batch %d", size[0], size[1], size[2]);
          time(backend, work, who, b -> GpuSteps.cd1(b, size[0], size[1], size[2]));
          time(
              backend,
              work,
              who + " five products",
              b -> GpuSteps.products(b, size[0], size[1], size[2]));
        }
        time(backend, "gibbs 784x500 chains 4096", who, b -> GpuSteps.gibbs(b, 784, 500, 4096));
        for (int batch : new int[] {128, 1024}) {
          time(backend, "classifier batch " + batch, who, b -> GpuSteps.classifier(b, batch));
          time(backend, "vae batch " + batch, who, b -> GpuSteps.autoencoder(b, batch));
        }
      }
    }
  }

  private static <S> void time(
      Backend backend,
      String work,
      String who,
      Function<Backend, Program<S, Nothing, Nothing>> make) {
    Scope.within(
        () -> {
          try (Program<S, Nothing, Nothing> program = make.apply(backend)) {
            double[] micros = new double[ROUNDS];
            int steps = stepsOfARound(program);
            for (int round = 0; round < ROUNDS; round++) {
              micros[round] = seconds(program, steps) / steps * 1e6;
            }
            Arrays.sort(micros);
            System.out.printf(Locale.ROOT, "RESULT\t%s\t%s\t%.2f%n", work, who, micros[ROUNDS / 2]);
          }
          return null;
        });
  }

  private static int stepsOfARound(Program<?, Nothing, Nothing> program) {
    seconds(program, 20); // records, compiles and captures
    int steps = 20;
    double time = seconds(program, steps);
    return (int) Math.max(steps, steps * ROUND_SECONDS / time);
  }

  /** The time of some steps, until the last is done. */
  private static double seconds(Program<?, Nothing, Nothing> program, int steps) {
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      program.run(Nothing.NOTHING);
    }
    Wait.forDevice(program);
    return (System.nanoTime() - start) * 1e-9;
  }
}
