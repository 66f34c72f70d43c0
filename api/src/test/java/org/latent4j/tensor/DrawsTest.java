package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.DoubleAlgebra;
import org.latent4j.random.DrawFormulas;
import org.latent4j.random.Uniforms;
import org.latent4j.testing.NaiveBackend;

/** Which numbers a key gives. */
class DrawsTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();
  private static final RandomKey KEY = RandomKey.of(20);
  private static final DoubleAlgebra DOUBLES = DoubleAlgebra.INSTANCE;

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor like(DataType type, int... shape) {
    return Tensor.full(BACKEND, type, Double.NaN, shape);
  }

  @Test
  void uniformsAreThoseOfTheGenerator() {
    double[] floats = Draws.uniformLike(KEY, like(DataType.FLOAT32, 2, 3)).toDoubles();
    double[] doubles = Draws.uniformLike(KEY, like(DataType.FLOAT64, 2, 3)).toDoubles();
    for (int i = 0; i < 6; i++) {
      assertEquals(Uniforms.float32(KEY.bits(), i), floats[i]);
      assertEquals(Uniforms.float64(KEY.bits(), i), doubles[i]);
    }
  }

  /** Made with the script that {@link RandomKeyTest} names. */
  @Test
  void theFirstUniformsHaveTheirPublishedValues() {
    RandomKey seven = RandomKey.of(7);
    assertArrayEquals(
        new double[] {14161764 * 0x1p-24, 7636557 * 0x1p-24, 761896 * 0x1p-24, 15867990 * 0x1p-24},
        Draws.uniformLike(seven, like(DataType.FLOAT32, 4)).toDoubles());
    assertArrayEquals(
        new double[] {
          7603039446667465L * 0x1p-53, 409040202908682L * 0x1p-53, 2026481352868855L * 0x1p-53
        },
        Draws.uniformLike(seven, like(DataType.FLOAT64, 3)).toDoubles());
  }

  @Test
  void elementsAreNumberedInRowMajorOrderOfTheShapeWhateverTheMemory() {
    Tensor square = like(DataType.FLOAT32, 3, 3);
    double[] dense = Draws.uniformLike(KEY, square).toDoubles();
    assertArrayEquals(dense, Draws.uniformLike(KEY, square.transpose()).toDoubles());
    assertArrayEquals(
        dense, Draws.uniformLike(KEY, like(DataType.FLOAT32).broadcastTo(Shape.of(9))).toDoubles());
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aSliceOfADrawIsTheDrawOfTheSlice(DataType type) {
    Tensor whole = Draws.uniformLike(KEY, like(type, 40));
    for (int from : new int[] {0, 1, 2, 7, 39, 40}) {
      Tensor part = Draws.uniformLike(KEY, from, like(type, 40 - from));
      assertArrayEquals(whole.slice(0, from, 40).toDoubles(), part.toDoubles(), "from " + from);
    }
    long far = 1L << 40;
    assertEquals(
        type == DataType.FLOAT32
            ? Uniforms.float32(KEY.bits(), far + 1)
            : Uniforms.float64(KEY.bits(), far + 1),
        Draws.uniformLike(KEY, far, like(type, 2)).toDoubles()[1]);
  }

  /** A draw of which a part can be asked for: (first row, rows of x) to rows. */
  private interface PartialDraw {
    Tensor of(long firstRow, Tensor rows);
  }

  private static Map<String, PartialDraw> partialDraws() {
    int width = 3;
    Map<String, PartialDraw> draws = new LinkedHashMap<>();
    draws.put("uniform", (first, x) -> Draws.uniformLike(KEY, first * width, x));
    draws.put("normal", (first, x) -> Draws.normalLike(KEY, first * width, x));
    draws.put("exponential", (first, x) -> Draws.exponentialLike(KEY, first * width, x));
    draws.put("gumbel", (first, x) -> Draws.gumbelLike(KEY, first * width, x));
    draws.put("bernoulli", (first, x) -> Draws.bernoulli(KEY, first * width, Functions.sigmoid(x)));
    draws.put("categorical", (first, x) -> Draws.categorical(KEY, first, x));
    draws.put("gamma", (first, x) -> Draws.gamma(KEY, first * width, Functions.exp(x)));
    draws.put("beta", (first, x) -> Draws.beta(KEY, first * width, Functions.exp(x), x.mul(x)));
    draws.put("dirichlet", (first, x) -> Draws.dirichlet(KEY, first, Functions.exp(x)));
    draws.put(
        "integers",
        (first, x) -> Draws.integersLike(KEY, first * width, 1000, x.cast(DataType.INT32)));
    return draws;
  }

  @Test
  void shardsOfABatchRepeatTheDrawsOfTheWhole() {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      Tensor batch = Draws.normalLike(RandomKey.of(8), like(type, 40, 3));
      partialDraws()
          .forEach(
              (name, draw) -> {
                Tensor whole = draw.of(0, batch);
                for (int from : new int[] {0, 1, 17, 39, 40}) {
                  Tensor part = draw.of(from, batch.slice(0, from, 40));
                  assertArrayEquals(
                      whole.slice(0, from, 40).toDoubles(),
                      part.toDoubles(),
                      name + " " + type + " from row " + from);
                }
              });
    }
  }

  @Test
  void everyDrawWithoutAFirstIndexStartsAtZero() {
    Tensor x = Draws.normalLike(RandomKey.of(8), like(DataType.FLOAT64, 5, 3));
    Map<String, Tensor> whole = new LinkedHashMap<>();
    whole.put("uniform", Draws.uniformLike(KEY, x));
    whole.put("normal", Draws.normalLike(KEY, x));
    whole.put("exponential", Draws.exponentialLike(KEY, x));
    whole.put("gumbel", Draws.gumbelLike(KEY, x));
    whole.put("bernoulli", Draws.bernoulli(KEY, Functions.sigmoid(x)));
    whole.put("categorical", Draws.categorical(KEY, x));
    whole.put("gamma", Draws.gamma(KEY, Functions.exp(x)));
    whole.put("beta", Draws.beta(KEY, Functions.exp(x), x.mul(x)));
    whole.put("dirichlet", Draws.dirichlet(KEY, Functions.exp(x)));
    whole.put("integers", Draws.integersLike(KEY, 1000, x.cast(DataType.INT32)));
    Map<String, PartialDraw> parts = partialDraws();
    assertEquals(parts.keySet(), whole.keySet());
    whole.forEach(
        (name, draw) ->
            assertArrayEquals(draw.toDoubles(), parts.get(name).of(0, x).toDoubles(), name));
  }

  @Test
  void gammaDrawsAreTheFormulaOfSeventeenStreams() {
    double[] shapes = {0.02, 0.5, 1, 4, 1e6, Double.NaN, 0, -0.5, Double.POSITIVE_INFINITY};
    double[] draws = Draws.gamma(KEY, 6, Tensor.of(BACKEND, shapes, shapes.length)).toDoubles();
    for (int i = 0; i < shapes.length; i++) {
      int at = 6 + i;
      double expected =
          DrawFormulas.gamma(
              DOUBLES,
              number -> Uniforms.float64(KEY.bits(), ((long) number << 58) + at),
              shapes[i],
              DataType.FLOAT64);
      assertEquals(expected, draws[i]);
      assertEquals(i >= 5 && i < 8, Double.isNaN(draws[i]), "shape " + shapes[i]);
    }
    assertEquals(Double.POSITIVE_INFINITY, draws[8]);
  }

  @Test
  void sharesOfTinyConcentrationsAddUp() {
    Tensor tiny = Tensor.full(BACKEND, DataType.FLOAT32, 1e-3, 50, 4);
    for (double sum : Draws.dirichlet(KEY, tiny).sum(1).toDoubles()) {
      assertEquals(1, sum, 1e-6);
    }
    double[] beta = Draws.beta(KEY, tiny, tiny).toDoubles();
    assertTrue(Arrays.stream(beta).allMatch(x -> x >= 0 && x <= 1), Arrays.toString(beta));
  }

  @Test
  void wholeNumbersReachBothEndsOfTheirRange() {
    Tensor x = Tensor.of(BACKEND, new int[1000], 1000);
    int[] dice = Draws.integersLike(KEY, 6, x).toInts();
    assertArrayEquals(
        new int[] {0, 1, 2, 3, 4, 5}, Arrays.stream(dice).distinct().sorted().toArray());
    double[] uniforms = Draws.uniformLike(KEY, like(DataType.FLOAT64, 1000)).toDoubles();
    int[] large = Draws.integersLike(KEY, Integer.MAX_VALUE, x).toInts();
    for (int i = 0; i < 1000; i++) {
      assertEquals((int) (uniforms[i] * Integer.MAX_VALUE), large[i]);
    }
  }

  @Test
  void aBernoulliDrawComparesTheUniformWithTheProbability() {
    double[] uniforms = Draws.uniformLike(KEY, like(DataType.FLOAT64, 8)).toDoubles();
    double[] p = {uniforms[0], Math.nextUp(uniforms[1]), 0, 1, 0.5, -1, 2, Double.NaN};
    double half = uniforms[4] < 0.5 ? 1 : 0;
    assertArrayEquals(
        new double[] {0, 1, 0, 1, half, 0, 1, Double.NaN},
        Draws.bernoulli(KEY, Tensor.of(BACKEND, p, 8)).toDoubles());
  }

  @Test
  void theOtherDrawsAreTheFormulasOfTheUniforms() {
    DataType type = DataType.FLOAT64;
    Tensor x = like(type, 50);
    double[] uniforms = Draws.uniformLike(KEY, x).toDoubles();
    assertArrayEquals(
        Arrays.stream(uniforms).map(u -> DrawFormulas.normal(DOUBLES, u, type)).toArray(),
        Draws.normalLike(KEY, x).toDoubles());
    assertArrayEquals(
        Arrays.stream(uniforms).map(u -> DrawFormulas.exponential(DOUBLES, u, type)).toArray(),
        Draws.exponentialLike(KEY, x).toDoubles());
    assertArrayEquals(
        Arrays.stream(uniforms).map(u -> DrawFormulas.gumbel(DOUBLES, u, type)).toArray(),
        Draws.gumbelLike(KEY, x).toDoubles());
  }

  @Test
  void drawsHaveTheTypeAndShapeAskedFor() {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      Tensor x = like(type, 2, 0, 3);
      assertEquals(Shape.of(2, 0, 3), Draws.normalLike(KEY, x).shape());
      assertEquals(type, Draws.gumbelLike(KEY, x).type());
      assertEquals(type, Draws.bernoulli(KEY, x).type());
    }
    Tensor classes = Draws.categorical(KEY, like(DataType.FLOAT32, 4, 5));
    assertEquals(Shape.of(4), classes.shape());
    assertEquals(DataType.INT32, classes.type());
  }

  /**
   * Pearson's chi-squared over four classes of unequal probability; false alarm 10<sup>-6</sup> a
   * seed (three degrees of freedom), and a draw without noise would fail by far.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void classesComeWithTheirProbabilities(long seed) {
    double[] p = {0.1, 0.2, 0.3, 0.4};
    int draws = 20_000;
    double[] logits = Arrays.stream(p).map(q -> Math.log(q) + 3).toArray();
    Tensor rows = Tensor.of(BACKEND, logits, 4).broadcastTo(Shape.of(draws, 4));
    int[] counts = new int[4];
    for (int drawn : Draws.categorical(RandomKey.of(seed), rows).toInts()) {
      counts[drawn]++;
    }
    double chiSquared = 0;
    for (int k = 0; k < p.length; k++) {
      double expected = draws * p[k];
      chiSquared += (counts[k] - expected) * (counts[k] - expected) / expected;
    }
    assertTrue(chiSquared < 30.66, "seed " + seed + ": " + Arrays.toString(counts));
  }

  @Test
  void anImpossibleClassIsNeverDrawn() {
    double[] logits = {0, Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY};
    Tensor rows = Tensor.of(BACKEND, logits, 4).broadcastTo(Shape.of(500, 4));
    for (int drawn : Draws.categorical(KEY, rows).toInts()) {
      assertEquals(0, drawn % 2);
    }
    Tensor certain = Tensor.of(BACKEND, new double[] {-1e9, 5, Double.NEGATIVE_INFINITY}, 3);
    assertEquals(1, Draws.categorical(KEY, certain).item());
  }
}
