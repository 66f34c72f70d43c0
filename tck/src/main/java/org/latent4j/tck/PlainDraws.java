package org.latent4j.tck;

import org.latent4j.op.DataType;
import org.latent4j.op.DoubleAlgebra;
import org.latent4j.random.DrawFormulas;
import org.latent4j.random.Threefry;
import org.latent4j.random.Uniforms;

/**
 * The draws that a key must give, made one by one from the generator.
 *
 * @param bits the bits of the key
 * @param type the type drawn in
 */
record PlainDraws(long bits, DataType type) {
  /** How close to its threshold a draw may not come, so that rounding can't turn it over. */
  private static final double DOUBT = 2e-5;

  PlainDraws fold(int n) {
    return new PlainDraws(Threefry.child(bits, n), type);
  }

  double uniform(int index) {
    return type == DataType.FLOAT32 ? Uniforms.float32(bits, index) : Uniforms.float64(bits, index);
  }

  /** One Bernoulli draw per element. */
  PlainMatrix bernoulli(PlainMatrix p) {
    return PlainMatrix.filled(
        p.rows(), p.columns(), i -> isBelow(uniform(i), p.values()[i]) ? 1 : 0);
  }

  PlainMatrix normal(int rows, int columns) {
    return PlainMatrix.filled(
        rows, columns, i -> DrawFormulas.normal(DoubleAlgebra.INSTANCE, uniform(i), type));
  }

  /**
   * Compares, and makes sure that no backend can come to another result by rounding. The keys of
   * the examples are chosen so that this holds.
   */
  static boolean isBelow(double draw, double threshold) {
    Check.that(
        !(Math.abs(draw - threshold) < DOUBT),
        () ->
            "example: the draw "
                + draw
                + " is in doubt at the threshold "
                + threshold
                + "; choose another key");
    return draw < threshold;
  }
}
