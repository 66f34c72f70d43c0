package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Parts;
import org.latent4j.models.data.Permutation;
import org.latent4j.models.datasets.Digits;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.ResidentRows;
import org.latent4j.models.loss.Labels;
import org.latent4j.models.loss.Losses;
import org.latent4j.models.optimizer.Adam;
import org.latent4j.models.optimizer.MaxNorm;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.optimizer.Penalties;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Whole networks learn: one program a step, the data resident, minibatches gathered from it. */
class DigitsClassifierTest extends BackendTest {
  private static final int BATCH = 50;
  private static final int EPOCHS = 30;
  private static final DataType TYPE = DataType.FLOAT32;

  private record Minibatch(Tensor indices, Tensor rate) {}

  private final Parts digits = Parts.ofFractions(Digits.load().scaleToUnit(), 0.2, 0, 5);

  /** Of the network, its optimiser, and what is done to either. */
  private interface Model {
    Step.Result<OptimizerState<List<Dense>>, Tensor> step(
        OptimizerState<List<Dense>> state, Tensor rate, Function<List<Dense>, Tensor> fit);
  }

  @Test
  void aSmallNetworkLearnsDigitsItHasNotSeen() {
    Mlp classifier = Mlp.inputs(64).layer(32, Activation.RELU).layer(10, Activation.IDENTITY);
    Adam adam = Adam.rate(0.003);
    List<Dense> trained = trained(classifier, adam, adam::descend);
    assertTrue(accuracy(classifier, trained, digits.training()) > 0.99);
    double accuracy = accuracy(classifier, trained, digits.validation().orElseThrow());
    assertTrue(accuracy > 0.95, () -> "accuracy " + accuracy);
  }

  @Test
  void aRestrainedNetworkLearnsToo() {
    Mlp classifier =
        Mlp.inputs(64).layer(64, Activation.ELU).dropout(0.2).layer(10, Activation.IDENTITY);
    Sgd sgd = Sgd.rate(Schedule.cosine(0.1, 0.001).warmUp(2)).nesterov(0.9);
    MaxNorm maxNorm = new MaxNorm(2);
    List<Dense> trained =
        trained(
            classifier,
            sgd,
            (state, rate, fit) -> {
              Step.Result<OptimizerState<List<Dense>>, Tensor> moved =
                  sgd.descend(state, rate, p -> fit.apply(p).add(Penalties.l2(1e-4, p)));
              List<Dense> bounded = maxNorm.apply(moved.state().parameters());
              return Step.result(moved.state().withParameters(bounded), moved.output());
            });
    double accuracy = accuracy(classifier, trained, digits.validation().orElseThrow());
    assertTrue(accuracy > 0.95, () -> "accuracy " + accuracy);
  }

  private List<Dense> trained(Mlp classifier, Optimizer optimizer, Model model) {
    Dataset data = digits.training();
    Feed<Tensor> rows = ResidentRows.feed(backend, TYPE, Reading.values(), data);
    Tensor labels = Labels.on(backend, data.labels().orElseThrow(), classifier.outputs());
    RandomKey dropout = RandomKey.of(2);
    List<Dense> initial = classifier.draw(backend, TYPE, RandomKey.of(1));
    Step<OptimizerState<List<Dense>>, Minibatch, Tensor> step =
        (state, batch) -> {
          Tensor x = rows.batch(batch.indices(), dropout);
          Tensor y = labels.gather(batch.indices());
          RandomKey key = dropout.fold(state.step());
          return model.step(
              state, batch.rate(), p -> Losses.crossEntropy(classifier.apply(p, x, key), y).mean());
        };
    try (Program<OptimizerState<List<Dense>>, Minibatch, Tensor> program =
        Program.training(backend, optimizer.start(initial), step)) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        runEpoch(program, epoch, optimizer.learningRate().at(epoch, EPOCHS));
      }
      return program.state().parameters();
    }
  }

  private void runEpoch(
      Program<OptimizerState<List<Dense>>, Minibatch, Tensor> program, int epoch, double rate) {
    int count = digits.training().rows();
    Tensor rateTensor = Tensor.full(backend, TYPE, rate);
    Tensor order = Tensor.of(backend, Permutation.random(count, epoch), count);
    for (int from = 0; from < count; from += BATCH) {
      Tensor indices = order.slice(0, from, Math.min(count, from + BATCH));
      Scope.within(() -> program.run(new Minibatch(indices, rateTensor)));
    }
  }

  private double accuracy(Mlp classifier, List<Dense> parameters, Dataset data) {
    Tensor x = Tensor.of(backend, data.floats(0, data.rows()), data.rows(), data.columns());
    int[] predicted = classifier.apply(parameters, x).argmax(1).toInts();
    int[] labels = data.labels().orElseThrow();
    int right = 0;
    for (int row = 0; row < labels.length; row++) {
      right += predicted[row] == labels[row] ? 1 : 0;
    }
    return right / (double) labels.length;
  }
}
