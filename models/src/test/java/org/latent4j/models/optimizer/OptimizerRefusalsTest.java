package org.latent4j.models.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class OptimizerRefusalsTest extends BackendTest {
  private record Layer(Tensor weights, Tensor bias) {}

  private record Keyed(Tensor weights, RandomKey key) {}

  private static Tensor rate() {
    return Tensor.full(backend, DataType.FLOAT64, 0.1);
  }

  @Test
  void numbersOutOfRange() {
    assertMessage("adam: beta1 must be in [0, 1), not 1", () -> Adam.rate(1).betas(1, 0.9));
    assertMessage("adam: beta2 must be in [0, 1), not -0.1", () -> Adam.rate(1).betas(0.9, -0.1));
    assertMessage(
        "adam: epsilon must be positive and finite, not 0", () -> Adam.rate(1).epsilon(0));
    assertMessage(
        "adam: weight decay must be at least 0 and finite, not NaN",
        () -> Adam.rate(1).weightDecay(Double.NaN));
    assertMessage(
        "adam: the learning rate must be positive and finite, not NaN",
        () -> Adam.rate(Double.NaN));
    assertMessage(
        "adam: the learning rate must be positive and finite, not linear:0.1,0",
        () -> Adam.rate(Schedule.linear(0.1, 0)));
    assertMessage(
        "rmsprop: the learning rate must be positive and finite, not -1", () -> RmsProp.rate(-1));
    assertMessage("rmsprop: decay must be in [0, 1), not 1", () -> RmsProp.rate(1).decay(1));
    assertMessage(
        "rmsprop: epsilon must be positive and finite, not Infinity",
        () -> RmsProp.rate(1).epsilon(Double.POSITIVE_INFINITY));
    assertMessage("sgd: the momentum must be in [0, 1), not 1", () -> Sgd.rate(1).nesterov(1));
    assertMessage(
        "sgd: Nesterov's form needs a momentum above 0, but it is 0; call nesterov(0.9)",
        () -> Sgd.rate(1).nesterov(0));
    assertMessage("max-norm: the bound must be positive and finite, not 0", () -> new MaxNorm(0));
    assertMessage(
        "l1 penalty: the strength must be at least 0 and finite, not -1",
        () -> Penalties.l1(-1, vector(1).reshape(1, 1)));
    assertMessage(
        "l2 penalty: the strength must be at least 0 and finite, not NaN",
        () -> Penalties.l2(Double.NaN, vector(1).reshape(1, 1)));
  }

  @Test
  void gradientsOfAnotherStructureOrShape() {
    Sgd sgd = Sgd.rate(1);
    OptimizerState<List<Tensor>> list = sgd.start(List.of(vector(1), vector(2)));
    assertMessage(
        "sgd: the gradients must have the structure of the parameters, [0, 1], but have [0]",
        () -> sgd.update(list, List.of(vector(1)), rate()));
    OptimizerState<Layer> layer = sgd.start(new Layer(matrix(new double[] {1, 2}), vector(1, 2)));
    assertMessage(
        "sgd: parameter 'weights' is FLOAT64 [1, 2], but its gradient is FLOAT64 [2]",
        () -> sgd.update(layer, new Layer(vector(1, 2), vector(1, 2)), rate()));
    Tensor narrow = vector(1, 2).cast(DataType.FLOAT32);
    assertMessage(
        "sgd: parameter 'bias' is FLOAT64 [2], but its gradient is FLOAT32 [2]",
        () -> sgd.update(layer, new Layer(matrix(new double[] {1, 2}), narrow), rate()));
  }

  @Test
  void ratesThatAreNoNumbers() {
    Adam adam = Adam.rate(1);
    OptimizerState<Tensor> state = adam.start(vector(1));
    assertMessage(
        "adam: the learning rate must be FLOAT32 or FLOAT64 of rank 0, but is FLOAT64 [1]",
        () -> adam.update(state, vector(1), vector(0.1)));
    assertMessage(
        "adam: the learning rate must be FLOAT32 or FLOAT64 of rank 0, but is INT32 []",
        () -> adam.update(state, vector(1), Tensor.full(backend, DataType.INT32, 1)));
  }

  @Test
  void aMomentumThatChangesMustBeTold() {
    Sgd sgd = Sgd.rate(1).momentum(Schedule.linear(0.5, 0.9));
    OptimizerState<Tensor> state = sgd.start(vector(1));
    assertMessage(
        "sgd: the momentum changes, linear:0.5,0.9, so an update must be told it beside the rate;"
            + " use at(epochs, horizon)",
        () -> sgd.update(state, vector(1), rate()));
    Hyperparameters wrong = new Hyperparameters(rate(), Optional.of(vector(0.5)));
    assertMessage(
        "sgd: the momentum must be FLOAT32 or FLOAT64 of rank 0, but is FLOAT64 [1]",
        () -> sgd.update(state, Gradient.of(vector(1)), wrong));
    assertMessage(
        "sgd: the momentum must be in [0, 1), not linear:0.5,1",
        () -> Sgd.rate(1).momentum(Schedule.linear(0.5, 1)));
  }

  @Test
  void normsOfGradients() {
    assertMessage(
        "optimizer: the norm of clipped gradients must be positive and finite, not 0",
        () -> Sgd.rate(1).clip(0));
    assertMessage(
        "optimizer: the gradients of sgd:1,clip=2 are clipped already; clip once",
        () -> Sgd.rate(1).clip(2).clip(3));
  }

  @Test
  void momentsOfAnotherOptimizer() {
    OptimizerState<Tensor> state = Sgd.rate(1).start(vector(1));
    assertMessage(
        "adam: its state holds 2 moments of the parameters, but this one holds 0; make it with"
            + " start()",
        () -> Adam.rate(1).update(state, vector(1), rate()));
  }

  @Test
  void whatCannotBeLearned() {
    assertMessage("optimizer: there is no parameter to learn", () -> Sgd.rate(1).start(List.of()));
    assertMessage(
        "optimizer: parameter 'key' is a key; only FLOAT32 and FLOAT64 tensors can be learned, so"
            + " keep it out of the parameters",
        () -> Adam.rate(1).start(new Keyed(vector(1), RandomKey.of(1))));
    assertMessage(
        "optimizer: parameter '1' is INT32 []; only FLOAT32 and FLOAT64 tensors can be learned, so"
            + " keep it out of the parameters",
        () -> Adam.rate(1).start(List.of(vector(1), Tensor.full(backend, DataType.INT32, 1))));
    assertMessage(
        "l2 penalty: there are no weights, which are tensors of rank 2 or more, among the"
            + " parameters",
        () -> Penalties.l2(0.1, List.of(vector(1))));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
