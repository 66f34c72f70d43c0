package org.latent4j.graph;

import java.util.Arrays;

/**
 * The extents of a tensor, one per axis; rank 0 is a single number. Immutable.
 *
 * <p>Axes are counted from 0; where a method takes an axis, a negative one counts from the end, so
 * -1 is the last.
 */
public final class Shape {
  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;
  private final long size;

  private Shape(int[] dims) {
    this.dims = dims;
    this.size = sizeOf(dims);
  }

  /**
   * Makes a shape.
   *
   * @param dims the extents, each at least 0; none for a single number
   * @return the shape
   * @throws IllegalArgumentException if an extent is negative or the number of elements exceeds
   *     2<sup>63</sup> - 1
   */
  public static Shape of(int... dims) {
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "shape: every extent must be at least 0, but got " + Arrays.toString(dims));
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  private static long sizeOf(int[] dims) {
    long size = 1;
    for (int dim : dims) {
      try {
        size = Math.multiplyExact(size, dim);
      } catch (ArithmeticException overflow) {
        throw new IllegalArgumentException(
            "shape: too many elements to count in 64 bits: " + Arrays.toString(dims), overflow);
      }
    }
    return size;
  }

  /**
   * Returns the number of axes.
   *
   * @return the rank
   */
  public int rank() {
    return dims.length;
  }

  /**
   * Returns the extent of one axis.
   *
   * @param axis the axis, negative from the end
   * @return its extent
   * @throws IllegalArgumentException if there is no such axis
   */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /**
   * Resolves an axis that may be counted from the end.
   *
   * @param axis from -rank to rank - 1
   * @return the same axis counted from 0
   * @throws IllegalArgumentException if there is no such axis
   */
  public int axis(int axis) {
    int resolved = axis < 0 ? axis + dims.length : axis;
    if (resolved < 0 || resolved >= dims.length) {
      throw new IllegalArgumentException("axis " + axis + " does not exist in shape " + this);
    }
    return resolved;
  }

  /**
   * Returns the number of elements, the product of the extents.
   *
   * @return the number of elements
   */
  public long size() {
    return size;
  }

  /**
   * Returns the extents as a new array.
   *
   * @return the extents
   */
  public int[] dims() {
    return dims.clone();
  }

  /**
   * Returns this shape with one axis taken out.
   *
   * @param axis the axis, negative from the end
   * @return a shape of one rank less
   */
  public Shape without(int axis) {
    int at = axis(axis);
    int[] rest = new int[dims.length - 1];
    System.arraycopy(dims, 0, rest, 0, at);
    System.arraycopy(dims, at + 1, rest, at, rest.length - at);
    return of(rest);
  }

  /**
   * Returns this shape with a new axis put in.
   *
   * @param axis where the new axis will stand, from 0 to rank, or negative from the end
   * @param dim its extent
   * @return a shape of one rank more
   * @throws IllegalArgumentException if the axis would not be within the new rank
   */
  public Shape with(int axis, int dim) {
    int at = axis < 0 ? axis + dims.length + 1 : axis;
    if (at < 0 || at > dims.length) {
      throw new IllegalArgumentException(
          "axis " + axis + " can't be inserted into shape " + this + ": use 0 to " + dims.length);
    }
    int[] more = new int[dims.length + 1];
    System.arraycopy(dims, 0, more, 0, at);
    more[at] = dim;
    System.arraycopy(dims, at, more, at + 1, dims.length - at);
    return of(more);
  }

  /**
   * Returns the shape that two operands take together: axes are matched from the last, and an
   * extent of 1 or a missing axis repeats to the other's extent.
   *
   * @param operation the name to use in an error message
   * @param left one shape
   * @param right the other
   * @return the common shape
   * @throws IllegalArgumentException if two extents differ and neither is 1
   */
  public static Shape broadcast(String operation, Shape left, Shape right) {
    if (left.equals(right)) {
      return left;
    }
    int rank = Math.max(left.rank(), right.rank());
    int[] dims = new int[rank];
    for (int back = 1; back <= rank; back++) {
      int l = back <= left.rank() ? left.dims[left.rank() - back] : 1;
      int r = back <= right.rank() ? right.dims[right.rank() - back] : 1;
      if (l != r && l != 1 && r != 1) {
        throw new IllegalArgumentException(
            operation
                + ": shapes do not broadcast: "
                + left
                + " and "
                + right
                + " differ in axis -"
                + back
                + " ("
                + l
                + " and "
                + r
                + "), and neither extent is 1");
      }
      dims[rank - back] = l == 1 ? r : l;
    }
    return of(dims);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** Returns the extents in brackets, such as {@code [100, 784]}; {@code []} for rank 0. */
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
