package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** Whatever the passes and the sharing of buffers do to a step, its results stay the same. */
class RandomStepTest {
  private static final int STEPS = 300;
  private static final int RUNS = 3;
  private static final int STATES = 3;

  /** Bit for bit: the naive backend rounds every node of an expression as if it were stored. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void stepsMadeAtRandomGiveTheSameCompiledAsEagerly(DataType type) {
    try (NaiveBackend backend = new NaiveBackend()) {
      for (long seed = 0; seed < STEPS; seed++) {
        long step = seed;
        Scope.within(
            () -> {
              requireSame(backend, type, step);
            });
        assertEquals(0, backend.liveStorages(), "left over by seed " + seed);
      }
    }
  }

  private static void requireSame(NaiveBackend backend, DataType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomStep step = new RandomStep(seed, matrix(backend, type, random));
    List<Tensor> matrices = new ArrayList<>();
    for (int i = 0; i < STATES; i++) {
      matrices.add(matrix(backend, type, random));
    }
    RandomStep.State eager =
        new RandomStep.State(matrices, Tensor.full(backend, DataType.INT32, 0), RandomKey.of(seed));
    try (Program<RandomStep.State, RandomStep.Input, List<Tensor>> program =
        Program.compile(backend, eager, step)) {
      for (int run = 0; run < RUNS; run++) {
        RandomStep.Input input =
            new RandomStep.Input(
                matrix(backend, type, random),
                Tensor.of(backend, new int[] {2, 0, 2}, RandomStep.SIZE),
                Tensor.full(backend, type, 0.125 * (run + 1)),
                RandomKey.of(run));
        Step.Result<RandomStep.State, List<Tensor>> expected = step.apply(eager, input);
        List<Tensor> outputs = program.run(input);
        String what = "seed " + seed + ", run " + run + ", ";
        requireSame(expected.output(), outputs, what + "output ", program);
        eager = expected.state();
        requireSame(eager.matrices(), program.state().matrices(), what + "state ", program);
        assertEquals(eager.key(), program.state().key(), what + "key");
        assertEquals(eager.counter().item(), program.state().counter().item(), what + "counter");
      }
    }
  }

  private static void requireSame(
      List<Tensor> expected, List<Tensor> actual, String what, Program<?, ?, ?> program) {
    for (int i = 0; i < expected.size(); i++) {
      String which = what + i;
      assertArrayEquals(
          expected.get(i).toDoubles(), actual.get(i).toDoubles(), () -> which + " of\n" + program);
    }
  }

  private static Tensor matrix(NaiveBackend backend, DataType type, SplittableRandom random) {
    double[] values = new double[RandomStep.SIZE * RandomStep.SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-8, 9) / 8.0;
    }
    return Tensor.of(backend, values, RandomStep.SIZE, RandomStep.SIZE).cast(type);
  }
}
