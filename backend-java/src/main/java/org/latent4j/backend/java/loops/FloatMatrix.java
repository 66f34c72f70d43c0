package org.latent4j.backend.java.loops;

import org.jspecify.annotations.Nullable;

/**
 * A matrix in a {@code float} array: element (i, j) is {@code data[offset + i * rowStride + j *
 * columnStride]}. It can be set to one matrix after the other, so that products make no garbage.
 */
public final class FloatMatrix {
  private static final float[] NONE = {};

  float[] data = NONE;
  int rows;
  int columns;
  int rowStride;
  int columnStride;
  private int offset;
  private int @Nullable [] chosen;

  /** Makes an empty matrix. */
  public FloatMatrix() {}

  /**
   * Sets where the elements are.
   *
   * @param array the array, not copied
   * @param first the place of element (0, 0)
   */
  public void set(float[] array, int first) {
    data = array;
    offset = first;
  }

  /**
   * Sets the extents and strides.
   *
   * @param height the number of rows
   * @param width the number of columns
   * @param down the distance of vertical neighbours
   * @param right the distance of horizontal neighbours
   */
  public void shape(int height, int width, int down, int right) {
    rows = height;
    columns = width;
    rowStride = down;
    columnStride = right;
    chosen = null;
  }

  /** Lets go of the array. */
  public void release() {
    data = NONE;
  }

  /**
   * Makes some of its rows the matrix, until the extents are set again.
   *
   * @param numbers the numbers of the rows, not copied
   * @param count how many they are
   */
  public void choose(int[] numbers, int count) {
    chosen = numbers;
    rows = count;
  }

  int at(int row, int column) {
    int[] numbers = chosen;
    int number = numbers == null ? row : numbers[row];
    return offset + number * rowStride + column * columnStride;
  }
}
