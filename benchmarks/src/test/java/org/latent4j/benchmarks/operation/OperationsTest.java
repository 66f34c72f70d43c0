package org.latent4j.benchmarks.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

/** Every single operation runs, and cpu computes what java does. */
class OperationsTest {
  static String[] operations() throws NoSuchFieldException {
    return ElementwiseOperation.class
        .getDeclaredField("operation")
        .getAnnotation(Param.class)
        .value();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void elementwiseOperationsAgree(String operation) {
    assertArrayEquals(elementwise("java", operation), elementwise("cpu", operation), 1e-5f);
  }

  private static float[] elementwise(String backend, String operation) {
    ElementwiseOperation benchmark = new ElementwiseOperation();
    benchmark.on(backend);
    benchmark.shape = "7x5";
    benchmark.operation = operation;
    benchmark.open();
    benchmark.compute();
    benchmark.compute();
    float[] result = benchmark.result();
    benchmark.close();
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"5x4x3-nn", "5x4x3-tn", "5x4x3-nt", "5x4x3-tt"})
  void productsAgree(String product) {
    float[] expected = product("java", product);
    assertEquals(15, expected.length);
    assertArrayEquals(expected, product("cpu", product), 1e-5f);
  }

  private static float[] product(String backend, String product) {
    MatrixProduct benchmark = new MatrixProduct();
    benchmark.on(backend);
    benchmark.product = product;
    benchmark.open();
    benchmark.multiply();
    float[] result = benchmark.result();
    benchmark.close();
    return result;
  }

  @Test
  void somethingElseThanAProductIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ProductSize.parse("5x4-nn"));
  }
}
