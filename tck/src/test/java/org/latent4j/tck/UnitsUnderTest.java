package org.latent4j.tck;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.categorical;
import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.eq;
import static org.latent4j.tensor.Functions.indexLike;
import static org.latent4j.tensor.Functions.logSumExp;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.softmax;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.sub;
import static org.latent4j.tensor.Functions.where;

import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Three types of units by their formulas, right as they are and to be broken. */
final class UnitsUnderTest {
  static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private UnitsUnderTest() {}

  /** 0 or 1 with odds exp(a). */
  static UnitFunctions bernoulliUnits() {
    return new UnitFunctions(
        (a, x) -> neg(a.mul(x).sum(-1)),
        a -> softplus(a),
        a -> sigmoid(a),
        a -> sigmoid(a).mul(sigmoid(neg(a))),
        (key, a) -> bernoulli(key, sigmoid(a)));
  }

  /** One of n classes with probabilities proportional to exp(a), as a row with a single 1. */
  static UnitFunctions categoricalUnit() {
    return new UnitFunctions(
        (a, x) -> neg(a.mul(x).sum(-1)),
        a -> logSumExp(a, -1).expand(-1),
        a -> softmax(a, -1),
        a -> softmax(a, -1).mul(sub(1, softmax(a, -1))),
        UnitsUnderTest::oneClass);
  }

  private static Tensor oneClass(RandomKey key, Tensor a) {
    Tensor drawn = categorical(key, a).cast(a.type()).expand(-1).broadcastTo(a.shape());
    Tensor row = eq(indexLike(a, -1), drawn);
    return where(eq(a, a), row, a);
  }

  /** A normal number of mean a and variance 1. */
  static UnitFunctions gaussianUnits() {
    return new UnitFunctions(
        (a, x) -> x.mul(x).mul(0.5).sub(a.mul(x)).add(LOG_SQRT_TWO_PI).sum(-1),
        a -> a.mul(a).mul(0.5),
        a -> a,
        a -> a.mul(0).add(1),
        (key, a) -> a.add(normalLike(key, a)));
  }

  /** Points from -14 to 14, a tenth apart. */
  static double[][] grid() {
    double[][] points = new double[281][1];
    for (int i = 0; i < points.length; i++) {
      points[i][0] = (i - 140) * 0.1;
    }
    return points;
  }
}
