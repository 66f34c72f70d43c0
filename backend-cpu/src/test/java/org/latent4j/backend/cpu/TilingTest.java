package org.latent4j.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * Tiles are small enough for the kernels they are meant for, and together give the whole product.
 */
class TilingTest {
  private static final String SIZES =
      """
      1, 1030, 1000
      7, 1400, 110
      20, 784, 500
      20, 500, 784
      784, 20, 500
      100, 100, 784
      65, 257, 131
      300, 1301, 9
      512, 10, 300
      300, 3000, 7
      1030, 40, 70
      40, 300, 128
      130, 260, 256
      20, 300, 256
      300, 300, 1152
      300, 700, 500
      """;

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void tilesAddUpToTheProductInEveryOrderOfItsFactors(int m, int k, int n) {
    for (boolean aByColumns : new boolean[] {false, true}) {
      for (boolean bByColumns : new boolean[] {false, true}) {
        for (double beta : new double[] {0, 1, -0.5}) {
          Layout a = layout(m, k, aByColumns);
          Layout b = layout(k, n, bByColumns);
          double[] exact = multiply(DataType.FLOAT64, a, b, beta);
          double[] found = multiply(DataType.FLOAT32, a, b, beta);
          // Terms are at most 1/4; independent rounding errors grow as the square root of K.
          double bound = 0x1p-24 * (8 * Math.sqrt(k) + 4) * (0.25 * k + 1);
          for (int i = 0; i < exact.length; i++) {
            if (!(Math.abs(exact[i] - found[i]) <= bound)) {
              fail("element " + i + " is " + found[i] + ", not " + exact[i] + ": " + a + " x " + b);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void aTileIsSmallEnoughForTheKernelsOrTheProductIsWhole(int m, int k, int n) {
    for (boolean aByColumns : new boolean[] {false, true}) {
      for (boolean bByColumns : new boolean[] {false, true}) {
        Matrix a = Matrix.of(layout(m, k, aByColumns), 0);
        Matrix b = Matrix.of(layout(k, n, bByColumns), 0);
        Tiling tiling = Tiling.of(new Product(a, b, Matrix.dense(m, n)));
        if (!tiling.equals(Tiling.WHOLE)) {
          long rows = Math.min(m, tiling.rows());
          long columns = Math.min(n, tiling.columns());
          assertTrue(rows * columns * Math.min(k, tiling.depth()) <= 1_000_000, tiling::toString);
          assertTrue(!bByColumns || rows * columns <= 1152, tiling::toString);
        }
      }
    }
  }

  @Test
  void rowsAreTakenInBlocksWhileTheirPartOfAFitsTheCache() {
    Tiling tiling = new Tiling(132, 64, 112, false);
    assertEquals(132, tiling.blockRows(784));
    assertEquals(264, tiling.blockRows(400));
    assertEquals(Integer.MAX_VALUE, tiling.blockRows(2048));
    assertEquals(Integer.MAX_VALUE, new Tiling(132, 64, 112, true).blockRows(784));
    assertEquals(Integer.MAX_VALUE, Tiling.WHOLE.blockRows(784));
  }

  @Test
  void tilesAreForProcessorsWithTheKernelsAlone() {
    assertTrue(Tiling.pay("SKYLAKEX"));
    assertFalse(Tiling.pay("HASWELL"));
    assertFalse(Tiling.pay("unknown"));
  }

  private static Layout layout(int rows, int columns, boolean byColumns) {
    return byColumns
        ? Layout.dense(Shape.of(columns, rows)).transpose(1, 0)
        : Layout.dense(Shape.of(rows, columns));
  }

  private static double[] multiply(DataType type, Layout a, Layout b, double beta) {
    Layout out = Layout.dense(Shape.of(a.shape().dim(0), b.shape().dim(1)));
    SplittableRandom random = new SplittableRandom(3);
    try (CpuBackend backend = (CpuBackend) new CpuBackendProvider().open(new BackendOptions(2));
        Storage left = filled(backend, type, a, random);
        Storage right = filled(backend, type, b, random);
        Storage result = filled(backend, type, out, random)) {
      backend.matmul(
          Scalar.ONE, new View(left, a), new View(right, b), beta, new View(result, out));
      return numbers(backend, result);
    }
  }

  private static Storage filled(
      CpuBackend backend, DataType type, Layout layout, SplittableRandom random) {
    int length = (int) layout.shape().size();
    Storage storage = backend.allocate(type, length);
    float[] floats = new float[length];
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) (random.nextDouble() - 0.5);
      doubles[i] = floats[i];
    }
    backend.write(storage, 0, type == DataType.FLOAT32 ? floats : doubles, 0, length);
    return storage;
  }

  private static double[] numbers(CpuBackend backend, Storage storage) {
    int length = (int) storage.length();
    double[] doubles = new double[length];
    if (storage.type() == DataType.FLOAT64) {
      backend.read(storage, 0, doubles, 0, length);
      return doubles;
    }
    float[] floats = new float[length];
    backend.read(storage, 0, floats, 0, length);
    for (int i = 0; i < length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
