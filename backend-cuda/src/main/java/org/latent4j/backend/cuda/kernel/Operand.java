package org.latent4j.backend.cuda.kernel;

import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.op.DataType;

/**
 * What a kernel reads or writes through a layout of the shape it runs over.
 *
 * @param type the element type, which offset and strides count
 * @param storage where the elements are
 * @param layout which of them
 * @param rows for a gathered operand the row index per position along axis 0, INT32 [extent];
 *     {@code layout} then has the stride of the rows there
 * @param limit for a gathered operand the number of rows
 */
record Operand(ElementType type, Storage storage, Layout layout, @Nullable View rows, int limit) {

  static Operand of(View view) {
    return of(view, view.layout());
  }

  static Operand of(View view, Layout layout) {
    if (view.storage() instanceof Bfloat16 upper) {
      return new Operand(ElementType.BFLOAT16, upper.halves(), layout, null, 0);
    }
    DataType type = view.storage().type();
    return new Operand(ElementType.of(type), view.storage(), layout, null, 0);
  }

  /** The operand as laid out along other axes. */
  Operand with(Layout other) {
    return new Operand(type, storage, other, rows, limit);
  }

  boolean gathered() {
    return rows != null;
  }

  /** The address of the first element. */
  Argument address() {
    return new Argument.Pointer(storage, layout.offset() * type.bytes());
  }

  /** How far the last element lies behind the first. */
  long reach() {
    return layout.end() - layout.offset();
  }
}
