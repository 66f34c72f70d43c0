package org.latent4j.tensor;

import org.latent4j.op.DataType;

/**
 * Sums along an axis up to each element, by doubling (Hillis and Steele 1986, <i>Data parallel
 * algorithms</i>): after step k every element is the sum of the last 2<sup>k</sup> up to it. That
 * takes log2(n) passes, but no order in which elements wait for each other, and a rounding error
 * that grows with the number of passes only.
 */
final class CumulativeSum {
  private CumulativeSum() {}

  static Tensor along(Tensor x, int axis) {
    Checks.number("cumsum", x);
    int at = Checks.axis("cumsum", x.shape(), axis);
    if (x.type() == DataType.INT32) {
      // In FLOAT64 the sums of parts can't leave the range, where the whole sum does not.
      return doubled(x.cast(DataType.FLOAT64), at).cast(DataType.INT32);
    }
    return doubled(x, at);
  }

  private static Tensor doubled(Tensor x, int axis) {
    int extent = x.shape().dim(axis);
    Tensor sums = x;
    for (int width = 1; width > 0 && width < extent; width *= 2) {
      Tensor first = sums.slice(axis, 0, width);
      Tensor rest = sums.slice(axis, width, extent).add(sums.slice(axis, 0, extent - width));
      sums = Functions.concat(axis, first, rest);
    }
    return sums;
  }
}
