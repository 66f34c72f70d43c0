package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;

/**
 * The derivative of reading a value through a layout: elements that were repeated are added up,
 * those that were not read get 0, and reordered axes go back.
 */
final class ViewAdjoint {
  private ViewAdjoint() {}

  /**
   * Carries the adjoint of a view back to the whole.
   *
   * @param adjoint of the shape of the view
   * @param layout how the view read the whole, which is dense
   * @param whole the shape of the whole
   * @return of the shape of the whole; null if the view is empty
   */
  static @Nullable Tensor of(Tensor adjoint, Layout layout, Shape whole) {
    if (layout.equals(Layout.dense(whole))) {
      return adjoint;
    }
    if (layout.shape().size() == 0) {
      return null;
    }
    List<Integer> kept = new ArrayList<>();
    Tensor sum = adjoint;
    for (int axis = layout.shape().rank() - 1; axis >= 0; axis--) {
      if (layout.shape().dim(axis) == 1) {
        sum = withoutAxis(sum, axis);
      } else if (layout.stride(axis) == 0) {
        sum = sum.sum(axis);
      } else {
        kept.add(0, axis);
      }
    }
    return placed(sum, kept, layout, whole);
  }

  /** Puts the axes back into the order of the whole, and the elements into their places. */
  private static Tensor placed(Tensor sum, List<Integer> axes, Layout layout, Shape whole) {
    // Axes that repeat nothing have different strides: the larger, the further out.
    int[] order = new int[axes.size()];
    List<Integer> sorted = new ArrayList<>(axes);
    sorted.sort(Comparator.comparingLong((Integer axis) -> layout.stride(axis)).reversed());
    long[] strides = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = axes.indexOf(sorted.get(i));
      strides[i] = layout.stride(sorted.get(i));
    }
    Tensor part = sum.transpose(order);
    if (part.shape().size() == whole.size()) {
      return shaped(part, whole);
    }
    Layout region = Layout.of(part.shape(), layout.offset(), strides);
    List<Tensor> operands = List.of(part);
    return Evaluator.of("gradients", operands, List.of())
        .apply(new Operation.Assemble(whole, List.of(region)), operands, part.type(), whole);
  }

  /** Reads all elements in row-major order under another shape; a view if only extents 1 differ. */
  private static Tensor shaped(Tensor part, Shape whole) {
    Tensor expanded = part;
    for (int axis = 0; axis < whole.rank(); axis++) {
      if (whole.dim(axis) == 1) {
        boolean within = axis <= expanded.shape().rank();
        expanded = within ? expanded.expand(axis) : expanded;
      }
    }
    return expanded.shape().equals(whole) ? expanded : part.reshape(whole.dims());
  }

  private static Tensor withoutAxis(Tensor x, int axis) {
    Shape shape = x.shape().without(axis);
    long[] strides = new long[shape.rank()];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = x.layout().stride(i < axis ? i : i + 1);
    }
    return x.view(Layout.of(shape, x.layout().offset(), strides));
  }
}
