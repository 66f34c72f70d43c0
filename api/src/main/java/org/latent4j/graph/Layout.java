package org.latent4j.graph;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a view reads flat storage: element (i<sub>0</sub>, i<sub>1</sub>, …) of a view is element
 * {@code offset + i0 * stride0 + i1 * stride1 + …} of the storage. Reshaping, transposing, slicing
 * and broadcasting change only the layout and move no data. Immutable.
 */
public final class Layout {
  private final Shape shape;
  private final long offset;
  private final long[] strides;
  private final boolean dense;

  private Layout(Shape shape, long offset, long[] strides) {
    this.shape = shape;
    this.offset = offset;
    this.strides = strides;
    this.dense = Arrays.equals(normalised(shape, strides), rowMajor(shape));
  }

  /**
   * Makes the row-major layout that starts at element 0 and leaves no gaps.
   *
   * @param shape the shape
   * @return the layout
   */
  public static Layout dense(Shape shape) {
    return new Layout(shape, 0, rowMajor(shape));
  }

  /**
   * Makes a layout from its parts.
   *
   * @param shape the shape
   * @param offset the storage index of the first element, at least 0
   * @param strides one step per axis, in elements; 0 repeats an element
   * @return the layout
   * @throws IllegalArgumentException if the number of strides differs from the rank, or the offset
   *     or a stride is negative
   */
  public static Layout of(Shape shape, long offset, long... strides) {
    if (strides.length != shape.rank()) {
      throw new IllegalArgumentException(
          "layout: " + strides.length + " strides given for shape " + shape);
    }
    for (long stride : strides) {
      if (stride < 0) {
        throw new IllegalArgumentException(
            "layout: strides must be at least 0, but got " + Arrays.toString(strides));
      }
    }
    if (offset < 0) {
      throw new IllegalArgumentException("layout: offset must be at least 0, but got " + offset);
    }
    return new Layout(shape, offset, strides.clone());
  }

  private static long[] rowMajor(Shape shape) {
    long[] strides = new long[shape.rank()];
    long step = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = shape.dim(axis) == 1 ? 0 : step;
      step *= shape.dim(axis);
    }
    return strides;
  }

  /** An axis of extent 1 is never stepped along, so its stride says nothing: call it 0. */
  private static long[] normalised(Shape shape, long[] strides) {
    long[] result = strides.clone();
    for (int axis = 0; axis < result.length; axis++) {
      if (shape.dim(axis) == 1) {
        result[axis] = 0;
      }
    }
    return result;
  }

  /**
   * Returns the shape of the view.
   *
   * @return the shape
   */
  public Shape shape() {
    return shape;
  }

  /**
   * Returns the storage index of the first element.
   *
   * @return the offset, in elements
   */
  public long offset() {
    return offset;
  }

  /**
   * Returns the step along one axis.
   *
   * @param axis the axis, negative from the end
   * @return the stride in elements; an axis of extent 1 may have any
   */
  public long stride(int axis) {
    return strides[shape.axis(axis)];
  }

  /**
   * Says whether the elements lie in row-major order without gaps from {@link #offset()} on.
   *
   * @return true if the view is one contiguous run
   */
  public boolean isDense() {
    return dense;
  }

  /**
   * Returns one more than the largest storage index that the view reads, or the offset if it is
   * empty.
   *
   * @return the end of the storage that the view needs
   */
  public long end() {
    if (shape.size() == 0) {
      return offset;
    }
    long last = offset;
    for (int axis = 0; axis < strides.length; axis++) {
      last += (shape.dim(axis) - 1) * strides[axis];
    }
    return last + 1;
  }

  /**
   * Moves the whole view along the storage.
   *
   * @param elements how far, in elements
   * @return the moved layout
   */
  public Layout shifted(long elements) {
    return elements == 0 ? this : of(shape, offset + elements, strides);
  }

  /**
   * Reorders the axes.
   *
   * @param order for each new axis the old one that takes its place; a permutation of 0 … rank - 1
   * @return the reordered layout
   * @throws IllegalArgumentException if {@code order} is not a permutation of the axes
   */
  public Layout transpose(int... order) {
    boolean[] seen = new boolean[shape.rank()];
    int[] dims = new int[shape.rank()];
    long[] steps = new long[shape.rank()];
    boolean permutation = order.length == shape.rank();
    for (int axis = 0; permutation && axis < order.length; axis++) {
      int from = order[axis];
      permutation = from >= 0 && from < seen.length && !seen[from];
      if (permutation) {
        seen[from] = true;
        dims[axis] = shape.dim(from);
        steps[axis] = strides[from];
      }
    }
    if (!permutation) {
      throw new IllegalArgumentException(
          "transpose: " + Arrays.toString(order) + " is not a permutation of the axes of " + shape);
    }
    return new Layout(Shape.of(dims), offset, steps);
  }

  /**
   * Restricts one axis to a range.
   *
   * @param axis the axis, negative from the end
   * @param from the first index kept
   * @param to one past the last index kept
   * @return the layout of the slice, with extent {@code to - from} along the axis
   * @throws IllegalArgumentException unless 0 &lt;= from &lt;= to &lt;= extent
   */
  public Layout slice(int axis, int from, int to) {
    int at = shape.axis(axis);
    if (from < 0 || to < from || to > shape.dim(at)) {
      throw new IllegalArgumentException(
          "slice: range " + from + " to " + to + " does not lie in axis " + at + " of " + shape);
    }
    int[] dims = shape.dims();
    dims[at] = to - from;
    // An empty slice reads nothing; keeping its offset inside the storage spares every backend a
    // special case.
    long start = to == from ? offset : offset + from * strides[at];
    return new Layout(Shape.of(dims), start, strides.clone());
  }

  /**
   * Repeats elements so that the view takes a larger shape, as {@link Shape#broadcast} defines it.
   *
   * @param target the shape to take
   * @return a layout of that shape whose repeated axes have stride 0
   * @throws IllegalArgumentException if this shape does not broadcast to the target
   */
  public Layout broadcastTo(Shape target) {
    if (shape.equals(target)) {
      return this;
    }
    int added = target.rank() - shape.rank();
    boolean fits = added >= 0;
    long[] steps = new long[target.rank()];
    for (int axis = 0; fits && axis < shape.rank(); axis++) {
      int dim = shape.dim(axis);
      fits = dim == target.dim(axis + added) || dim == 1;
      steps[axis + added] = dim == 1 ? 0 : strides[axis];
    }
    if (!fits) {
      throw new IllegalArgumentException("broadcast: " + shape + " does not fit into " + target);
    }
    return new Layout(target, offset, steps);
  }

  /**
   * Puts in an axis of extent 1.
   *
   * @param axis where it will stand, from 0 to rank, or negative from the end
   * @return the layout with one more axis
   */
  public Layout expand(int axis) {
    Shape expanded = shape.with(axis, 1);
    int at = axis < 0 ? axis + expanded.rank() : axis;
    long[] steps = new long[expanded.rank()];
    System.arraycopy(strides, 0, steps, 0, at);
    System.arraycopy(strides, at, steps, at + 1, strides.length - at);
    return new Layout(expanded, offset, steps);
  }

  /**
   * Reads the same elements, in row-major order, under another shape, if a layout can say that.
   *
   * @param target the new shape
   * @return the new layout; empty if the elements would have to be copied first
   * @throws IllegalArgumentException if the numbers of elements differ
   */
  public Optional<Layout> reshape(Shape target) {
    if (target.size() != shape.size()) {
      throw new IllegalArgumentException(
          "reshape: "
              + shape
              + " has "
              + shape.size()
              + " elements, but "
              + target
              + " has "
              + target.size());
    }
    if (dense) {
      return Optional.of(new Layout(target, offset, rowMajor(target)));
    }
    if (Arrays.stream(normalised(shape, strides)).allMatch(stride -> stride == 0)) {
      return Optional.of(new Layout(target, offset, new long[target.rank()])); // one element
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layout layout
        && shape.equals(layout.shape)
        && offset == layout.offset
        && Arrays.equals(normalised(shape, strides), normalised(layout.shape, layout.strides));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * shape.hashCode() + Long.hashCode(offset))
        + Arrays.hashCode(normalised(shape, strides));
  }

  /** Returns the shape, and the offset and strides where they are not those of a dense tensor. */
  @Override
  public String toString() {
    return dense && offset == 0
        ? shape.toString()
        : shape + " at " + offset + " by " + Arrays.toString(strides);
  }
}
