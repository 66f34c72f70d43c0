package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/** Faults in kernels that running them on the processor must reveal. */
class EmulatorTest {
  @BeforeAll
  static void requireEmulator() {
    Assumptions.assumeTrue(Emulator.obstacle() == null, Emulator::obstacle);
  }

  /** Runs kernels whose texts have been changed. */
  private static final class Faulty extends EmulatedBackend {
    private final UnaryOperator<String> change;

    Faulty(boolean reverse, UnaryOperator<String> change) {
      super(reverse);
      this.change = change;
    }

    @Override
    Launch changed(Launch launch) {
      Kernel kernel = launch.kernel();
      String source = change.apply(kernel.source());
      assertFalse(source.equals(kernel.source()), "the fault must change the text");
      String name = "faulty_" + Fingerprint.of(source);
      return new Launch(
          new Kernel(name, source.replace(kernel.name(), name)),
          launch.blocks(),
          launch.threads(),
          launch.arguments());
    }
  }

  private static final Trial SUM =
      new Trial(
          "sum",
          0,
          bench -> {
            View in = bench.tame(DataType.FLOAT32, Layout.dense(Shape.of(3, 700)), 1);
            View out = bench.tame(DataType.FLOAT32, Layout.dense(Shape.of(3)), 2);
            bench.backend().reduce(ReductionOp.SUM, in, 1, out);
            return out;
          });

  private static final Trial DRAW =
      new Trial(
          "draw",
          0,
          bench -> {
            View out = bench.tame(DataType.FLOAT32, Layout.dense(Shape.of(40)), 2);
            Expression.Builder builder = Expression.in(DataType.FLOAT32);
            bench
                .backend()
                .elementwise(
                    builder.build(builder.uniform(0)),
                    Shape.of(40),
                    new View[0],
                    new Key[] {Key.of(1)},
                    new View[] {out});
            return out;
          });

  private static double[] run(Trial trial, boolean reverse, UnaryOperator<String> change) {
    try (Faulty backend = new Faulty(reverse, change)) {
      return trial.on(backend);
    }
  }

  @Test
  void aMissingBarrierShowsInTheOrderOfThreads() {
    UnaryOperator<String> fault =
        source ->
            source.replaceFirst("__syncthreads\\(\\);", "").replace("half /= 2", "half /= 2 ");
    assertFalse(Arrays.equals(run(SUM, false, fault), run(SUM, true, fault)));
    UnaryOperator<String> none = source -> source + "\n";
    assertArrayEquals(run(SUM, false, none), run(SUM, true, none));
  }

  @Test
  void aBarrierThatSomeThreadsMissIsReported() {
    UnaryOperator<String> fault =
        source -> source.replaceFirst("__syncthreads\\(\\);", "if (lane > 0) return;");
    AssertionError error = assertThrows(AssertionError.class, () -> run(SUM, false, fault));
    assertTrue(error.getMessage().contains("barrier"), error.getMessage());
  }

  @Test
  void aWriteOutsideOfAStorageIsReported() {
    UnaryOperator<String> fault =
        source -> source.replace("out0_chunk = out0 + ", "out0_chunk = out0 - 2 + ");
    AssertionError error = assertThrows(AssertionError.class, () -> run(DRAW, false, fault));
    assertTrue(error.getMessage().contains("outside"), error.getMessage());
  }

  @Test
  void aWrongRotationChangesTheDraws() {
    double[] right = run(DRAW, false, source -> source + "\n");
    double[] wrong = run(DRAW, false, source -> source.replace("{13, 15,", "{13, 14,"));
    assertFalse(Arrays.equals(right, wrong));
    assertEquals(right.length, wrong.length);
  }
}
