package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.op.ReductionOp;

class ReductionsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 64, 65, 1021, 1024})
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
        double tolerance = op == ReductionOp.SUM ? 1e-12 : 0;
        assertEquals(want, Reductions.reduce(op, floats, n), tolerance, op.name());
        assertEquals(want, Reductions.reduce(op, doubles, n), tolerance, op.name());
      }
    }
  }
}
