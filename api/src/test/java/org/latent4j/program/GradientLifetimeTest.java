package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.tanh;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** Gradients leave no memory behind, outside a program and in one. */
class GradientLifetimeTest {
  private final NaiveBackend backend = new NaiveBackend();
  private final Tensor x = Tensor.of(backend, new double[] {0.5, -1, 2}, 3);
  private final int before = backend.liveStorages();

  record Model(Tensor w, Tensor b) {}

  record Batch(Tensor x, Tensor y, RandomKey key) {}

  @AfterEach
  void close() {
    backend.close();
  }

  private static Tensor energy(Tensor x) {
    return square(tanh(x).mul(x)).sum();
  }

  @Test
  void onlyTheGradientIsKept() {
    Tensor gradient = Gradients.of(GradientLifetimeTest::energy).apply(x);
    assertEquals(before + 1, backend.liveStorages());
    gradient.toDoubles();
    Scope.within(() -> Gradients.of(GradientLifetimeTest::energy).apply(x));
    assertEquals(before + 1, backend.liveStorages());
  }

  @Test
  void valueAndAuxiliaryResultAreKept() {
    Scope.within(
        () -> {
          Gradients.Explained<Tensor, Tensor> all =
              Gradients.withAuxiliary((Tensor y) -> new Gradients.Objective<>(energy(y), exp(y)))
                  .apply(x);
          assertEquals(before + 3, backend.liveStorages());
          assertArrayEquals(exp(x).toDoubles(), all.auxiliary().toDoubles());
        });
    assertEquals(before, backend.liveStorages());
  }

  @Test
  void aGradientOfAGradientLeavesNothing() {
    UnaryOperator<Tensor> first = Gradients.of(GradientLifetimeTest::energy);
    Scope.within(() -> Gradients.<Tensor>of(y -> square(first.apply(y)).sum()).apply(x));
    assertEquals(before, backend.liveStorages());
  }

  @Test
  void aScopeInsideTheFunctionFreesNothingThatTheDerivativeNeeds() {
    Tensor expected = Gradients.of(GradientLifetimeTest::energy).apply(x);
    UnaryOperator<Tensor> gradient = Gradients.of(y -> Scope.within(() -> energy(y).keep()));
    assertArrayEquals(expected.toDoubles(), gradient.apply(x).toDoubles());
    Function<Tensor, Tensor> twice =
        Gradients.of(y -> Scope.within(() -> square(gradient.apply(y)).sum()).mul(1));
    Tensor expectedTwice =
        Gradients.<Tensor>of(y -> square(Gradients.of(GradientLifetimeTest::energy).apply(y)).sum())
            .apply(x);
    assertArrayEquals(expectedTwice.toDoubles(), twice.apply(x).toDoubles());
    assertEquals(before + 4, backend.liveStorages()); // the four results above
  }

  @Test
  void aFunctionThatFailsLeavesNothing() {
    UnaryOperator<Tensor> gradient =
        Gradients.of(
            y -> {
              exp(y);
              throw new IllegalCallerException("no");
            });
    assertThrows(IllegalCallerException.class, () -> gradient.apply(x));
    assertEquals(before, backend.liveStorages());
    assertEquals(3, Gradients.<Tensor>of(Tensor::sum).apply(x).sum().item());
  }

  private static Tensor loss(Model model, Batch batch) {
    Tensor noisy = batch.x().add(Draws.normalLike(batch.key(), batch.x()).mul(0.1));
    return square(sigmoid(noisy.matmul(model.w()).add(model.b())).sub(batch.y())).mean();
  }

  private static Model descend(Model model, Batch batch) {
    Model slope = Gradients.<Model>of(m -> loss(m, batch)).apply(model);
    return new Model(model.w().sub(slope.w().mul(0.5)), model.b().sub(slope.b().mul(0.5)));
  }

  @Test
  void trainingInAProgramGivesTheBitsOfTrainingOutside() {
    Model model =
        new Model(
            Tensor.of(backend, new double[] {0.2, -0.3}, 2, 1),
            Tensor.of(backend, new double[] {0.1}, 1));
    Batch data =
        new Batch(
            Tensor.of(backend, new double[] {1, 2, -1, 0, 0.5, 3}, 3, 2),
            Tensor.of(backend, new double[] {1, 0, 1}, 3, 1),
            RandomKey.of(2));
    int live = backend.liveStorages();
    Scope.within(
        () -> {
          Model outside = model;
          try (Program<Model, Batch, Nothing> program =
              Program.compile(
                  backend, model, (m, b) -> Step.result(descend(m, b), Nothing.NOTHING))) {
            for (int step = 0; step < 5; step++) {
              Batch batch = new Batch(data.x(), data.y(), data.key().fold(step));
              outside = descend(outside, batch);
              program.run(batch);
            }
            Model inside = program.state();
            assertArrayEquals(outside.w().toDoubles(), inside.w().toDoubles());
            assertArrayEquals(outside.b().toDoubles(), inside.b().toDoubles());
          }
        });
    assertEquals(live, backend.liveStorages());
  }

  @Test
  void inAProgramAGradientMayBeDifferentiatedAndMayCaptureTheInput() {
    Function<List<Tensor>, Tensor> penalty =
        in -> {
          UnaryOperator<Tensor> slope = Gradients.of(y -> tanh(y.mul(in.get(1))).sum());
          return square(slope.apply(in.get(0))).sum();
        };
    UnaryOperator<List<Tensor>> gradient = Gradients.of(penalty);
    List<Tensor> at = List.of(x, Tensor.full(backend, DataType.FLOAT64, 1.5));
    List<Tensor> eager = gradient.apply(at);
    try (Program<Nothing, List<Tensor>, List<Tensor>> program =
        Program.compile(backend, gradient)) {
      List<Tensor> traced = program.run(at);
      assertArrayEquals(eager.get(0).toDoubles(), traced.get(0).toDoubles());
      assertArrayEquals(eager.get(1).toDoubles(), traced.get(1).toDoubles());
    }
  }

  @Test
  void inAProgramItMayBeOfConstants() {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend, (Tensor in) -> Gradients.of(GradientLifetimeTest::energy).apply(x).mul(in))) {
      Tensor expected = Gradients.of(GradientLifetimeTest::energy).apply(x).mul(x);
      assertArrayEquals(expected.toDoubles(), program.run(x).toDoubles());
    }
  }
}
