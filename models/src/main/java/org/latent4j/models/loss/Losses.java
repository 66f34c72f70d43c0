package org.latent4j.models.loss;

import static org.latent4j.tensor.Functions.eq;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.indexLike;
import static org.latent4j.tensor.Functions.le;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.min;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.stopGradient;
import static org.latent4j.tensor.Functions.sub;
import static org.latent4j.tensor.Functions.where;

import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * What is to be made small, in nats where it is a negative log likelihood. Each function gives one
 * number for each example, summed over its features; {@code mean()} makes it the loss of a
 * minibatch.
 *
 * <p>Those of probabilities take logits, not probabilities: so they stay exact where a probability
 * rounds to 0 or 1, and their gradient never vanishes before the error does.
 */
public final class Losses {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private Losses() {}

  /**
   * Computes the cross-entropy of classes, the negative log likelihood of a categorical
   * distribution: {@code log(sum_k e^x_k) - x_label}.
   *
   * @param logits x [B, classes], FLOAT32 or FLOAT64
   * @param labels INT32 [B], each from 0 to classes - 1; a label out of this range gives NaN,
   *     because a running program cannot throw.
   * @return [B], at least 0
   * @throws IllegalArgumentException if shapes or types do not fit
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels) {
    Shape shape = requireMatrix("cross-entropy", "logits [B, classes]", logits);
    if (labels.type() != DataType.INT32 || !labels.shape().equals(Shape.of(shape.dim(0)))) {
      throw new IllegalArgumentException(
          "cross-entropy: the labels must be INT32 ["
              + shape.dim(0)
              + "] for logits "
              + shape
              + ", but are "
              + labels.type()
              + " "
              + labels.shape());
    }
    // Any offset gives the same value and slope; the largest logit keeps e^x from overflowing.
    Tensor shifted = logits.sub(stopGradient(logits).max(1).expand(1));
    Tensor label = labels.cast(logits.type());
    Tensor isLabel = eq(indexLike(logits, 1), label.expand(1));
    Tensor zero = Tensor.full(logits.backend(), logits.type(), 0);
    Tensor ofLabel = where(isLabel, shifted, zero).sum(1);
    Tensor loss = log(exp(shifted).sum(1)).sub(ofLabel);
    Tensor isClass = le(zero, label).mul(lt(label, shape.dim(1)));
    Tensor nan = Tensor.full(logits.backend(), logits.type(), Double.NaN);
    return loss.add(where(isClass, zero, nan));
  }

  /**
   * Computes the negative log likelihood of independent Bernoulli variables: the sum over features
   * of {@code log(1 + e^x) - t x}, which for t in {0, 1} is {@code -log p(t)} with {@code p(1) =
   * sigmoid(x)}.
   *
   * @param logits x [B, features], FLOAT32 or FLOAT64
   * @param targets t of the same shape and type, from 0 to 1
   * @return [B], at least 0
   * @throws IllegalArgumentException if shapes or types do not fit
   */
  public static Tensor bernoulli(Tensor logits, Tensor targets) {
    Shape shape = requireMatrix("Bernoulli loss", "logits [B, features]", logits);
    requireSame("Bernoulli loss", "targets", shape, logits.type(), targets);
    // With x turned towards the unlikely side, nothing large is subtracted from something large.
    Tensor one = Tensor.full(logits.backend(), logits.type(), 1);
    Tensor isUnlikelyOne = lt(targets, 0.5);
    Tensor turned = logits.mul(where(isUnlikelyOne, one, neg(one)));
    return softplus(turned).sub(min(sub(1, targets), targets).mul(turned)).sum(1);
  }

  /**
   * Computes the negative log likelihood of independent normal variables: half the sum over
   * features of {@code log(2 pi) + s + (t - m)^2 e^-s}.
   *
   * @param mean m [B, features], FLOAT32 or FLOAT64
   * @param logVariance s of the same type, broadcast to the shape of m: one for each example and
   *     feature, for each feature, or one number
   * @param targets t of the shape and type of m
   * @return [B]
   * @throws IllegalArgumentException if shapes or types do not fit
   */
  public static Tensor gaussian(Tensor mean, Tensor logVariance, Tensor targets) {
    Shape shape = requireMatrix("Gaussian loss", "means [B, features]", mean);
    requireSame("Gaussian loss", "targets", shape, mean.type(), targets);
    Tensor spread = requireBroadcast(shape, mean.type(), logVariance);
    Tensor scaled = square(targets.sub(mean)).mul(exp(neg(spread)));
    return spread.add(scaled).add(LOG_TWO_PI).mul(0.5).sum(1);
  }

  /**
   * Computes the squared error, the sum over features of {@code (y - t)^2}.
   *
   * @param predictions y [B, features], FLOAT32 or FLOAT64
   * @param targets t of the same shape and type
   * @return [B], at least 0
   * @throws IllegalArgumentException if shapes or types do not fit
   */
  public static Tensor squaredError(Tensor predictions, Tensor targets) {
    Shape shape = requireMatrix("squared error", "predictions [B, features]", predictions);
    requireSame("squared error", "targets", shape, predictions.type(), targets);
    return square(predictions.sub(targets)).sum(1);
  }

  /**
   * Computes the Kullback-Leibler divergence of independent normal variables from standard normal
   * ones: half the sum over features of {@code m^2 + e^s - 1 - s}, the price of a code in a
   * variational autoencoder (Kingma and Welling 2014, appendix B).
   *
   * @param mean m [B, features], FLOAT32 or FLOAT64
   * @param logVariance s of the same shape and type
   * @return [B], at least 0
   * @throws IllegalArgumentException if shapes or types do not fit
   */
  public static Tensor divergenceFromStandardNormal(Tensor mean, Tensor logVariance) {
    Shape shape = requireMatrix("divergence", "means [B, features]", mean);
    requireSame("divergence", "log variances", shape, mean.type(), logVariance);
    return square(mean).add(exp(logVariance)).sub(1).sub(logVariance).mul(0.5).sum(1);
  }

  private static Shape requireMatrix(String loss, String what, Tensor x) {
    if (!x.type().isFloating() || x.shape().rank() != 2) {
      throw new IllegalArgumentException(
          loss
              + ": FLOAT32 or FLOAT64 "
              + what
              + " are needed, but got "
              + x.type()
              + " "
              + x.shape());
    }
    return x.shape();
  }

  private static Tensor requireBroadcast(Shape shape, DataType type, Tensor logVariance) {
    Shape own = logVariance.shape();
    boolean fits = own.rank() <= 2 && logVariance.type() == type;
    for (int axis = 1; fits && axis <= own.rank(); axis++) {
      fits = own.dim(-axis) == 1 || own.dim(-axis) == shape.dim(-axis);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "Gaussian loss: the log variances must be "
              + type
              + " and broadcast to "
              + shape
              + ", but are "
              + logVariance.type()
              + " "
              + own);
    }
    return logVariance.broadcastTo(shape);
  }

  private static void requireSame(
      String loss, String what, Shape shape, DataType type, Tensor other) {
    if (other.type() != type || !other.shape().equals(shape)) {
      throw new IllegalArgumentException(
          loss
              + ": the "
              + what
              + " must be "
              + type
              + " "
              + shape
              + " like the predictions, but are "
              + other.type()
              + " "
              + other.shape());
    }
  }
}
