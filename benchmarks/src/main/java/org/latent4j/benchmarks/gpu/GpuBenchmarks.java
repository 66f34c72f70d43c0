package org.latent4j.benchmarks.gpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendUnavailableException;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Precision;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;

/** Times the steps on a GPU. */
public final class GpuBenchmarks {
  private static final double ROUND_SECONDS = 0.2;
  private static final int FEWEST_STEPS = 3;
  private static final String BRANCHES = "latent4j.cuda.branches";

  private final String backendName;
  private final Pattern wanted;
  private final int rounds;
  private int failures;

  private GpuBenchmarks(String backendName, Pattern wanted, int rounds) {
    this.backendName = backendName;
    this.wanted = wanted;
    this.rounds = rounds;
  }

  /**
   * Prints one line for each step and precision, as it is measured; ends with status 1 if a step
   * failed, when all others have been tried.
   *
   * @param arguments the name of the backend, {@code cuda} if there is none; a regular expression
   *     for the names of the steps, all of them if there is none; the number of rounds, 15 if there
   *     is none
   */
  public static void main(String[] arguments) {
    GpuBenchmarks benchmarks =
        new GpuBenchmarks(
            arguments.length > 0 ? arguments[0] : "cuda",
            Pattern.compile(arguments.length > 1 ? arguments[1] : ""),
            arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15);
    // TF32 comes first: it is what training uses, should time be short.
    for (Precision precision :
        new Precision[] {Precision.TF32, Precision.BF16, Precision.FLOAT32_STRICT}) {
      benchmarks.run(precision);
    }
    System.exit(benchmarks.failures == 0 ? 0 : 1);
  }

  private void run(Precision precision) {
    BackendOptions options = BackendOptions.defaults().withPrecision(precision);
    String who = backendName + " " + precision.name().toLowerCase(Locale.ROOT);
    try (Backend backend = Backends.open(backendName, options)) {
      for (GpuWork<?> work : GpuWork.all()) {
        if (wanted.matcher(work.name()).find()) {
          time(backend, who, work);
        }
      }
    } catch (BackendUnavailableException e) {
      System.out.println("benchmarks: " + e.getMessage());
      failures++;
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // one step that fails must not hide the others
  private <S> void time(Backend backend, String who, GpuWork<S> work) {
    try {
      double micros = Scope.within(() -> medianMicros(backend, work));
      String contestant = who + (work.part().isEmpty() ? "" : " " + work.part());
      System.out.printf(Locale.ROOT, "RESULT\t%s\t%s\t%.2f%n", work.name(), contestant, micros);
    } catch (RuntimeException | Error e) {
      failures++;
      System.out.println("benchmarks: " + who + " FAILED at " + work.name() + ": " + e);
      e.printStackTrace();
    }
  }

  private <S> double medianMicros(Backend backend, GpuWork<S> work) {
    String branches = System.getProperty(BRANCHES);
    if (!work.part().isEmpty()) {
      System.setProperty(BRANCHES, "1"); // One product after the other, as they follow in a step.
    }
    try (Program<S, Nothing, Nothing> program = work.make().apply(backend)) {
      double[] micros = new double[rounds];
      int steps = stepsOfARound(program);
      for (int round = 0; round < rounds; round++) {
        micros[round] = seconds(program, steps) / steps * 1e6;
      }
      Arrays.sort(micros);
      return micros[rounds / 2];
    } finally {
      if (branches == null) {
        System.clearProperty(BRANCHES);
      } else {
        System.setProperty(BRANCHES, branches);
      }
    }
  }

  private static int stepsOfARound(Program<?, Nothing, Nothing> program) {
    seconds(program, FEWEST_STEPS); // records, compiles and captures
    int steps = seconds(program, FEWEST_STEPS) > ROUND_SECONDS ? FEWEST_STEPS : 20;
    double time = seconds(program, steps);
    return (int) Math.max(steps, steps * ROUND_SECONDS / time);
  }

  /** The time of some steps, until the last is done. */
  private static double seconds(Program<?, Nothing, Nothing> program, int steps) {
    long start = System.nanoTime();
    program.run(Nothing.NOTHING, steps);
    Wait.forDevice(program);
    return (System.nanoTime() - start) * 1e-9;
  }
}
