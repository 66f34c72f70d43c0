package org.latent4j.random;

import java.util.function.IntFunction;
import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/**
 * The formula of a gamma draw, by rejection with a fixed number of tries (G. Marsaglia and W. W.
 * Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical
 * Software 26 (2000), 363-372).
 *
 * <p>With d = a - 1/3 and w = x / sqrt(9 d) for a normal draw x, the try d (1 + w)<sup>3</sup> is
 * accepted if 1 + w &gt; 0 and -log u &gt; -h, where h = 3 d (log(1 + w) - w + w<sup>2</sup>/2 -
 * w<sup>3</sup>/3). The first accepted try is taken. Its probability is least at a = 1, 0.9517, so
 * that {@link #TRIES} tries all fail with a probability of at most 3e-11; then the draw is d, which
 * is near the mode. A shape a below 1 takes a draw of shape a + 1, times u<sup>1/a</sup>.
 */
final class GammaFormula {
  /** How many tries there are; the draws that all fail are too few for any test to see. */
  static final int TRIES = 8;

  /** Uniform numbers of one draw: two a try, and one for shapes below 1. */
  static final int UNIFORMS = 2 * TRIES + 1;

  /** Below this |w| the terms of h cancel, and its series is as exact as FLOAT32. */
  private static final double SMALL = 0.1;

  /** The series of (log(1 + w) - w + w^2 / 2 - w^3 / 3) / w^4, in ascending order. */
  private static final double[] SERIES = {
    -1 / 4.0, 1 / 5.0, -1 / 6.0, 1 / 7.0, -1 / 8.0, 1 / 9.0, -1 / 10.0, 1 / 11.0
  };

  private GammaFormula() {}

  /**
   * A number of the draw: the part above a shape of 1, and what a lower shape takes off its log.
   */
  record Parts<T>(T large, T logOfPower) {}

  /**
   * Builds the two factors of a draw.
   *
   * @param uniforms gives the uniform number of each number from 0 to {@link #UNIFORMS} - 1
   */
  static <T> Parts<T> parts(Algebra<T> g, IntFunction<T> uniforms, T shape, DataType type) {
    T zero = g.constant(0);
    T one = g.constant(1);
    T isSmall = g.binary(BinaryOp.LT, shape, one);
    T d = g.add(g.where(isSmall, g.add(shape, one), shape), -1.0 / 3);
    T scale = g.div(1, g.unary(UnaryOp.SQRT, g.mul(d, 9)));
    T drawn = d;
    // From the last try to the first, so that the first accepted one is what stays.
    for (int attempt = TRIES - 1; attempt >= 0; attempt--) {
      T w = g.mul(DrawFormulas.normal(g, uniforms.apply(2 * attempt), type), scale);
      T base = g.add(w, one);
      T cube = g.mul(base, g.mul(base, base));
      T limit = g.neg(g.mul(g.mul(d, 3), logRatio(g, w)));
      T isBelow =
          g.binary(
              BinaryOp.LT,
              limit,
              DrawFormulas.exponential(g, uniforms.apply(2 * attempt + 1), type));
      // 1 + w <= 0 has no logarithm: its limit is NaN or infinite, and no number is above it.
      drawn = g.where(isBelow, g.mul(d, cube), drawn);
    }
    T power = g.div(DrawFormulas.exponential(g, uniforms.apply(2 * TRIES), type), g.neg(shape));
    T isValid = g.binary(BinaryOp.LT, zero, shape);
    return new Parts<>(
        g.where(isValid, drawn, g.constant(Double.NaN)), g.where(isSmall, power, zero));
  }

  /** log(1 + w) - w + w^2 / 2 - w^3 / 3. */
  private static <T> T logRatio(Algebra<T> g, T w) {
    T square = g.mul(w, w);
    T series = g.mul(g.mul(square, square), g.polynomial(w, SERIES));
    T rest = g.polynomial(w, 0, -1, 0.5, -1.0 / 3);
    T direct = g.add(g.unary(UnaryOp.LOG1P, w), rest);
    T isSmall = g.binary(BinaryOp.LT, g.unary(UnaryOp.ABS, w), g.constant(SMALL));
    return g.where(isSmall, series, direct);
  }
}
