package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.View;
import org.latent4j.backend.java.JavaBackendProvider;

/**
 * An operation to be done by several backends on the same numbers.
 *
 * @param name what is tried
 * @param relative how far a result may be off, relative to its size or to 1; 0 demands equal bits
 * @param run makes the operands, does the operation and says where the result is
 */
record Trial(String name, double relative, Function<Workbench, View> run) {

  /** Remembers which kernels would have run. */
  private static final class Collector extends EmulatedBackend {
    private final Set<Kernel> kernels = new LinkedHashSet<>();

    Collector() {
      super(false);
    }

    @Override
    void run(Work work) {
      work.launches().forEach(launch -> kernels.add(launch.kernel()));
    }
  }

  /**
   * Demands that the kernels agree with the Java backend, and that the order of blocks and threads
   * does not matter. All kernels are compiled together.
   */
  static void requireAll(List<Trial> trials) {
    Assumptions.assumeTrue(Emulator.obstacle() == null, Emulator::obstacle);
    try (Collector collector = new Collector();
        Backend java = new JavaBackendProvider().open(new BackendOptions(1));
        Backend ascending = new EmulatedBackend(false);
        Backend descending = new EmulatedBackend(true)) {
      trials.forEach(trial -> trial.on(collector));
      Emulator.prepare(collector.kernels);
      for (Trial trial : trials) {
        double[] actual = trial.on(ascending);
        assertArrayEquals(trial.on(descending), actual, () -> trial.name + ": order matters");
        trial.requireNear(trial.on(java), actual);
      }
    }
  }

  /** The kernels that trials would run. */
  static List<Kernel> kernels(List<Trial> trials) {
    try (Collector collector = new Collector()) {
      trials.forEach(trial -> trial.on(collector));
      return List.copyOf(collector.kernels);
    }
  }

  double[] on(Backend backend) {
    try (Workbench bench = new Workbench(backend)) {
      return Workbench.read(backend, run.apply(bench));
    }
  }

  private void requireNear(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      double allowed = relative * Math.max(1, Math.abs(expected[i]));
      boolean same = Double.compare(expected[i], actual[i]) == 0;
      if (!same && !(Math.abs(expected[i] - actual[i]) <= allowed && relative > 0)) {
        throw new AssertionError(
            name + ": element " + i + " is " + actual[i] + ", but Java has " + expected[i]);
      }
    }
  }
}
