package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.tanh;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.backend.cuda.kernel.EmulatedDriver;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** What programs store in bfloat16 for their products, and what they do not. */
class Bfloat16Test {
  private static final int ROWS = 6;

  /** Rows of 21 elements are stored 24 apart, rows of 9 as they are. */
  private static final int WIDE = 21;

  private static final int NARROW = 9;

  private record Keyed(Tensor x, RandomKey key) {}

  @TempDir private Path cache;
  private final RecordingDriver driver = new RecordingDriver();

  /** Rounds to nearest, ties to even. */
  private static float rounded(float x) {
    int bits = Float.floatToRawIntBits(x);
    return Float.intBitsToFloat((bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000);
  }

  private static float[] rounded(float[] x) {
    float[] halves = x.clone();
    for (int i = 0; i < halves.length; i++) {
      halves[i] = rounded(halves[i]);
    }
    return halves;
  }

  /** By rows; factors are rounded first. */
  private static float[] product(float[] a, float[] b, int rows, int inner, int columns) {
    float[] left = rounded(a);
    float[] right = rounded(b);
    float[] out = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          sum += (double) left[row * inner + k] * right[k * columns + column];
        }
        out[row * columns + column] = (float) sum;
      }
    }
    return out;
  }

  private static float[] tanhOf(float[] x) {
    float[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) Math.tanh(y[i]);
    }
    return y;
  }

  private static float sum(float[] x) {
    double sum = 0;
    for (float element : x) {
      sum += element;
    }
    return (float) sum;
  }

  private CudaBackend emulated(EmulatedDriver emulator) {
    return new CudaBackend(
        emulator, new BackendOptions(1, Precision.BF16), new Cache(cache.resolve("kernels")));
  }

  private CudaBackend emulated() {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    return emulated(new EmulatedDriver(false));
  }

  private static Tensor matrix(CudaBackend backend, int seed, int rows, int columns) {
    Tensor like = Tensor.full(backend, DataType.FLOAT32, 0, rows, columns);
    return Draws.uniformLike(RandomKey.of(seed), like).sub(0.5);
  }

  /** Runs a program that trains on x [6, 21], with the weights [21, 9] as its state, twice. */
  private static float[] run(
      CudaBackend backend, BiFunction<Tensor, Tensor, Tensor> output, Tensor x, Tensor w) {
    try (Program<Tensor, Tensor, Tensor> program =
        Program.training(backend, w, (state, in) -> Step.result(state, output.apply(in, state)))) {
      program.run(x);
      return program.run(x).toFloats();
    }
  }

  /** Both layers, with what is between them stored for nobody but the second product. */
  private static Tensor twoLayers(Tensor x, Tensor w) {
    return tanh(tanh(x.matmul(w)).matmul(w.transpose())).matmul(w);
  }

  private static float[] expectedOfTwoLayers(float[] x, float[] w) {
    float[] turned = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      turned[i % NARROW * WIDE + i / NARROW] = w[i];
    }
    float[] first = tanhOf(product(x, w, ROWS, WIDE, NARROW));
    float[] second = tanhOf(product(first, turned, ROWS, NARROW, WIDE));
    return product(second, w, ROWS, WIDE, NARROW);
  }

  @Test
  void factorsAreRoundedOnceAndSumsAreFloats() {
    try (CudaBackend backend = emulated()) {
      Tensor x = matrix(backend, 1, ROWS, WIDE);
      Tensor w = matrix(backend, 2, WIDE, NARROW);
      float[] expected = expectedOfTwoLayers(x.toFloats(), w.toFloats());
      assertArrayEquals(expected, run(backend, Bfloat16Test::twoLayers, x, w), 1e-6f);
    }
  }

  @Test
  void productsThatCublasLtCannotComputeAreThoseOfTheSameFactors() {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    try (CudaBackend backend = emulated(EmulatedDriver.withoutProducts())) {
      Tensor x = matrix(backend, 1, ROWS, WIDE);
      Tensor w = matrix(backend, 2, WIDE, NARROW);
      float[] expected = expectedOfTwoLayers(x.toFloats(), w.toFloats());
      assertArrayEquals(expected, run(backend, Bfloat16Test::twoLayers, x, w), 1e-6f);
    }
  }

  /** A mean that a product reads, too, is added up as it is, not as the product sees it. */
  @Test
  void whatIsNotOnlyAFactorKeepsItsPrecision() {
    try (CudaBackend backend = emulated()) {
      Tensor x = matrix(backend, 1, ROWS, WIDE);
      Tensor w = matrix(backend, 2, WIDE, NARROW);
      float[] found =
          run(
              backend,
              (in, state) -> {
                Tensor mean = tanh(in.matmul(state));
                Tensor whole = mean.sum(0).sum(0);
                return mean.matmul(state.transpose()).mul(0).sum(0).sum(0).add(whole);
              },
              x,
              w);
      float[] mean = tanhOf(product(x.toFloats(), w.toFloats(), ROWS, WIDE, NARROW));
      assertEquals(sum(mean), found[0], 2e-6f);
      assertTrue(Math.abs(sum(rounded(mean)) - sum(mean)) > 1e-4, "rounding would show");
    }
  }

  /** Draws of 0 and 1 are read in bfloat16 by everybody, sums and further expressions. */
  @Test
  void drawsAreExact() {
    try (CudaBackend backend = emulated()) {
      Tensor x = matrix(backend, 1, ROWS, WIDE).add(0.5);
      Tensor w = matrix(backend, 2, WIDE, NARROW);
      Tensor draw = bernoulli(RandomKey.of(3), x);
      float[] expected = draw.sub(x).sum(0).add(draw.mul(x).sum(0)).toFloats();
      try (Program<Tensor, Keyed, Tensor> program =
          Program.training(
              backend,
              w,
              (state, in) -> {
                Tensor made = bernoulli(in.key(), in.x());
                Tensor used = made.matmul(state).sum(0).sum(0).mul(0);
                return Step.result(
                    state, made.sub(in.x()).sum(0).add(made.mul(in.x()).sum(0)).add(used));
              })) {
        float[] found = program.run(new Keyed(x, RandomKey.of(3))).toFloats();
        assertArrayEquals(expected, found, 1e-6f);
      }
    }
  }

  /** A minibatch is gathered in both types at once. */
  @Test
  void gatheredRowsAreFactors() {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    try (CudaBackend backend = emulated()) {
      Tensor data = matrix(backend, 1, 10, WIDE);
      Tensor w = matrix(backend, 2, WIDE, NARROW);
      Tensor rows = Tensor.of(backend, new int[] {9, 0, 3, 3, 7, 1}, ROWS);
      float[] x = data.gather(rows).toFloats();
      float[] found =
          run(
              backend,
              (in, state) -> {
                Tensor batch = data.gather(rows);
                return batch.matmul(state).add(batch.sum(1).expand(1));
              },
              data,
              w);
      float[] expected = product(x, w.toFloats(), ROWS, WIDE, NARROW);
      for (int row = 0; row < ROWS; row++) {
        float sum = sum(java.util.Arrays.copyOfRange(x, row * WIDE, (row + 1) * WIDE));
        for (int column = 0; column < NARROW; column++) {
          expected[row * NARROW + column] += sum;
        }
      }
      assertArrayEquals(expected, found, 2e-6f);
    }
  }

  /**
   * The weights (m5) and the data are converted once in a step, the weights for three products, the
   * data into a stack (m13+21504) where the draws of the visible units come to lie below them. The
   * kernel of the hidden units stores the mean as it is, for the sum, and in bfloat16 in the other
   * stack (m13+52224), and the draws in bfloat16 alone; so does that of the visible units, whose
   * draws the sum reads there.
   */
  @Test
  void aStepOfContrastiveDivergence() {
    try (CudaBackend backend = Recorded.backend(driver, cache, Precision.BF16);
        Program<Cd1.State, Cd1.Batch, Nothing> program = Cd1.program(backend, 64, 100)) {
      program.run(
          new Cd1.Batch(
              Tensor.full(backend, DataType.FLOAT32, 1, 20, 64),
              Tensor.full(backend, DataType.FLOAT32, 0.1)));
      String calls = driver.taken();
      assertEquals(
          """
          begin capture
          launch joined 30 x 256 (m9, m13+21504, m5, m13+8192)
          multiply product1 by 0: m13 = 1.0 m13+8192 m13+21504 + 0.0, workspace m13+77312
          launch elementwise 16 x 64 (m13, m7, m11, m11+4, m8, m13+36096, m13+52224, m13+31744)
          multiply product2 by 0: m13+26624 = 1.0 m13+8192 m13+31744 + 0.0, workspace m13+77312
          launch elementwise 10 x 64 (m13+26624, m6, m11, m11+4, m8, m13+24064)
          multiply product1 by 0: m13+60672 = 1.0 m13+8192 m13+24064 + 0.0, workspace m13+77312
          launch elementwise 32 x 64 (m13+60672, m7, m13+36096, m13+56384, m13+68864)
          fork
            beside: launch joined 23 x 256 (m10, m13+77056, m9, m13+24064, m10, m6, m6, m13+68864, m10, m7, m7, m8, m8)
          multiply product3 by 0: m5 = m10 m13+52224 m13+21504 + m12, workspace m13+77312
          mark
          join
          end capture -> graph1
          launch graph1
          """,
          calls.substring(calls.indexOf("begin capture")));
    }
  }

  @Test
  void constantsAreConvertedBeforeTheFirstRun() {
    try (CudaBackend backend = Recorded.backend(driver, cache, Precision.BF16)) {
      Tensor data = Tensor.full(backend, DataType.FLOAT32, 0.5, ROWS, WIDE);
      Tensor w = Tensor.full(backend, DataType.FLOAT32, 0.5, WIDE, NARROW);
      try (Program<Tensor, Nothing, Tensor> program =
          Program.training(
              backend, w, (state, nothing) -> Step.result(state, data.matmul(state)))) {
        driver.taken();
        program.run(Nothing.NOTHING);
        String calls = driver.taken();
        assertEquals(
            """
            launch elementwise 2 x 64 (m1, m4+768)
            begin capture
            launch elementwise 3 x 64 (m3, m4+256)
            multiply product1 by 0: m4 = 1.0 m4+256 m4+768 + 0.0, workspace m4+1280
            end capture -> graph1
            launch graph1
            """,
            calls.substring(calls.indexOf("launch"), calls.indexOf("launch graph1") + 14));
        program.run(Nothing.NOTHING);
        assertTrue(driver.taken().startsWith("launch graph1\n"));
      }
    }
  }
}
