package org.latent4j.tck;

import java.util.Arrays;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/** The ways in which the elements of a view lie in their storage. */
enum Arrangement {
  /** Row-major without gaps, from element 0. */
  DENSE,
  /** Column-major: the last axis has the largest stride. */
  TRANSPOSED,
  /** A part of a larger tensor: an offset, and gaps along every axis. */
  SLICED,
  /** Repeated along the first axis by stride 0. */
  BROADCAST,
  /** Repeated along the last axis by stride 0. */
  BROADCAST_LAST;

  /** Those whose elements are distinct, so that they can be written. */
  static final Arrangement[] WRITABLE = {DENSE, TRANSPOSED, SLICED};

  private static final int MARGIN = 2;

  /** Lays a shape out in this way. */
  Layout layout(Shape shape) {
    return switch (this) {
      case DENSE -> Layout.dense(shape);
      case TRANSPOSED -> transposed(shape);
      case SLICED -> sliced(shape);
      case BROADCAST -> repeated(shape, 0);
      case BROADCAST_LAST -> repeated(shape, shape.rank() - 1);
    };
  }

  private static Layout transposed(Shape shape) {
    int rank = shape.rank();
    int[] dims = new int[rank];
    int[] order = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = shape.dim(rank - 1 - axis);
      order[axis] = rank - 1 - axis;
    }
    return Layout.dense(Shape.of(dims)).transpose(order);
  }

  private static Layout sliced(Shape shape) {
    if (shape.rank() == 0) {
      return Layout.of(shape, MARGIN);
    }
    int[] parent = Arrays.stream(shape.dims()).map(dim -> dim + MARGIN).toArray();
    Layout layout = Layout.dense(Shape.of(parent));
    for (int axis = 0; axis < shape.rank(); axis++) {
      layout = layout.slice(axis, 1, 1 + shape.dim(axis));
    }
    return layout;
  }

  private static Layout repeated(Shape shape, int axis) {
    if (shape.rank() == 0 || shape.dim(axis) == 0) {
      return Layout.dense(shape);
    }
    int[] dims = shape.dims();
    dims[axis] = 1;
    return Layout.dense(Shape.of(dims)).broadcastTo(shape);
  }

  /** The storage index of every element of a view, in row-major order. */
  static int[] positions(Layout layout) {
    Shape shape = layout.shape();
    int rank = shape.rank();
    int[] positions = new int[Math.toIntExact(shape.size())];
    int[] index = new int[rank];
    long at = layout.offset();
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Math.toIntExact(at);
      int axis = rank - 1;
      while (axis >= 0) {
        at += layout.stride(axis);
        if (++index[axis] < shape.dim(axis)) {
          break;
        }
        at -= layout.stride(axis) * shape.dim(axis);
        index[axis--] = 0;
      }
    }
    return positions;
  }

  /** The position along an axis of the element with a row-major number. */
  static int index(Shape shape, int element, int axis) {
    int inner = 1;
    for (int after = axis + 1; after < shape.rank(); after++) {
      inner *= shape.dim(after);
    }
    return element / inner % shape.dim(axis);
  }
}
