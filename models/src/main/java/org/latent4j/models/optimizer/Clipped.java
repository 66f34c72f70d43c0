package org.latent4j.models.optimizer;

import static org.latent4j.tensor.Functions.div;
import static org.latent4j.tensor.Functions.min;
import static org.latent4j.tensor.Functions.sqrt;
import static org.latent4j.tensor.Functions.square;

import org.latent4j.models.schedule.Interval;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.text.TextForm;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** An optimiser of gradients whose length is bounded: {@code g min(1, norm / |g|)}. */
record Clipped(Optimizer optimizer, double norm) implements Optimizer {
  Clipped {
    Interval.POSITIVE.require("optimizer: the norm of clipped gradients", norm);
    if (optimizer instanceof Clipped) {
      throw new IllegalArgumentException(
          "optimizer: the gradients of " + optimizer + " are clipped already; clip once");
    }
  }

  @Override
  public Schedule learningRate() {
    return optimizer.learningRate();
  }

  @Override
  public int momentCount() {
    return optimizer.momentCount();
  }

  @Override
  public Hyperparameters at(Tensor epochs, int horizon) {
    return optimizer.at(epochs, horizon);
  }

  @Override
  public <P> OptimizerState<P> update(
      OptimizerState<P> state, Gradient<P> gradient, Hyperparameters at) {
    P whole = gradient.formed();
    // Added up in FLOAT64, because parameters may be of both types.
    Tensor squares =
        Leaves.tensors(whole).stream()
            .map(slope -> square(slope).sum().cast(DataType.FLOAT64))
            .reduce(Tensor::add)
            .orElseThrow();
    Tensor factor = min(div(norm, sqrt(squares)), 1);
    P bounded = TensorTree.mapTensors(whole, slope -> slope.mul(factor.cast(slope.type())));
    return optimizer.update(state, Gradient.of(bounded), at);
  }

  @Override
  public String text() {
    return optimizer.text() + "," + OptimizerText.CLIP + "=" + TextForm.write(norm);
  }

  @Override
  public String toString() {
    return text();
  }
}
