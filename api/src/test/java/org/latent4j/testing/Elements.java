package org.latent4j.testing;

import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/** Single elements of views, by their index. */
final class Elements {
  private Elements() {}

  /** The index of the element with a row-major number. */
  static int[] index(Shape shape, long number) {
    int[] index = new int[shape.rank()];
    long rest = number;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = (int) (rest % shape.dim(axis));
      rest /= shape.dim(axis);
    }
    return index;
  }

  /** An index with one more axis. */
  static int[] inserted(int[] index, int axis, int at) {
    int[] more = new int[index.length + 1];
    System.arraycopy(index, 0, more, 0, axis);
    more[axis] = at;
    System.arraycopy(index, axis, more, axis + 1, index.length - axis);
    return more;
  }

  static double get(View view, int... index) {
    return ((NaiveStorage) view.storage()).get(position(view.layout(), index));
  }

  static void set(View view, double value, int... index) {
    ((NaiveStorage) view.storage()).set(position(view.layout(), index), value);
  }

  private static long position(Layout layout, int[] index) {
    long position = layout.offset();
    for (int axis = 0; axis < index.length; axis++) {
      position += index[axis] * layout.stride(axis);
    }
    return position;
  }
}
