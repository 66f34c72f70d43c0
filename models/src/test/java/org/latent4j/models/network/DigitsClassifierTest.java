package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Digits;
import org.latent4j.models.data.Permutation;
import org.latent4j.models.data.Split;
import org.latent4j.models.loss.Losses;
import org.latent4j.models.optimizer.Adam;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** A whole network learns: one program a step, data resident, minibatches by gather. */
class DigitsClassifierTest extends BackendTest {
  private static final int BATCH = 50;
  private static final int EPOCHS = 30;

  private record Minibatch(Tensor indices, Tensor rate) {}

  private final Mlp classifier =
      Mlp.inputs(64).layer(32, Activation.RELU).layer(10, Activation.IDENTITY);

  @Test
  void learnsDigitsItHasNotSeen() {
    Split digits = Digits.load().scaleToUnit().split(1500);
    List<Dense> trained = trained(digits.train(), Adam.rate(0.003));
    assertTrue(accuracy(trained, digits.train()) > 0.99);
    double accuracy = accuracy(trained, digits.heldOut());
    assertTrue(accuracy > 0.9, () -> "accuracy " + accuracy);
  }

  private List<Dense> trained(Dataset data, Optimizer optimizer) {
    Tensor rows = features(data);
    Tensor labels = labels(data);
    List<Dense> initial = classifier.draw(backend, DataType.FLOAT32, RandomKey.of(1));
    Step<OptimizerState<List<Dense>>, Minibatch, Tensor> step =
        (state, batch) -> {
          Tensor x = rows.gather(batch.indices());
          Tensor y = labels.gather(batch.indices());
          Gradients.Evaluated<List<Dense>> loss =
              Gradients.withValue(
                      (List<Dense> p) -> Losses.crossEntropy(classifier.apply(p, x), y).mean())
                  .apply(state.parameters());
          return Step.result(optimizer.update(state, loss.gradient(), batch.rate()), loss.value());
        };
    try (Program<OptimizerState<List<Dense>>, Minibatch, Tensor> program =
        Program.compile(backend, optimizer.start(initial), step)) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        Tensor rate =
            Tensor.full(backend, DataType.FLOAT32, optimizer.learningRate().at(epoch, EPOCHS));
        Tensor order = Tensor.of(backend, Permutation.random(data.rows(), epoch), data.rows());
        for (int from = 0; from < data.rows(); from += BATCH) {
          Tensor indices = order.slice(0, from, from + BATCH);
          Scope.within(() -> program.run(new Minibatch(indices, rate)));
        }
      }
      return program.state().parameters();
    }
  }

  private double accuracy(List<Dense> parameters, Dataset data) {
    int[] predicted = classifier.apply(parameters, features(data)).argmax(1).toInts();
    int[] labels = data.labels().orElseThrow();
    int right = 0;
    for (int row = 0; row < labels.length; row++) {
      right += predicted[row] == labels[row] ? 1 : 0;
    }
    return right / (double) labels.length;
  }

  private static Tensor features(Dataset data) {
    return Tensor.of(backend, data.floats(0, data.rows()), data.rows(), data.columns());
  }

  private static Tensor labels(Dataset data) {
    int[] labels = data.labels().orElseThrow();
    return Tensor.of(backend, labels, labels.length);
  }
}
