package org.latent4j.benchmarks.operation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** Every operation computes, on java and on cpu, what loops over the rows do. */
class ShortRowOperationTest {
  private static final int ROWS = 41;
  private static final int COLUMNS = 5;

  static String[] operations() throws NoSuchFieldException {
    String[] all =
        ShortRowOperation.class.getDeclaredField("operation").getAnnotation(Param.class).value();
    return java.util.Arrays.stream(all)
        .map(text -> text.substring(0, text.indexOf(' ')))
        .distinct()
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operationsAreThoseOfLoops(String operation) {
    check("java", operation);
    check("cpu", operation);
  }

  private static void check(String backend, String operation) {
    ShortRowOperation benchmark = new ShortRowOperation();
    benchmark.on(backend);
    benchmark.operation = operation + " " + ROWS + "x" + COLUMNS;
    benchmark.open();
    benchmark.compute();
    benchmark.compute();
    float[] expected = expected(operation, benchmark.x(), benchmark.c());
    assertArrayEquals(expected, benchmark.result(), 1e-5f, backend + " " + operation);
    benchmark.close();
  }

  private static float[] expected(String operation, float[] x, float[] c) {
    int[] numbers = ShortRowOperation.scattered(ROWS);
    int width =
        switch (operation) {
          case "x[:,2:]" -> COLUMNS - 2;
          case "sum(1)", "max(1)", "logSumExp(1)" -> 1;
          default -> COLUMNS;
        };
    float[] result = new float[ROWS * width];
    for (int r = 0; r < ROWS; r++) {
      double sum = 0;
      double sumOfExp = 0;
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < COLUMNS; j++) {
        float value = x[r * COLUMNS + j];
        sum += value;
        sumOfExp += Math.exp(value);
        max = Math.max(max, value);
      }
      for (int j = 0; j < width; j++) {
        int at = r * COLUMNS + j;
        switch (operation) {
          case "x+c" -> result[at] = x[at] + c[j];
          case "x[:,0:1]*x" -> result[at] = x[r * COLUMNS] * x[at];
          case "x[:,2:]" -> result[r * width + j] = x[at + 2] + 1;
          case "sum(1)" -> result[r] = (float) sum;
          case "max(1)" -> result[r] = (float) max;
          case "logSumExp(1)" -> result[r] = (float) Math.log(sumOfExp);
          case "concat(1)" -> result[at] = x[r * COLUMNS + (j + 2) % COLUMNS];
          case "gather(i)" -> result[at] = x[numbers[r] * COLUMNS + j];
          case "scatterAdd(i)" -> result[numbers[r] * COLUMNS + j] += x[at];
          default -> throw new IllegalArgumentException(operation);
        }
      }
    }
    return result;
  }
}
