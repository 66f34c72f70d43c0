package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/**
 * The loops that several layouts of one shape need together. Axes of extent 1 are left out, and
 * neighbours are merged where every layout steps through both as through one; what is dense
 * everywhere becomes one axis. Row-major order stays as it is.
 *
 * @param extents one per axis that is left, at least one
 * @param strides per layout one stride per axis
 */
record Axes(List<Long> extents, List<List<Long>> strides) {

  /**
   * Merges what can be merged.
   *
   * @param shape the shape
   * @param layouts layouts of that shape
   * @param apart whether axis 0 must stay alone and another axis must follow it
   */
  static Axes of(Shape shape, List<Layout> layouts, boolean apart) {
    List<Long> extents = new ArrayList<>();
    List<List<Long>> strides = new ArrayList<>();
    layouts.forEach(layout -> strides.add(new ArrayList<>()));
    int first = apart ? 1 : 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean alone = axis < first;
      if (shape.dim(axis) == 1 && !alone) {
        continue;
      }
      boolean merges = extents.size() > first && merges(shape, layouts, axis, strides);
      if (merges) {
        int last = extents.size() - 1;
        extents.set(last, extents.get(last) * shape.dim(axis));
        for (int i = 0; i < layouts.size(); i++) {
          strides.get(i).set(last, layouts.get(i).stride(axis));
        }
      } else {
        extents.add((long) shape.dim(axis));
        for (int i = 0; i < layouts.size(); i++) {
          // A gathered axis is stepped along even where it has one position.
          boolean stepped = alone || shape.dim(axis) > 1;
          strides.get(i).add(stepped ? layouts.get(i).stride(axis) : 0L);
        }
      }
    }
    if (extents.size() == first) {
      extents.add(1L);
      strides.forEach(steps -> steps.add(0L));
    }
    return new Axes(List.copyOf(extents), strides.stream().map(List::copyOf).toList());
  }

  private static boolean merges(
      Shape shape, List<Layout> layouts, int axis, List<List<Long>> strides) {
    for (int i = 0; i < layouts.size(); i++) {
      List<Long> steps = strides.get(i);
      long outer = steps.get(steps.size() - 1);
      if (outer != layouts.get(i).stride(axis) * shape.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  int rank() {
    return extents.size();
  }

  /** The extent of the last axis. */
  long inner() {
    return extents.get(rank() - 1);
  }

  /** The product of all extents but the last. */
  long rows() {
    return extents.subList(0, rank() - 1).stream().reduce(1L, (a, b) -> a * b);
  }

  /** The stride of a layout along an axis. */
  long stride(int layout, int axis) {
    return strides.get(layout).get(axis);
  }
}
