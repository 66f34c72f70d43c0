package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Layout;

/**
 * Which elements of a value each part of an operation touches, when an axis of a view is cut into
 * bands. Two operations with the same footprint touch the same elements in the same part, and never
 * those of another part, so the second need not wait until all parts of the first are done.
 *
 * @param offset the first element of the view
 * @param cutExtent the extent of the axis that is cut
 * @param cutStride its stride, not 0
 * @param others extents and strides of the other axes, in an order that transposing does not change
 */
record Footprint(long offset, int cutExtent, long cutStride, List<Axis> others) {
  /** One axis of a view. */
  record Axis(int extent, long stride) {}

  /**
   * Describes a view that is cut along an axis.
   *
   * @return the footprint, or null if every part reads the same elements along that axis
   */
  static @Nullable Footprint of(Layout layout, int axis) {
    if (layout.stride(axis) == 0) {
      return null;
    }
    List<Axis> others = new ArrayList<>();
    for (int other = 0; other < layout.shape().rank(); other++) {
      // A broadcast axis touches nothing more, an axis of one element nothing else.
      if (other != axis && layout.stride(other) != 0 && layout.shape().dim(other) != 1) {
        others.add(new Axis(layout.shape().dim(other), layout.stride(other)));
      }
    }
    others.sort(Comparator.comparingLong(Axis::stride));
    return new Footprint(
        layout.offset(), layout.shape().dim(axis), layout.stride(axis), List.copyOf(others));
  }
}
