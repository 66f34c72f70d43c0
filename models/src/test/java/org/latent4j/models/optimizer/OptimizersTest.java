package org.latent4j.models.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.square;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.KnownAnswers;
import org.latent4j.models.evaluation.OpenScore;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.rbm.ExactGradient;
import org.latent4j.models.rbm.InitialParameters;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** Every optimiser against PyTorch and against its formula, number by number. */
class OptimizersTest extends BackendTest {
  private record Layer(Tensor weights, Tensor bias) {}

  /** What an update needs beside the state. */
  private record Push(Layer gradient, Tensor rate) {}

  /** With the rates that the known answers were made with. */
  private static final Map<String, Optimizer> AS_IN_PYTORCH =
      Map.of(
          "sgd", Sgd.rate(0.05),
          "momentum", Sgd.rate(0.02).momentum(0.9),
          "nesterov", Sgd.rate(0.02).nesterov(0.9),
          "decayed", Sgd.rate(0.02).momentum(0.5).weightDecay(0.3),
          "rmsprop", RmsProp.rate(0.01),
          "adam", Adam.rate(0.1),
          "adversarial", Adam.rate(0.1).betas(0.5, 0.99).epsilon(1e-4),
          "adamw", Adam.rate(0.1).weightDecay(0.2));

  /** A bound that no gradient of these tests reaches. */
  private static final double LOOSE = 1e9;

  private static List<String> names() {
    return AS_IN_PYTORCH.keySet().stream().sorted().toList();
  }

  private static List<Optimizer> optimizers() {
    return Stream.concat(AS_IN_PYTORCH.values().stream(), Stream.of(Adam.rate(0.1).clip(LOOSE)))
        .sorted(Comparator.comparing(Optimizer::text))
        .toList();
  }

  private static Tensor scalar(double value) {
    return Tensor.full(backend, DataType.FLOAT64, value);
  }

  @ParameterizedTest
  @MethodSource("names")
  void goesWherePyTorchGoes(String name) {
    Optimizer optimizer = AS_IN_PYTORCH.get(name);
    Tensor steepness = matrix(new double[] {1, 0.1, 10}, new double[] {0.5, 2, 0.01});
    Tensor minimum = matrix(new double[] {0, 1, -1}, new double[] {2.5, 0.2, 100});
    Tensor start = matrix(new double[] {1, -2, 0.5}, new double[] {3, -0.1, 0});
    UnaryOperator<Tensor> gradient =
        Gradients.of(w -> steepness.mul(square(w.sub(minimum))).sum().div(2));
    Step<OptimizerState<Tensor>, Tensor, Nothing> step =
        (state, rate) ->
            Step.result(
                optimizer.update(state, gradient.apply(state.parameters()), rate), Nothing.NOTHING);
    try (Program<OptimizerState<Tensor>, Tensor, Nothing> program =
        Program.compile(backend, optimizer.start(start), step)) {
      int taken = 0;
      for (double[] known : KnownAnswers.rows(OptimizersTest.class, "optimizers.csv", name)) {
        for (; taken < known[0]; taken++) {
          program.run(scalar(optimizer.learningRate().at(0, 1)));
        }
        double[] weights = program.state().parameters().toDoubles();
        for (int i = 0; i < weights.length; i++) {
          String place = name + ", step " + taken + ", weight " + i;
          assertEquals(known[1 + i], weights[i], 1e-12 * Math.max(1, Math.abs(weights[i])), place);
        }
      }
      assertEquals(200, program.state().step().item());
    }
  }

  // ---- the formulas, with biases and a rate that changes ----

  private static final double[] WEIGHTS = {0.5, -1, 2, -0.25};
  private static final double[] BIASES = {1, -3};

  private static double slope(int parameter, int step) {
    return Math.sin(1 + parameter + 2.5 * step) * (parameter == 2 ? 1e-3 : 1);
  }

  private static double rate(int step) {
    return 0.1 / (1 + step);
  }

  /** Where a formula takes one number in six steps. */
  private interface Path {
    double end(double start, int parameter, boolean decays);
  }

  private static void assertFollows(Optimizer optimizer, Path path) {
    Layer start = new Layer(vector(WEIGHTS).reshape(2, 2), vector(BIASES));
    OptimizerState<Layer> state = optimizer.start(start);
    for (int step = 0; step < 6; step++) {
      double[] w = new double[4];
      double[] b = new double[2];
      for (int i = 0; i < 6; i++) {
        (i < 4 ? w : b)[i % 4] = slope(i, step);
      }
      Layer gradient = new Layer(vector(w).reshape(2, 2), vector(b));
      state = optimizer.update(state, gradient, scalar(rate(step)));
    }
    assertEquals(6, state.step().item());
    double[] weights = state.parameters().weights().toDoubles();
    for (int i = 0; i < 4; i++) {
      assertEquals(path.end(WEIGHTS[i], i, true), weights[i], 1e-13, optimizer + " weight " + i);
    }
    double[] biases = state.parameters().bias().toDoubles();
    for (int i = 0; i < 2; i++) {
      assertEquals(path.end(BIASES[i], 4 + i, false), biases[i], 1e-13, optimizer + " bias " + i);
    }
  }

  @Test
  void sgdFollowsItsFormula() {
    for (boolean nesterov : new boolean[] {false, true}) {
      Sgd plain = Sgd.rate(1).weightDecay(0.3);
      assertFollows(
          nesterov ? plain.nesterov(0.8) : plain.momentum(0.8),
          (start, parameter, decays) -> {
            double p = start;
            double velocity = 0;
            for (int step = 0; step < 6; step++) {
              double fall = rate(step) * (slope(parameter, step) + (decays ? 0.3 * p : 0));
              velocity = 0.8 * velocity - fall;
              p += nesterov ? 0.8 * velocity - fall : velocity;
            }
            return p;
          });
    }
  }

  /** Rate and momentum of each step come from the counter of the program. */
  @Test
  void schedulesRunWithinAProgram() {
    Sgd sgd = Sgd.rate(Schedule.linear(0.1, 0.02)).momentum(Schedule.linear(0.5, 0.9).warmUp(2));
    int horizon = 6;
    Step<OptimizerState<Tensor>, Tensor, Nothing> step =
        (state, gradient) -> {
          Tensor epochs = state.step().cast(DataType.FLOAT64);
          return Step.result(
              sgd.update(state, Gradient.of(gradient), sgd.at(epochs, horizon)), Nothing.NOTHING);
        };
    try (Program<OptimizerState<Tensor>, Tensor, Nothing> program =
        Program.training(backend, sgd.start(vector(1)), step)) {
      double p = 1;
      double velocity = 0;
      for (int i = 0; i < horizon; i++) {
        program.run(vector(slope(0, i)));
        velocity =
            sgd.momentum().at(i, horizon) * velocity
                - sgd.learningRate().at(i, horizon) * slope(0, i);
        p += velocity;
      }
      assertEquals(p, program.state().parameters().item(), 1e-15);
    }
  }

  @Test
  void aSlowerRateIsThatOfAllSchedules() {
    Sgd sgd = Sgd.rate(Schedule.linear(0.1, 0.02)).momentum(Schedule.linear(0.5, 0.9));
    Hyperparameters at = sgd.at(scalar(1), 3).slower(scalar(0.5));
    assertEquals(0.03, at.rate().item(), 1e-15);
    assertEquals(0.7, at.momentum().orElseThrow().item(), 1e-15);
    assertTrue(Sgd.rate(0.1).momentum(0.5).at(scalar(0), 1).momentum().isEmpty());
  }

  @Test
  void aLongGradientIsScaledBackAsAWhole() {
    Layer start = new Layer(vector(WEIGHTS).reshape(2, 2), vector(BIASES));
    Layer gradient = new Layer(vector(3, 0, 0, 0).reshape(2, 2), vector(0, -4));
    for (double norm : new double[] {2, 5, 8}) {
      double factor = Math.min(1, norm / 5);
      Optimizer clipped = Sgd.rate(1).clip(norm);
      Layer moved = clipped.update(clipped.start(start), gradient, scalar(0.1)).parameters();
      assertEquals(WEIGHTS[0] - 0.1 * 3 * factor, moved.weights().toDoubles()[0], 1e-15);
      assertEquals(BIASES[1] + 0.1 * 4 * factor, moved.bias().toDoubles()[1], 1e-15);
      assertEquals(WEIGHTS[1], moved.weights().toDoubles()[1]);
    }
    Layer none = new Layer(vector(0, 0, 0, 0).reshape(2, 2), vector(0, 0));
    Optimizer clipped = Adam.rate(1).clip(1);
    Layer same = clipped.update(clipped.start(start), none, scalar(0.1)).parameters();
    assertArrayEquals(WEIGHTS, same.weights().toDoubles());
    // The length of a gradient with a NaN is none, and all parameters tell so.
    Layer broken = new Layer(vector(1, 1, 1, 1).reshape(2, 2), vector(Double.NaN, 0));
    Layer lost = clipped.update(clipped.start(start), broken, scalar(0.1)).parameters();
    assertTrue(Double.isNaN(lost.weights().toDoubles()[0]));
  }

  @Test
  void rmsPropFollowsItsFormula() {
    assertFollows(
        RmsProp.rate(1).decay(0.7).epsilon(1e-3),
        (start, parameter, decays) -> {
          double p = start;
          double v = 0;
          for (int step = 0; step < 6; step++) {
            double g = slope(parameter, step);
            v = 0.7 * v + 0.3 * g * g;
            p -= rate(step) * g / (Math.sqrt(v) + 1e-3);
          }
          return p;
        });
  }

  @Test
  void adamFollowsItsFormula() {
    for (double decay : new double[] {0, 0.4}) {
      assertFollows(
          Adam.rate(1).betas(0.8, 0.95).epsilon(1e-3).weightDecay(decay),
          (start, parameter, decays) -> {
            double p = start;
            double m = 0;
            double v = 0;
            for (int step = 0; step < 6; step++) {
              double g = slope(parameter, step);
              m = 0.8 * m + 0.2 * g;
              v = 0.95 * v + 0.05 * g * g;
              double mean = m / (1 - Math.pow(0.8, step + 1));
              double square = v / (1 - Math.pow(0.95, step + 1));
              p *= decays ? 1 - rate(step) * decay : 1;
              p -= rate(step) * mean / (Math.sqrt(square) + 1e-3);
            }
            return p;
          });
    }
  }

  /** A beta of 0 keeps nothing: Adam without memory steps by the sign of the gradient. */
  @Test
  void adamWithoutMemoryFollowsTheSign() {
    Adam adam = Adam.rate(1).betas(0, 0).epsilon(1e-12);
    OptimizerState<Tensor> state = adam.start(vector(1, 2, 3));
    state = adam.update(state, vector(-0.5, 4, 1e-3), scalar(0.25));
    assertArrayEquals(new double[] {1.25, 1.75, 2.75}, state.parameters().toDoubles(), 1e-9);
  }

  @Test
  void descendingIsUpdatingByTheGradientOfTheLoss() {
    Adam adam = Adam.rate(0.1);
    OptimizerState<Tensor> state = adam.start(vector(1, -2));
    Step.Result<OptimizerState<Tensor>, Tensor> moved =
        adam.descend(state, scalar(0.1), p -> square(p).sum());
    OptimizerState<Tensor> updated = adam.update(state, vector(2, -4), scalar(0.1));
    assertEquals(5, moved.output().item());
    assertArrayEquals(updated.parameters().toDoubles(), moved.state().parameters().toDoubles());
    String refused =
        assertThrows(IllegalArgumentException.class, () -> adam.descend(state, scalar(0.1), p -> p))
            .getMessage();
    assertEquals(
        "gradients: the function must return one number, of rank 0, but returned shape [2]; use"
            + " sum() or mean()",
        refused);
  }

  // ---- after many steps ----

  /** FLOAT32 parameters get corrections of FLOAT64, and a counter that does not stick. */
  @Test
  void adamsCorrectionIsExactAfterAnyNumberOfSteps() {
    Adam adam = Adam.rate(1);
    for (int taken : new int[] {0, 1, 9, 999, 100_000, 1 << 24, 2_000_000_000}) {
      OptimizerState<Tensor> before =
          new OptimizerState<>(
              Tensor.of(backend, new float[] {0}, 1),
              List.of(
                  Tensor.of(backend, new float[] {0.25f}, 1),
                  Tensor.of(backend, new float[] {0.0625f}, 1)),
              Tensor.full(backend, DataType.INT32, taken));
      Tensor gradient = Tensor.of(backend, new float[] {0.25f}, 1);
      Tensor rate = Tensor.full(backend, DataType.FLOAT32, 1);
      OptimizerState<Tensor> after = adam.update(before, gradient, rate);
      double mean = 0.25 / (1 - Math.pow(0.9, taken + 1.0));
      double square = 0.0625 / (1 - Math.pow(0.999, taken + 1.0));
      double expected = -mean / (Math.sqrt(square) + 1e-8);
      // The constants 0.9 and 0.1 rounded to FLOAT32, and a few roundings.
      double relative = 1e-6;
      assertEquals(expected, after.parameters().item(), relative * Math.abs(expected));
      assertEquals(taken + 1.0, after.step().item());
    }
  }

  // ---- for any tree, in both types, eagerly and in a program ----

  @ParameterizedTest
  @MethodSource("optimizers")
  void aProgramGivesTheSameAsTheEagerCall(Optimizer optimizer) {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      Layer start = new Layer(vector(WEIGHTS).reshape(2, 2).cast(type), vector(BIASES).cast(type));
      Layer gradient =
          new Layer(vector(0.1, -2, 0, 1e-3).reshape(2, 2).cast(type), vector(-0.7, 5).cast(type));
      Push push = new Push(gradient, scalar(0.05));
      OptimizerState<Layer> eager = optimizer.start(start);
      try (Program<OptimizerState<Layer>, Push, Nothing> program =
          Program.compile(
              backend,
              optimizer.start(start),
              (state, input) ->
                  Step.result(
                      optimizer.update(state, input.gradient(), input.rate()), Nothing.NOTHING))) {
        for (int step = 0; step < 3; step++) {
          eager = optimizer.update(eager, gradient, push.rate());
          program.run(push);
        }
        OptimizerState<Layer> traced = program.state();
        assertEquals(type, traced.parameters().weights().type());
        assertArrayEquals(
            eager.parameters().weights().toDoubles(), traced.parameters().weights().toDoubles());
        assertArrayEquals(
            eager.parameters().bias().toDoubles(), traced.parameters().bias().toDoubles());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void startsWithoutMemory(Optimizer optimizer) {
    OptimizerState<Layer> state =
        optimizer.start(new Layer(vector(WEIGHTS).reshape(2, 2), vector(BIASES)));
    assertEquals(optimizer.momentCount(), state.moments().size());
    for (Layer moment : state.moments()) {
      assertArrayEquals(new double[4], moment.weights().toDoubles());
      assertArrayEquals(new double[2], moment.bias().toDoubles());
    }
    assertEquals(0, state.step().item());
    assertEquals(DataType.INT32, state.step().type());
  }

  @Test
  void aStateTakesOtherParameters() {
    OptimizerState<Tensor> state = Adam.rate(1).start(vector(1, 2));
    OptimizerState<Tensor> changed = state.withParameters(vector(3, 4));
    assertArrayEquals(new double[] {3, 4}, changed.parameters().toDoubles());
    assertTrue(changed.moments() == state.moments() && changed.step() == state.step());
  }

  /** The same optimisers climb a likelihood whose gradient is not a derivative of a program. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void boltzmannMachinesLearnByThemToo(Optimizer optimizer) {
    Rbm rbm = Rbm.of(Units.bernoulli(3), Units.bernoulli(2));
    Tensor data = matrix(new double[] {1, 1, 0}, new double[] {0, 0, 1}, new double[] {1, 0, 0});
    OptimizerState<RbmParameters> state =
        optimizer.start(
            InitialParameters.draw(
                rbm, Initialization.normal(0.1), backend, DataType.FLOAT64, RandomKey.of(8)));
    Feed<Tensor> rows = Feed.of(data);
    try (OpenScore<RbmParameters, Tensor> score = RbmScores.logLikelihood(rbm).on(backend)) {
      double before = score.at(state.parameters()).estimate(rows, RandomKey.of(0)).mean();
      for (int step = 0; step < 100; step++) {
        RbmParameters climb = ExactGradient.of(rbm, state.parameters(), data);
        RbmParameters descend = TensorTree.mapTensors(climb, x -> neg(x));
        state = optimizer.update(state, descend, scalar(optimizer.learningRate().at(0, 1)));
      }
      double after = score.at(state.parameters()).estimate(rows, RandomKey.of(0)).mean();
      assertTrue(after > before + 0.05, optimizer + ": " + before + " to " + after);
    }
  }

  /** A NaN in a gradient is seen in the parameters, not lost. */
  @ParameterizedTest
  @MethodSource("names")
  void aNanIsNotHidden(String name) {
    Optimizer optimizer = AS_IN_PYTORCH.get(name);
    Scope.within(
        () -> {
          OptimizerState<Tensor> state = optimizer.start(vector(1, 2));
          Tensor moved = optimizer.update(state, vector(Double.NaN, 1), scalar(0.1)).parameters();
          assertTrue(Double.isNaN(moved.toDoubles()[0]));
          assertTrue(Double.isFinite(moved.toDoubles()[1]));
        });
  }
}
