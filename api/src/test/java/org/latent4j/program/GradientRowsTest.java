package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.testing.Refusal.ofArgument;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients.EvaluatedRows;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** Values and gradients of many rows in one pass. */
class GradientRowsTest {
  private static final int CHAINS = 5;
  private static final int WIDTH = 3;

  private final NaiveBackend backend = new NaiveBackend();

  record Position(Tensor mu, Tensor z) {}

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  /** A normal density around a number of each chain, and a term that is not quadratic. */
  private static Tensor density(Position at) {
    Tensor around = square(at.z().sub(at.mu().expand(1))).sum(1);
    return around.add(square(at.mu())).mul(-0.5).add(exp(at.z().mul(0.3)).sum(1));
  }

  private Position position() {
    double[] mu = new double[CHAINS];
    double[] z = new double[CHAINS * WIDTH];
    Arrays.setAll(mu, i -> 0.3 * i - 0.5);
    Arrays.setAll(z, i -> Math.sin(i));
    return new Position(Tensor.of(backend, mu, CHAINS), Tensor.of(backend, z, CHAINS, WIDTH));
  }

  @Test
  void eachRowHasTheValueAndGradientThatItHasAlone() {
    Position at = position();
    EvaluatedRows<Position> all = Gradients.ofRows(GradientRowsTest::density).apply(at);
    assertEquals(Shape.of(CHAINS), all.values().shape());
    double[] values = all.values().toDoubles();
    double[] slopeOfMu = all.gradients().mu().toDoubles();
    double[] slopeOfZ = all.gradients().z().toDoubles();
    for (int row = 0; row < CHAINS; row++) {
      Position alone = new Position(at.mu().slice(0, row, row + 1), at.z().slice(0, row, row + 1));
      Gradients.Evaluated<Position> one =
          Gradients.<Position>withValue(x -> density(x).sum()).apply(alone);
      assertEquals(one.value().item(), values[row], 1e-14);
      assertEquals(one.gradient().mu().sum().item(), slopeOfMu[row], 1e-14);
      assertArrayEquals(
          one.gradient().z().toDoubles(),
          Arrays.copyOfRange(slopeOfZ, WIDTH * row, WIDTH * (row + 1)),
          1e-14);
    }
  }

  /** A row without a finite value takes nothing away from the others. */
  @Test
  void aRowThatIsNotFiniteKeepsToItself() {
    Tensor x = Tensor.of(backend, new double[] {-1, 0, 2}, 3, 1);
    EvaluatedRows<Tensor> all = Gradients.<Tensor>ofRows(rows -> log(rows).sum(1)).apply(x);
    double[] values = all.values().toDoubles();
    assertEquals(Double.NaN, values[0]);
    assertEquals(Double.NEGATIVE_INFINITY, values[1]);
    assertEquals(Math.log(2), values[2], 1e-15);
    assertEquals(0.5, all.gradients().toDoubles()[2]);
  }

  /** Of f = sum exp(0.3 z) + ..., the squared slope by z has the slope 2 f' f''. */
  @Test
  void gradientsOfRowsAreDifferentiatedAgain() {
    Tensor x = Tensor.of(backend, new double[] {0.1, -0.7, 0.4, 1.2}, 2, 2);
    Function<Tensor, EvaluatedRows<Tensor>> rows =
        Gradients.ofRows(z -> exp(z.mul(0.3)).sum(1).add(square(z.sum(1))));
    Tensor second = Gradients.<Tensor>of(z -> square(rows.apply(z).gradients()).sum()).apply(x);
    double[] z = x.toDoubles();
    double[] actual = second.toDoubles();
    for (int i = 0; i < 4; i++) {
      int other = i ^ 1;
      double sum = z[i] + z[other];
      double slope = 0.3 * Math.exp(0.3 * z[i]) + 2 * sum;
      double slopeOfOther = 0.3 * Math.exp(0.3 * z[other]) + 2 * sum;
      double expected = 2 * slope * (0.09 * Math.exp(0.3 * z[i]) + 2) + 2 * slopeOfOther * 2;
      assertEquals(expected, actual[i], 1e-13);
    }
  }

  @Test
  void aProgramGivesTheSame() {
    Function<Position, EvaluatedRows<Position>> rows = Gradients.ofRows(GradientRowsTest::density);
    Position at = position();
    try (Program<?, Position, EvaluatedRows<Position>> program = Program.compile(backend, rows)) {
      EvaluatedRows<Position> recorded = program.run(at);
      EvaluatedRows<Position> eager = rows.apply(at);
      assertArrayEquals(eager.values().toDoubles(), recorded.values().toDoubles(), 1e-14);
      assertArrayEquals(
          eager.gradients().z().toDoubles(), recorded.gradients().z().toDoubles(), 1e-14);
    }
  }

  @Test
  void whatHasNoRowsOrNotAValueForEachIsRefused() {
    Position at = position();
    Tensor number = Tensor.full(backend, DataType.FLOAT64, 1);
    ofArgument(
        "gradients: every tensor must have the same number of rows, but [mu, z] have the shapes"
            + " [[], [5, 3]]",
        () -> Gradients.ofRows(GradientRowsTest::density).apply(new Position(number, at.z())));
    ofArgument(
        "gradients: every tensor must have the same number of rows, but [0, 1] have the shapes"
            + " [[5], [3]]",
        () ->
            Gradients.<List<Tensor>>ofRows(x -> x.get(0))
                .apply(List.of(at.mu(), at.mu().slice(0, 0, 3))));
    ofArgument(
        "gradients: the function must return one number for each row, [5], but returned shape"
            + " [5, 3]; reduce the other axes, for instance by sum(1)",
        () -> Gradients.<Tensor>ofRows(x -> x.mul(2)).apply(at.z()));
    ofArgument(
        "gradients: the function returned null",
        () -> Gradients.<Tensor>ofRows(x -> null).apply(at.z()));
  }

  @Test
  void nothingButTheResultIsLeftBehind() {
    Position at = position();
    Scope.within(() -> Gradients.ofRows(GradientRowsTest::density).apply(at));
    assertEquals(2, backend.liveStorages());
  }
}
