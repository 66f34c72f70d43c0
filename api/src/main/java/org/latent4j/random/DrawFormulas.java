package org.latent4j.random;

import java.util.function.IntFunction;
import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/**
 * The formulas that turn a uniform number u in [0, 1) of {@link Uniforms} into a draw of another
 * distribution, written once over an algebra: the same definition builds the graph that a backend
 * computes and gives the number in a test.
 *
 * <p><b>The half unit.</b> Continuous draws are the quantiles of p = u + h, h being half a unit of
 * u, which lies inside (0, 1). In the type of the draw that sum is not exact: 1 - 2<sup>-25</sup>
 * rounds to 1 in FLOAT32, and its logarithm would be 0. So p is never formed. The formulas use
 *
 * <ul>
 *   <li>c = (u - 1/2) + h, p less one half, an odd multiple of h with |c| &lt; 1/2, and
 *   <li>t = 1/2 - |c|, the smaller one of p and 1 - p,
 * </ul>
 *
 * <p>which are exact, and symmetric: u = k 2<sup>-24</sup> and (2<sup>24</sup> - 1 - k)
 * 2<sup>-24</sup> have opposite c and the same t.
 *
 * <p><b>Agreement.</b> Uniforms and, at equal p, Bernoulli draws are equal bit for bit on every
 * backend. The other FLOAT32 draws agree to 4 units in the last place where the logarithm is good
 * to 1.5 of them and the square root is correctly rounded; for Gumbel draws, which pass through 0,
 * units in the last place of max(1, |draw|).
 *
 * <p>The type passed to a method must be the type in which u was drawn and in which the algebra
 * computes; an integer type is refused with an {@link IllegalArgumentException}.
 */
public final class DrawFormulas {
  private DrawFormulas() {}

  /**
   * A Bernoulli draw: 1 where u &lt; p, else 0. It is 0 for p &le; 0, 1 for p &ge; 1, and NaN for a
   * NaN, so that a broken probability is not taken for a sample.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param u a uniform number in [0, 1)
   * @param p the probability of 1
   * @return 1, 0 or NaN
   */
  public static <T> T bernoulli(Algebra<T> g, T u, T p) {
    return g.where(g.binary(BinaryOp.EQ, p, p), g.binary(BinaryOp.LT, u, p), p);
  }

  /**
   * An exponential draw of rate 1: -log p. It is log(t) on the lower half and log1p(-t) on the
   * upper one, so that small values keep their relative accuracy.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param u a uniform number in [0, 1)
   * @param type the type of the draw
   * @return a number above 0, at most 25 log 2 = 17.3 in FLOAT32 and 54 log 2 = 37.4 in FLOAT64
   */
  public static <T> T exponential(Algebra<T> g, T u, DataType type) {
    T centred = centred(g, u, type);
    T tail = tail(g, centred);
    T lower = g.unary(UnaryOp.LOG, tail);
    T upper = g.unary(UnaryOp.LOG1P, g.neg(tail));
    return g.neg(g.where(isNegative(g, centred), lower, upper));
  }

  /**
   * A standard Gumbel draw: -log(-log p), that is -log of the exponential draw of the same u. The
   * index of the largest of a<sub>i</sub> + Gumbel draws is i with probability proportional to
   * exp(a<sub>i</sub>).
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param u a uniform number in [0, 1)
   * @param type the type of the draw
   * @return a number from -2.86 to 17.4 in FLOAT32, from -3.63 to 37.5 in FLOAT64
   */
  public static <T> T gumbel(Algebra<T> g, T u, DataType type) {
    return g.neg(g.unary(UnaryOp.LOG, exponential(g, u, type)));
  }

  /**
   * A standard normal draw: the quantile of p, odd in c.
   *
   * <p>FLOAT32: sqrt(2) erfinv(2c) by the single-precision polynomials of M. Giles, "Approximating
   * the erfinv function", GPU Computing Gems Jade Edition (2011), in w = -log(1 - 4c<sup>2</sup>).
   * FLOAT64: the rational approximations PPND16 of M. J. Wichura, "Algorithm AS 241: the percentage
   * points of the normal distribution", Applied Statistics 37 (1988), 477-484.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param u a uniform number in [0, 1)
   * @param type the type of the draw
   * @return a finite number, |draw| at most 5.42 in FLOAT32 and 8.30 in FLOAT64
   */
  public static <T> T normal(Algebra<T> g, T u, DataType type) {
    T centred = centred(g, u, type);
    return type == DataType.FLOAT32
        ? NormalQuantile.float32(g, centred, tail(g, centred))
        : NormalQuantile.float64(g, centred, tail(g, centred));
  }

  /** How many uniform numbers a gamma draw needs. */
  public static final int GAMMA_UNIFORMS = GammaFormula.UNIFORMS;

  /**
   * A gamma draw of rate 1, by the method of Marsaglia and Tsang (2000) with eight tries. It is the
   * formula of {@code GAMMA_UNIFORMS} independent uniform numbers. The probability that no try is
   * accepted, and the draw a fixed number, is at most 3e-11.
   *
   * <p>Backends that differ in the last place decide differently about a try in about one of
   * 10<sup>5</sup> draws in FLOAT32 (10<sup>14</sup> in FLOAT64); all other draws agree to some
   * units in the last place.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param uniforms gives each of the uniform numbers, from 0 on
   * @param shape the shape a, also the mean and the variance
   * @param type the type of the draw
   * @return a number that is not negative; it may underflow to 0 for a shape below 0.2. NaN unless
   *     the shape is positive; infinity if it is
   */
  public static <T> T gamma(Algebra<T> g, IntFunction<T> uniforms, T shape, DataType type) {
    GammaFormula.Parts<T> parts = GammaFormula.parts(g, uniforms, shape, type);
    return g.mul(parts.large(), g.unary(UnaryOp.EXP, parts.logOfPower()));
  }

  /**
   * The logarithm of the gamma draw of the same uniform numbers, which does not underflow.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param uniforms gives each of the uniform numbers, from 0 on
   * @param shape the shape a
   * @param type the type of the draw
   * @return the logarithm; NaN unless the shape is positive
   */
  public static <T> T logGamma(Algebra<T> g, IntFunction<T> uniforms, T shape, DataType type) {
    GammaFormula.Parts<T> parts = GammaFormula.parts(g, uniforms, shape, type);
    return g.add(g.unary(UnaryOp.LOG, parts.large()), parts.logOfPower());
  }

  private static <T> T centred(Algebra<T> g, T u, DataType type) {
    return g.add(g.add(u, -0.5), Uniforms.halfUnit(type));
  }

  private static <T> T tail(Algebra<T> g, T centred) {
    return g.sub(0.5, g.unary(UnaryOp.ABS, centred));
  }

  private static <T> T isNegative(Algebra<T> g, T centred) {
    return g.binary(BinaryOp.LT, centred, g.constant(0));
  }
}
