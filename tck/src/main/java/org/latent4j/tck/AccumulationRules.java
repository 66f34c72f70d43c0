package org.latent4j.tck;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §9, continued: products that are added to the same matrix, as a learning step does. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface AccumulationRules extends BackendRules {

  /** The factors of two products, [K, M] and [K, N] of one, [M, L] and [L, N] of the other. */
  record Factors(Tensor a, Tensor b, Tensor c, Tensor d) {}

  /** The lengths M, N, K and L. */
  record Lengths(int m, int n, int k, int l) {}

  /** A backend may go through the result once for all of them, and take binary factors by bits. */
  @Test
  @DisplayName("§9.17 Products added to a state one after the other are all there, in their order")
  default void accumulations() {
    for (DataType type : Elements.FLOATING) {
      for (Lengths lengths :
          List.of(
              new Lengths(3, 5, 2, 4),
              new Lengths(40, 70, 20, 30),
              new Lengths(130, 517, 100, 33),
              new Lengths(256, 520, 30, 140))) {
        for (boolean showsMiddle : new boolean[] {false, true}) {
          requireSum(type, lengths, showsMiddle, Samples.moderate(type, 1));
          requireSum(type, lengths, showsMiddle, Samples.bits(917));
        }
      }
    }
  }

  private void requireSum(DataType type, Lengths lengths, boolean showsMiddle, double[] left) {
    int m = lengths.m();
    int n = lengths.n();
    try (Scope scope = Scope.open()) {
      double[] w = numbers(Samples.moderate(type, 917), m * n);
      double[] a = numbers(left, lengths.k() * m);
      double[] b = numbers(Samples.moderate(type, 2), lengths.k() * n);
      double[] c = numbers(left, m * lengths.l());
      double[] d = numbers(Samples.moderate(type, 4), lengths.l() * n);
      Factors factors =
          new Factors(
              Tensors.of(backend(), type, a, lengths.k(), m),
              Tensors.of(backend(), type, b, lengths.k(), n),
              Tensors.of(backend(), type, c, m, lengths.l()),
              Tensors.of(backend(), type, d, lengths.l(), n));
      Tensor start = Tensors.of(backend(), type, w, m, n);
      try (Program<ProgramRules.One, Factors, ProgramRules.One> program =
          Program.compile(
              backend(),
              new ProgramRules.One(start),
              (state, f) -> {
                Tensor one = f.a().transpose().matmulAdd(0.5, f.b(), 1, state.x());
                Tensor two = f.a().transpose().matmulAdd(-0.25, f.b(), 1, one);
                Tensor three = f.c().matmulAdd(2, f.d(), 1, two);
                Tensor shown = showsMiddle ? two.sum(0) : f.b().sum(0);
                return Step.result(new ProgramRules.One(three), new ProgramRules.One(shown));
              })) {
        double[] twice = w.clone();
        for (int run = 0; run < 2; run++) {
          program.run(factors);
          addProducts(twice, m, n, new double[][] {a, b, c, d});
        }
        double[] found = program.state().x().toDoubles();
        double tolerance = type == DataType.FLOAT32 ? 1e-4 : 1e-11;
        Check.near(
            type,
            twice,
            i -> tolerance * Math.max(1, Math.abs(twice[i])),
            found,
            i -> "element " + i + " of " + type + " " + lengths);
      }
    }
  }

  private static double[] numbers(double[] some, int count) {
    double[] numbers = new double[count];
    Arrays.setAll(numbers, i -> some[(int) (i * 31L % some.length)]);
    return numbers;
  }

  /** w += 0.25 a<sup>T</sup> b + 2 c d. */
  private static void addProducts(double[] w, int m, int n, double[][] factors) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < factors[0].length / m; k++) {
          sum += 0.25 * factors[0][k * m + i] * factors[1][k * n + j];
        }
        int terms = factors[2].length / m;
        for (int k = 0; k < terms; k++) {
          sum += 2 * factors[2][i * terms + k] * factors[3][k * n + j];
        }
        w[i * n + j] += sum;
      }
    }
  }
}
