package org.latent4j.op;

/**
 * The trigamma function, the derivative of digamma, composed of the closed operations so that
 * digamma can be differentiated, and the result once more. Accurate to a few units in the last
 * place on numbers above 0; near the negative integers the reflection keeps the same relative
 * accuracy.
 *
 * <p>For x &gt; 0 the recurrence psi'(x) = psi'(x + 1) + 1 / x<sup>2</sup> moves the argument to x
 * + 10, where the asymptotic series 1/z + 1/(2 z<sup>2</sup>) + sum B<sub>2k</sub> /
 * z<sup>2k+1</sup> converges to double precision; for x &le; 0 reflection gives psi'(x) =
 * pi<sup>2</sup> / sin<sup>2</sup>(pi x) - psi'(1 - x). (Abramowitz and Stegun 1964, 6.4.6, 6.4.7,
 * 6.4.12.)
 */
final class Trigamma {
  private static final int SHIFT = 10;

  /** The Bernoulli numbers B2, B4, ..., B16. */
  private static final double[] BERNOULLI = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
  };

  private Trigamma() {}

  static <T> T of(Algebra<T> g, T x) {
    T reflected = g.binary(BinaryOp.LE, x, g.constant(0));
    T positive = ofPositive(g, g.where(reflected, g.sub(1, x), x));
    // A harmless argument where there is no reflection: sin(0) = 0 would put an infinity there,
    // which the derivative of this formula would multiply by 0.
    T angle = g.where(reflected, g.mul(distanceToInteger(g, x), Math.PI), g.constant(1));
    T ratio = g.div(Math.PI, g.unary(UnaryOp.SIN, angle));
    return g.where(reflected, g.sub(g.mul(ratio, ratio), positive), positive);
  }

  private static <T> T distanceToInteger(Algebra<T> g, T x) {
    return g.sub(x, g.unary(UnaryOp.FLOOR, g.add(x, 0.5)));
  }

  private static <T> T ofPositive(Algebra<T> g, T x) {
    T inverse = g.div(1, g.add(x, SHIFT));
    T inverseSquare = g.mul(inverse, inverse);
    T tail = g.mul(g.mul(inverse, inverseSquare), g.polynomial(inverseSquare, BERNOULLI));
    T sum = g.add(g.add(tail, g.mul(inverseSquare, 0.5)), inverse);
    for (int i = SHIFT - 1; i >= 0; i--) {
      T term = g.div(1, g.add(x, i));
      sum = g.add(sum, g.mul(term, term));
    }
    return sum;
  }
}
