package org.latent4j.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.sigmoid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.java.host.Division;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Columns that a program sums while it computes them have the bits of a sum that is made
 * afterwards, however the rows are divided among threads.
 */
class ColumnSumsTest {
  private static final String SHAPES =
      """
      512, 784
      250, 500
      150, 130
      150, 64
      24, 1024
      25, 64
      13, 300
      97, 1025
      1, 100
      """;

  private record Results(Tensor first, Tensor second) {}

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void ofAResultThatNobodyElseReads(int rows, int columns) {
    requireSame(
        rows,
        columns,
        x -> {
          Tensor difference = sigmoid(x).sub(x);
          return new Results(difference.sum(0), x.mul(2).sum(0));
        });
  }

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void ofAResultThatOthersRead(int rows, int columns) {
    requireSame(
        rows,
        columns,
        x -> {
          Tensor units = sigmoid(x.add(x.slice(0, 0, 1)));
          return new Results(units.sum(0), units.matmul(units.transpose()).add(units.sum(0).sum()));
        });
  }

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void ofAResultThatIsReturned(int rows, int columns) {
    requireSame(
        rows,
        columns,
        x -> {
          Tensor units = x.mul(x);
          return new Results(units.sum(0), units);
        });
  }

  /** What is computed of a transposed matrix is cut along its last axis. */
  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void whereColumnsAreDivided(int rows, int columns) {
    requireSame(
        /* rows= */ columns,
        /* columns= */ rows,
        x -> {
          Tensor first = exp(x);
          return new Results(first.transpose().mul(first.transpose()).sum(0), first.sum(0));
        });
  }

  @ParameterizedTest
  @CsvSource(textBlock = SHAPES)
  void notOfTheColumnsOfAnotherShape(int rows, int columns) {
    requireSame(
        rows,
        columns,
        x -> {
          Tensor flat = sigmoid(x).reshape(1, rows * columns);
          return new Results(flat.sum(0), exp(x).transpose().sum(0));
        });
  }

  @ParameterizedTest
  @EnumSource(Division.class)
  void areNeverNegativeZero(Division division) {
    float[] zeros = new float[150 * 70];
    Arrays.fill(zeros, -0.0f);
    requireSame(zeros, 150, 70, 3, division, x -> new Results(x.mul(1.5f).sum(0), x.sum(0)));
  }

  private static void requireSame(int rows, int columns, Function<Tensor, Results> function) {
    SplittableRandom random = new SplittableRandom(rows * 31L + columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.3);
    }
    for (Division division : Division.values()) {
      for (int threads : new int[] {1, 2, 3}) {
        requireSame(values, rows, columns, threads, division, function);
      }
    }
  }

  private static void requireSame(
      float[] values,
      int rows,
      int columns,
      int threads,
      Division division,
      Function<Tensor, Results> function) {
    BackendOptions options = BackendOptions.defaults().withThreads(threads);
    try (Backend backend = new JavaBackend(options, division);
        Program<?, Tensor, Results> program = Program.compile(backend, function)) {
      Scope.within(
          () -> {
            Tensor x = Tensor.of(backend, values, rows, columns);
            int[] expected = bits(function.apply(x));
            for (int run = 0; run < 2; run++) {
              assertArrayEquals(
                  expected, bits(program.run(x)), division + ", " + threads + " threads");
            }
          });
    }
  }

  private static int[] bits(Results results) {
    List<float[]> arrays = new ArrayList<>();
    arrays.add(results.first().toFloats());
    arrays.add(results.second().toFloats());
    return arrays.stream()
        .flatMapToInt(
            array -> IntStream.range(0, array.length).map(i -> Float.floatToRawIntBits(array[i])))
        .toArray();
  }
}
