package org.latent4j.backend.cuda.driver;

import org.latent4j.backend.Precision;
import org.latent4j.op.DataType;

/**
 * All that cuBLASLt must know of a product but the addresses. Matrices are stored by columns, as
 * cuBLASLt likes them: D [rows, columns] = alpha op(A) op(B) + beta C, where op(A) is [rows, inner]
 * and op(B) is [inner, columns].
 *
 * @param type FLOAT32 or FLOAT64
 * @param precision how exactly FLOAT32 is multiplied; for BF16 the factors are stored as bfloat16
 * @param rows rows of C
 * @param columns columns of C
 * @param inner the inner dimension, at least 1
 * @param a how A lies
 * @param b how B lies
 * @param c how C and D lie, never transposed
 * @param batch the number of products, at least 1
 * @param onDevice whether alpha and beta are on the device
 */
public record ProductForm(
    DataType type,
    Precision precision,
    int rows,
    int columns,
    int inner,
    Lie a,
    Lie b,
    Lie c,
    int batch,
    boolean onDevice) {

  /**
   * How a matrix lies in memory.
   *
   * @param transposed whether the stored matrix is the transposed one
   * @param leading elements from the start of one column to that of the next
   * @param stride elements from one matrix of a batch to the next
   * @param alignment the address is a multiple of so many bytes, a power of 2 up to 256
   */
  public record Lie(boolean transposed, long leading, long stride, int alignment) {
    /**
     * Returns the memory that a matrix of so many rows and columns, and all others of its batch,
     * take up.
     *
     * @param form the form that this belongs to
     * @param rows rows, before it is transposed in memory
     * @param columns columns, before it is transposed in memory
     * @return bytes, a multiple of 256
     */
    public long bytes(ProductForm form, int rows, int columns) {
      long last = (transposed ? rows : columns) - 1L;
      long neighbours = transposed ? columns : rows;
      long elements = (form.batch() - 1) * stride + last * leading + neighbours;
      return (elements * form.type().bytes() + 255) & -256;
    }
  }

  /**
   * Returns the same product with factors that are numbers of the host.
   *
   * @return the form
   */
  public ProductForm withHostFactors() {
    return new ProductForm(type, precision, rows, columns, inner, a, b, c, batch, false);
  }
}
