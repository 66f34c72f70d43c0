package org.latent4j.tck;

import static org.latent4j.program.Step.result;
import static org.latent4j.tensor.Draws.uniformLike;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Action;
import org.latent4j.program.Actions;
import org.latent4j.program.Nothing;
import org.latent4j.program.Profile;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §9, continued: several actions over one state. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface ActionRules extends BackendRules {

  /** Parameters, a running sum, a counter and a key: the state of a training. */
  record Training(Tensor weights, Tensor sum, Tensor count, RandomKey key) {}

  /** A step that moves the weights by a draw and adds them up. */
  private static Training trained(Training s, Tensor rate) {
    Tensor draw = uniformLike(s.key().fold(s.count()), s.weights());
    Tensor weights = s.weights().add(draw.mul(rate));
    return new Training(weights, s.sum().add(weights.sum()), s.count().add(1), s.key());
  }

  private Training start(DataType type) {
    return new Training(
        Tensors.of(backend(), type, new double[] {1, -2, 3, 0.5, -0.25, 8}, 2, 3),
        Tensor.full(backend(), type, 0),
        Tensors.of(backend(), DataType.INT32, new double[] {0}),
        RandomKey.of(920));
  }

  /** Many runs of each in turns, so that what a device has written down is used again. */
  @Test
  @DisplayName("§9.19 Actions over one state find what the others left, in any order")
  default void actionsShareTheState() {
    for (DataType type : Elements.FLOATING) {
      try (Scope scope = Scope.open();
          Actions<Training> actions = Actions.over(backend(), start(type))) {
        Action<Tensor, Nothing> train =
            actions.training("train", (s, rate) -> result(trained(s, rate), Nothing.NOTHING));
        // Reads the sum and clears it; the weights, count and key pass through.
        Action<Nothing, Tensor> mean =
            actions.action(
                "mean",
                (s, nothing) ->
                    result(
                        new Training(s.weights(), s.sum().mul(0), s.count(), s.key()),
                        s.sum().div(4)));
        Action<Tensor, Tensor> scale =
            actions.action(
                "scale",
                (s, factor) ->
                    result(
                        new Training(s.weights().mul(factor), s.sum(), s.count(), s.key()),
                        s.weights().add(0)));
        Tensor rate = Tensor.full(backend(), type, 0.5);
        Tensor half = Tensor.full(backend(), type, 0.5);
        Training expected = start(type);
        for (int round = 0; round < 24; round++) {
          int times = round % 3 == 0 ? 18 : 1;
          train.run(rate, times);
          for (int i = 0; i < times; i++) {
            expected = trained(expected, rate);
          }
          String where = " in round " + round + ", " + type;
          if (round % 2 == 0) {
            double[] sum = {expected.sum().div(4).item()};
            requireClose(sum, mean.run(Nothing.NOTHING).toDoubles(), "mean" + where);
            expected =
                new Training(
                    expected.weights(), expected.sum().mul(0), expected.count(), expected.key());
          }
          if (round % 4 == 1) {
            double[] before = expected.weights().toDoubles();
            requireClose(before, scale.run(half).toDoubles(), "output of scale" + where);
            expected =
                new Training(
                    expected.weights().mul(half), expected.sum(), expected.count(), expected.key());
          }
        }
        Training actual = actions.state();
        requireClose(expected.weights().toDoubles(), actual.weights().toDoubles(), "weights");
        requireClose(expected.sum().toDoubles(), actual.sum().toDoubles(), "sum");
        requireClose(expected.count().toDoubles(), actual.count().toDoubles(), "count");
        Check.equal(
            new double[] {expected.key().bits()},
            new double[] {actual.key().bits()},
            i -> "key of the state");
      }
    }
  }

  private static void requireClose(double[] expected, double[] actual, String what) {
    double largest = 1;
    for (double x : expected) {
      largest = Math.max(largest, Math.abs(x));
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= 1e-5 * largest)) {
        throw new AssertionError(
            what + ": element " + i + " is " + actual[i] + ", but must be " + expected[i]);
      }
    }
  }

  /** The part is written between runs of actions that read it and that do not. */
  @Test
  @DisplayName("§9.20 A part of a state can be copied and replaced; the rest stays as it is")
  default void partOfTheState() {
    try (Scope scope = Scope.open();
        Actions<Training> actions = Actions.over(backend(), start(DataType.FLOAT32))) {
      Action<Tensor, Nothing> train =
          actions.training("train", (s, rate) -> result(trained(s, rate), Nothing.NOTHING));
      Tensor rate = Tensor.full(backend(), DataType.FLOAT32, 0.5);
      train.prepare(rate);
      double[] untouched = actions.read(Training::weights).toDoubles();
      Check.equal(
          new double[] {1, -2, 3, 0.5, -0.25, 8}, untouched, i -> "weights after preparing");
      for (int round = 0; round < 5; round++) {
        train.run(rate, 17);
        Training before = actions.state();
        double value = round - 2;
        actions.replace(Training::weights, Tensor.full(backend(), DataType.FLOAT32, value, 2, 3));
        Training after = actions.state();
        Check.equal(
            new double[] {value, value, value, value, value, value},
            after.weights().toDoubles(),
            i -> "weights after replacing");
        Check.equal(before.sum().toDoubles(), after.sum().toDoubles(), i -> "sum");
        Check.equal(before.count().toDoubles(), after.count().toDoubles(), i -> "count");
        Training expected = trained(after, rate);
        train.run(rate);
        requireClose(
            expected.weights().toDoubles(),
            actions.read(Training::weights).toDoubles(),
            "weights after a run from what replaced them");
      }
    }
  }

  /** A profile runs the plan whole and node by node. */
  @Test
  @DisplayName("§9.21 A profile has a time for each node and leaves the state as it was")
  default void profileLeavesTheState() {
    try (Scope scope = Scope.open();
        Actions<Training> actions = Actions.over(backend(), start(DataType.FLOAT32))) {
      Action<Tensor, Tensor> train =
          actions.training("train", (s, rate) -> result(trained(s, rate), s.sum().add(1)));
      Tensor rate = Tensor.full(backend(), DataType.FLOAT32, 0.5);
      train.run(rate, 3);
      Training before = actions.state();
      Profile profile = train.profile(rate, 3);
      Training after = actions.state();
      Check.equal(before.weights().toDoubles(), after.weights().toDoubles(), i -> "weights");
      Check.equal(before.sum().toDoubles(), after.sum().toDoubles(), i -> "sum");
      Check.equal(before.count().toDoubles(), after.count().toDoubles(), i -> "count");
      train.run(rate);
      requireClose(
          trained(before, rate).weights().toDoubles(),
          actions.read(Training::weights).toDoubles(),
          "weights after a run that follows the profile");
      boolean timed = profile.microseconds() > 0 && !profile.nodes().isEmpty();
      for (Profile.Node node : profile.nodes()) {
        timed &= node.microseconds() >= 0 && !node.text().isEmpty();
      }
      if (!timed) {
        throw new AssertionError("a node or the run has no time: " + profile);
      }
    }
  }
}
