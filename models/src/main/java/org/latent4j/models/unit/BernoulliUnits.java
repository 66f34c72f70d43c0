package org.latent4j.models.unit;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.eq;
import static org.latent4j.tensor.Functions.floor;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.sub;
import static org.latent4j.tensor.Functions.where;

import org.latent4j.models.data.Dataset;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Units that are 0 or 1. State number s has unit i at bit i of s. */
record BernoulliUnits(int size) implements BinaryUnits {
  static final String NAME = "bernoulli";

  BernoulliUnits {
    if (size < 1) {
      throw new IllegalArgumentException(
          "bernoulli units: there must be at least 1, but the size is " + size);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tensor energy(Tensor input, Tensor x) {
    return neg(input.mul(x).sum(-1));
  }

  @Override
  public Tensor cumulant(Tensor input) {
    return softplus(input);
  }

  @Override
  public Tensor mean(Tensor input) {
    return sigmoid(input);
  }

  @Override
  public Tensor variance(Tensor input) {
    // As a product of two sigmoids, because 1 - sigmoid(a) is 0 for large a.
    return sigmoid(input).mul(sigmoid(neg(input)));
  }

  @Override
  public Tensor sample(RandomKey key, Tensor input) {
    return bernoulli(key, sigmoid(input));
  }

  @Override
  public MeanAndSample meanAndSample(RandomKey key, Tensor input) {
    Tensor mean = sigmoid(input);
    return new MeanAndSample(mean, bernoulli(key, mean));
  }

  @Override
  public Tensor inputOfMean(Tensor mean) {
    return log(mean).sub(log(sub(1, mean)));
  }

  @Override
  public void requireValid(Dataset data) {
    if (data.columns() != size) {
      throw new IllegalArgumentException(
          "bernoulli units: there are "
              + size
              + ", but the rows of "
              + data
              + " have "
              + data.columns()
              + " values; make a layer of that size");
    }
    data.requireIn01("bernoulli units");
  }

  @Override
  public double stateCount() {
    return Math.scalb(1.0, size);
  }

  @Override
  public Tensor states(Tensor numbers, DataType type) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = Math.scalb(1.0, -i);
    }
    Tensor shifted = floor(numbers.expand(-1).mul(Tensor.of(numbers.backend(), weights, size)));
    return shifted.sub(floor(shifted.mul(0.5)).mul(2)).cast(type);
  }

  @Override
  public Tensor flip(Tensor x) {
    return sub(1, x);
  }

  @Override
  public Tensor nearestState(Tensor x) {
    Tensor aboveHalf = lt(neg(x), -0.5);
    return where(eq(x, x), aboveHalf, x);
  }
}
