package org.latent4j.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latent4j.program.Step.result;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Tensor;

/**
 * Products as large as go by tables if there are explicit vectors, see {@code BinaryProducts}. The
 * weights are whole numbers, so every sum is exact whatever its order.
 */
class BinaryFactorsTest {
  private static final int ROWS = 301;
  private static final int VISIBLE = 270;
  private static final int HIDDEN = 150;

  private final Random random = new Random(4);

  private record Factors(Tensor visible, Tensor hidden, Tensor weights) {}

  @Test
  void productsOfAStepAreExact() {
    float[] visible = numbers(ROWS * VISIBLE, 2);
    float[] hidden = numbers(ROWS * HIDDEN, 2);
    float[] weights = numbers(VISIBLE * HIDDEN, 1000);
    requireExact(visible, hidden, weights);
    visible[5 * VISIBLE + 7] = 3; // One row, and one column, are binary no longer.
    requireExact(visible, hidden, weights);
  }

  private void requireExact(float[] visible, float[] hidden, float[] weights) {
    try (Backend backend = new CpuBackendProvider().open(new BackendOptions(2));
        Program<Nothing, Factors, Factors> program =
            Program.compile(
                backend,
                Nothing.NOTHING,
                (nothing, in) ->
                    result(
                        nothing,
                        new Factors(
                            in.hidden().matmul(in.weights().transpose(1, 0)),
                            in.visible().matmul(in.weights()),
                            in.visible().transpose(1, 0).matmul(in.hidden()))))) {
      Factors in =
          new Factors(
              Tensor.of(backend, visible, ROWS, VISIBLE),
              Tensor.of(backend, hidden, ROWS, HIDDEN),
              Tensor.of(backend, weights, VISIBLE, HIDDEN));
      assertEquals(DataType.FLOAT32, in.weights().type());
      Factors out = program.run(in);
      float[] byWeights = out.hidden().toFloats();
      float[] turned = out.visible().toFloats();
      float[] gradient = out.weights().toFloats();
      for (int i = 0; i < 2000; i++) {
        int row = random.nextInt(ROWS);
        int v = random.nextInt(VISIBLE);
        int h = random.nextInt(HIDDEN);
        assertEquals(
            sum(visible, row * VISIBLE, 1, weights, h, HIDDEN, VISIBLE),
            byWeights[row * HIDDEN + h]);
        assertEquals(
            sum(hidden, row * HIDDEN, 1, weights, v * HIDDEN, 1, HIDDEN),
            turned[row * VISIBLE + v]);
        assertEquals(sum(visible, v, VISIBLE, hidden, h, HIDDEN, ROWS), gradient[v * HIDDEN + h]);
      }
    }
  }

  private static float sum(float[] a, int at, int step, float[] b, int from, int stride, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[at + i * step] * b[from + i * stride];
    }
    return sum;
  }

  private float[] numbers(int count, int bound) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextInt(bound);
    }
    return numbers;
  }
}
