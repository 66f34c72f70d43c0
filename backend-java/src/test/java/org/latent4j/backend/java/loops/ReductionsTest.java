package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.op.ReductionOp;

class ReductionsTest {
  private final FloatScratch scratch = new FloatScratch();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 64, 65, 127, 128, 257, 1021, 1024})
  void runsReduceAsDefined(int n) {
    Random random = new Random(n);
    float[] floats = new float[n];
    double[] doubles = new double[n];
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < n; i++) {
        floats[i] = random.nextInt(50) * 0.1f - 2;
        doubles[i] = floats[i];
      }
      for (int nan = 0; nan < round % 3; nan++) {
        int at = random.nextInt(n);
        floats[at] = Float.NaN;
        doubles[at] = Double.NaN;
      }
      for (ReductionOp op : ReductionOp.values()) {
        double want = op.apply(doubles);
        // Three additions in float32 of at most eight times 3, half a unit in the last place each.
        double tolerance = op == ReductionOp.SUM ? n * 3 * 0x1p-24 : 0;
        double got = Reductions.reduce(op, floats.clone(), n, scratch);
        assertEquals(want, got, tolerance, op.name());
        double ofDoubles = Reductions.reduce(op, doubles, n);
        assertEquals(want, ofDoubles, op == ReductionOp.SUM ? 1e-12 : 0, op.name());
      }
    }
  }

  /** Whatever is added to what, every element counts once. */
  @ParameterizedTest
  @ValueSource(ints = {127, 128, 129, 255, 256, 257, 500, 784, 1023, 1024})
  void sumsCountEveryElementOnce(int n) {
    for (int one = 0; one < n; one++) {
      float[] x = new float[n];
      x[one] = 1;
      assertEquals(1, Reductions.reduce(ReductionOp.SUM, x, n, scratch), "element " + one);
    }
  }
}
