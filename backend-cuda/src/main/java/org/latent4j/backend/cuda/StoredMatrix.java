package org.latent4j.backend.cuda;

import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.ProductForm;
import org.latent4j.backend.cuda.kernel.Bfloat16;
import org.latent4j.graph.Layout;

/**
 * A matrix, or a batch of them, as cuBLASLt can read it: one of its strides is 1, and the other
 * steps over a whole row or column.
 *
 * @param view [rows, columns], perhaps with a leading batch axis
 * @param byRows whether elements of a row are neighbours, else elements of a column are
 * @param leading elements from one row or column to the next
 */
record StoredMatrix(View view, boolean byRows, long leading) {
  private static final long MOST_ALIGNMENT = 256;

  /** Whether cuBLASLt can read a view as it lies. */
  static boolean takes(Layout layout) {
    return isByRows(layout) || isByColumns(layout);
  }

  static StoredMatrix of(View view) {
    Layout layout = view.layout();
    boolean byRows = isByRows(layout);
    int inner = layout.shape().dim(byRows ? -1 : -2);
    int outer = layout.shape().dim(byRows ? -2 : -1);
    long step = layout.stride(byRows ? -2 : -1);
    return new StoredMatrix(view, byRows, outer == 1 ? inner : step);
  }

  private static boolean isByRows(Layout layout) {
    return fits(layout, -1, -2);
  }

  private static boolean isByColumns(Layout layout) {
    return fits(layout, -2, -1);
  }

  private static boolean fits(Layout layout, int inner, int outer) {
    int neighbours = layout.shape().dim(inner);
    boolean adjacent = neighbours == 1 || layout.stride(inner) == 1;
    return adjacent && (layout.shape().dim(outer) == 1 || layout.stride(outer) >= neighbours);
  }

  /** The same elements with rows and columns exchanged. */
  StoredMatrix transposed() {
    Layout layout = view.layout();
    Layout turned = layout.shape().rank() == 3 ? layout.transpose(0, 2, 1) : layout.transpose(1, 0);
    return new StoredMatrix(new View(view.storage(), turned), !byRows, leading);
  }

  /** How it lies, for a library that expects elements of a column to be neighbours. */
  ProductForm.Lie lie() {
    long stride = view.layout().shape().rank() == 3 ? view.layout().stride(0) : 0;
    return new ProductForm.Lie(byRows, leading, stride, alignment());
  }

  /** The largest power of 2 that divides the addresses of all matrices of the batch. */
  private int alignment() {
    Command.Place place = Commands.place(view);
    long bits = place.address() | MOST_ALIGNMENT;
    if (view.layout().shape().rank() == 3) {
      bits |= view.layout().stride(0) * Bfloat16.bytes(view.storage());
    }
    return (int) Long.lowestOneBit(bits);
  }
}
