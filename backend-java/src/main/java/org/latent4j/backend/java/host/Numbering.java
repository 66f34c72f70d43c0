package org.latent4j.backend.java.host;

import org.latent4j.graph.Shape;

/**
 * The row-major numbers, in a whole shape, of the elements of a band of it. Draws depend on an
 * element's number in the whole, whoever computes it.
 */
final class Numbering {
  private final Shape band;
  private final int axis;
  private final int from;
  private final long bandBlock;
  private final long wholeBlock;
  private final long shift;

  private Numbering(Shape whole, Shape band, int axis, int from) {
    this.band = band;
    this.axis = axis;
    this.from = from;
    long inner = 1;
    for (int later = axis + 1; later < whole.rank(); later++) {
      inner *= whole.dim(later);
    }
    int extent = whole.rank() == 0 ? 1 : whole.dim(axis);
    this.wholeBlock = extent * inner;
    this.bandBlock = (whole.rank() == 0 ? 1 : band.dim(axis)) * inner;
    this.shift = from * inner;
  }

  /** The numbers of all elements. */
  static Numbering whole(Shape shape) {
    return new Numbering(shape, shape, 0, 0);
  }

  /** The numbers of the elements from position {@code from} of an axis on. */
  static Numbering band(Shape whole, Shape band, int axis, int from) {
    return new Numbering(whole, band, axis, from);
  }

  /** Returns the number in the whole of element {@code number} of the band. */
  long inWhole(long number) {
    return number / bandBlock * wholeBlock + shift + number % bandBlock;
  }

  /** Returns how many elements from {@code number} on, at most n, have consecutive numbers. */
  int run(long number, int n) {
    return (int) Math.min(n, bandBlock - number % bandBlock);
  }

  /** Writes the positions along an axis of the elements from {@code number} on. */
  void positions(int along, long number, double[] out, int n) {
    long step = 1;
    for (int later = along + 1; later < band.rank(); later++) {
      step *= band.dim(later);
    }
    int first = along == axis ? from : 0;
    long position = number / step % band.dim(along);
    long left = step - number % step;
    for (int i = 0; i < n; i++) {
      out[i] = first + position;
      if (--left == 0) {
        left = step;
        position = position + 1 == band.dim(along) ? 0 : position + 1;
      }
    }
  }
}
