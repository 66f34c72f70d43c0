package org.latent4j.benchmarks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.TensorTree;

/** That what is timed on a GPU is what it is called; the Java backend suffices for that. */
class GpuStepsTest {
  static Stream<Function<Backend, Program<?, Nothing, Nothing>>> steps() {
    return Stream.of(
        b -> GpuSteps.cd1(b, 12, 9, 5),
        b -> GpuSteps.gibbs(b, 12, 9, 5),
        b -> GpuSteps.classifier(b, 2),
        b -> GpuSteps.autoencoder(b, 2));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyRunIsOneStepAndChangesTheState(Function<Backend, Program<?, Nothing, Nothing>> make) {
    try (Backend backend = Backends.open("java");
        Program<?, Nothing, Nothing> program = make.apply(backend)) {
      Scope.within(
          () -> {
            double before = sum(program);
            program.run(Nothing.NOTHING);
            program.run(Nothing.NOTHING);
            assertEquals(2, Wait.forDevice(program));
            double after = sum(program);
            assertTrue(Double.isFinite(after) && after != before, before + " " + after);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepCanBeRepeated(Function<Backend, Program<?, Nothing, Nothing>> make) {
    double[] sums = new double[2];
    for (int i = 0; i < 2; i++) {
      try (Backend backend = Backends.open("java");
          Program<?, Nothing, Nothing> program = make.apply(backend)) {
        program.run(Nothing.NOTHING);
        sums[i] = Scope.within(() -> sum(program));
      }
    }
    assertEquals(sums[0], sums[1]);
  }

  /** The sum of the largest floating tensor of the state. */
  private static double sum(Program<?, Nothing, Nothing> program) {
    return TensorTree.tensors(program.state()).stream()
        .filter(tensor -> tensor.type().isFloating())
        .max((a, b) -> Long.compare(a.shape().size(), b.shape().size()))
        .map(tensor -> tensor.reshape((int) tensor.shape().size()))
        .map(tensor -> tensor.sum(0).item())
        .orElseThrow();
  }
}
