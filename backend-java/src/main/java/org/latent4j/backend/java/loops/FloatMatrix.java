package org.latent4j.backend.java.loops;

/**
 * A matrix in a {@code float} array: element (i, j) is {@code data[offset + i * rowStride + j *
 * columnStride]}.
 */
public final class FloatMatrix {
  final float[] data;
  final int rowStride;
  final int columnStride;
  private final int offset;

  /**
   * Views an array as a matrix.
   *
   * @param data the array, not copied
   * @param offset the place of element (0, 0)
   * @param rowStride the distance of vertical neighbours
   * @param columnStride the distance of horizontal neighbours
   */
  public FloatMatrix(float[] data, int offset, int rowStride, int columnStride) {
    this.data = data;
    this.offset = offset;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
  }

  int at(int row, int column) {
    return offset + row * rowStride + column * columnStride;
  }
}
