package org.latent4j.models.io;

import java.util.Arrays;
import org.latent4j.op.DataType;

/**
 * One tensor of a file: a name, a shape and its elements in row-major order, on the host.
 *
 * <p>The array is handed through, never copied, so that a large model needs its memory once: who
 * gives an array to {@code of} or takes one from an accessor must not modify it.
 */
public final class SavedTensor {

  private final String name;
  private final DataType type;
  private final int[] shape;
  private final Object values;

  SavedTensor(String name, DataType type, int[] shape, Object values) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.values = values;
  }

  /**
   * A {@link DataType#FLOAT32} tensor.
   *
   * @param name its name in the file
   * @param values the elements, row-major; not copied
   * @param shape the dimensions; none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if the shape's product is not the number of values
   */
  public static SavedTensor of(String name, float[] values, int... shape) {
    return checked(name, DataType.FLOAT32, values, values.length, shape);
  }

  /**
   * A {@link DataType#FLOAT64} tensor.
   *
   * @param name its name in the file
   * @param values the elements, row-major; not copied
   * @param shape the dimensions; none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if the shape's product is not the number of values
   */
  public static SavedTensor of(String name, double[] values, int... shape) {
    return checked(name, DataType.FLOAT64, values, values.length, shape);
  }

  /**
   * An {@link DataType#INT32} tensor.
   *
   * @param name its name in the file
   * @param values the elements, row-major; not copied
   * @param shape the dimensions; none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if the shape's product is not the number of values
   */
  public static SavedTensor of(String name, int[] values, int... shape) {
    return checked(name, DataType.INT32, values, values.length, shape);
  }

  /**
   * A {@link DataType#UINT8} tensor.
   *
   * @param name its name in the file
   * @param values the elements as unsigned bytes, row-major; not copied
   * @param shape the dimensions; none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if the shape's product is not the number of values
   */
  public static SavedTensor of(String name, byte[] values, int... shape) {
    return checked(name, DataType.UINT8, values, values.length, shape);
  }

  private static SavedTensor checked(
      String name, DataType type, Object values, int length, int[] shape) {
    long size = 1;
    for (int dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "tensor " + name + ": shape " + Arrays.toString(shape) + " has a negative dimension");
      }
      size = size == 0 || dimension == 0 ? 0 : Math.multiplyExact(size, dimension);
    }
    if (size != length) {
      throw new IllegalArgumentException(
          "tensor "
              + name
              + ": shape "
              + Arrays.toString(shape)
              + " has "
              + size
              + " elements, but "
              + length
              + " values were given");
    }
    return new SavedTensor(name, type, shape.clone(), values);
  }

  /** {@return the name in the file} */
  public String name() {
    return name;
  }

  /**
   * Renames the tensor.
   *
   * @param newName its name in the file
   * @return the tensor with the same elements, which are not copied
   */
  public SavedTensor withName(String newName) {
    return new SavedTensor(newName, type, shape, values);
  }

  /** {@return the type of the elements} */
  public DataType type() {
    return type;
  }

  /** {@return the dimensions in a new array; empty for a scalar} */
  public int[] shape() {
    return shape.clone();
  }

  /**
   * The elements of a {@link DataType#FLOAT32} tensor.
   *
   * @return the array itself, row-major; do not modify it
   * @throws DataFormatException if the tensor has another type
   */
  public float[] floats() {
    return (float[]) require(DataType.FLOAT32);
  }

  /**
   * The elements of a {@link DataType#FLOAT64} tensor.
   *
   * @return the array itself, row-major; do not modify it
   * @throws DataFormatException if the tensor has another type
   */
  public double[] doubles() {
    return (double[]) require(DataType.FLOAT64);
  }

  /**
   * The elements of an {@link DataType#INT32} tensor.
   *
   * @return the array itself, row-major; do not modify it
   * @throws DataFormatException if the tensor has another type
   */
  public int[] ints() {
    return (int[]) require(DataType.INT32);
  }

  /**
   * The elements of a {@link DataType#UINT8} tensor.
   *
   * @return the array itself, unsigned bytes, row-major; do not modify it
   * @throws DataFormatException if the tensor has another type
   */
  public byte[] bytes() {
    return (byte[]) require(DataType.UINT8);
  }

  /** The array as it is, for the encoder. */
  Object values() {
    return values;
  }

  private Object require(DataType expected) {
    if (type != expected) {
      throw new DataFormatException(
          "tensor " + name + " holds " + type + " values, but " + expected + " is needed here");
    }
    return values;
  }

  @Override
  public String toString() {
    return name + " " + type + " " + Arrays.toString(shape);
  }
}
