package org.latent4j.backend.java.host;

import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/**
 * A storage that the processor can read and write: a Java array or native memory. Subclasses move
 * whole runs of elements between it and Java arrays of its own type ({@code float[]}, {@code
 * double[]}, {@code int[]} or {@code byte[]}); everything else stands on that.
 *
 * <p>Positions and counts are trusted: the layers above have checked them.
 */
public abstract class HostStorage implements Storage {
  /** Elements of a row without gaps that are worth a call to copy it. */
  private static final int WORTH_COPYING = 32;

  private final DataType type;
  private final long length;
  private boolean closed;

  /**
   * For subclasses.
   *
   * @param type the element type
   * @param length the number of elements
   */
  protected HostStorage(DataType type, long length) {
    this.type = type;
    this.length = length;
  }

  @Override
  public final DataType type() {
    return type;
  }

  @Override
  public final long length() {
    return length;
  }

  /**
   * Copies a run of elements to an array. Must throw {@link #closedException()} after closing.
   *
   * @param at the first element
   * @param array an array of the storage's type
   * @param to the first element written in {@code array}
   * @param count how many
   */
  public abstract void read(long at, Object array, int to, int count);

  /**
   * Copies a run of elements from an array. Must throw {@link #closedException()} after closing.
   *
   * @param at the first element
   * @param array an array of the storage's type
   * @param from the first element read in {@code array}
   * @param count how many
   */
  public abstract void write(long at, Object array, int from, int count);

  /**
   * Copies elements that lie {@code stride} apart to consecutive places of an array.
   *
   * @param at the first element
   * @param stride the distance of neighbours, at least 1
   * @param array an array of the storage's type
   * @param to the first element written in {@code array}
   * @param count how many
   */
  public final void readStrided(long at, long stride, Object array, int to, int count) {
    readElements(at, stride, 0, count, 1, array, to);
  }

  /**
   * Copies consecutive elements of an array to places that lie {@code stride} apart.
   *
   * @param at the first element
   * @param stride the distance of neighbours, at least 1
   * @param array an array of the storage's type
   * @param from the first element read in {@code array}
   * @param count how many
   */
  public final void writeStrided(long at, long stride, Object array, int from, int count) {
    writeElements(at, stride, 0, count, 1, array, from);
  }

  /**
   * Copies rows of elements to consecutive places of an array: long rows one by one, many short
   * ones element by element, because a call for each would cost more than its elements.
   *
   * @param at the first element
   * @param rowStride the distance of neighbouring rows
   * @param stride the distance of neighbours in a row; 0 repeats one element
   * @param rows how many rows
   * @param columns how many elements a row has
   * @param array an array of the storage's type
   * @param to the first element written in {@code array}
   */
  final void readRows(
      long at, long rowStride, long stride, int rows, int columns, Object array, int to) {
    if (areShort(rows, columns, stride)) {
      readElements(at, rowStride, stride, rows, columns, array, to);
      return;
    }
    for (int row = 0; row < rows; row++) {
      long from = at + row * rowStride;
      int place = to + row * columns;
      if (stride == 0) {
        read(from, array, place, 1);
        Elements.repeat(array, place, 1, columns);
      } else if (stride == 1) {
        read(from, array, place, columns);
      } else {
        readStrided(from, stride, array, place, columns);
      }
    }
  }

  /**
   * Copies consecutive elements of an array to rows, as {@link #readRows} reads them.
   *
   * @param at the first element
   * @param rowStride the distance of neighbouring rows
   * @param stride the distance of neighbours in a row, at least 1
   * @param rows how many rows
   * @param columns how many elements a row has
   * @param array an array of the storage's type
   * @param from the first element read in {@code array}
   */
  final void writeRows(
      long at, long rowStride, long stride, int rows, int columns, Object array, int from) {
    if (areShort(rows, columns, stride)) {
      writeElements(at, rowStride, stride, rows, columns, array, from);
      return;
    }
    for (int row = 0; row < rows; row++) {
      long to = at + row * rowStride;
      if (stride == 1) {
        write(to, array, from + row * columns, columns);
      } else {
        writeStrided(to, stride, array, from + row * columns, columns);
      }
    }
  }

  private static boolean areShort(int rows, int columns, long stride) {
    return rows > columns && (stride != 1 || columns < WORTH_COPYING);
  }

  /**
   * Copies elements one by one: element (row, column) is at {@code at + row rowStride + column
   * stride}, and goes to {@code to + row columns + column}. There are about as many rows as columns
   * or more, so that loops over the rows should be the inner ones. Subclasses with cheap access to
   * single elements should override this. Must throw {@link #closedException()} after closing.
   *
   * @param at the first element
   * @param rowStride the distance of neighbours in a column, at least 0
   * @param stride the distance of neighbours in a row, at least 0
   * @param rows how many rows
   * @param columns how many columns
   * @param array an array of the storage's type
   * @param to the first element written in {@code array}
   */
  protected void readElements(
      long at, long rowStride, long stride, int rows, int columns, Object array, int to) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        read(at + row * rowStride + column * stride, array, to + row * columns + column, 1);
      }
    }
  }

  /**
   * Copies elements of an array one by one to where {@link #readElements} would read them.
   *
   * @param at the first element
   * @param rowStride the distance of neighbours in a column, at least 1
   * @param stride the distance of neighbours in a row, at least 1 if there are several columns
   * @param rows how many rows
   * @param columns how many columns
   * @param array an array of the storage's type
   * @param from the first element read in {@code array}
   */
  protected void writeElements(
      long at, long rowStride, long stride, int rows, int columns, Object array, int from) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        write(at + row * rowStride + column * stride, array, from + row * columns + column, 1);
      }
    }
  }

  /**
   * Copies rows by number to another storage of the same kind and type, one after another.
   *
   * @param at the first element of row 0
   * @param rowStride the distance of neighbouring rows, whose elements have no gaps
   * @param columns how many elements a row has, at least 1
   * @param numbers which rows
   * @param first the place in {@code numbers} of the first one copied
   * @param end the place behind the last one copied
   * @param out where they go
   * @param to where in {@code out} the row {@code numbers[0]} would go; others follow without gaps
   */
  protected abstract void gatherRows(
      long at,
      long rowStride,
      int columns,
      int[] numbers,
      int first,
      int end,
      HostStorage out,
      long to);

  /** Frees the memory. Called once. */
  protected abstract void free();

  /**
   * Makes the exception for a use after closing.
   *
   * @return the exception to throw
   */
  protected final IllegalStateException closedException() {
    return new IllegalStateException(
        "storage: this one of "
            + length
            + " "
            + type
            + " elements is closed; its tensor was closed, or belonged to a scope that has ended:"
            + " keep() hands a tensor to the enclosing scope");
  }

  @Override
  public final void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    free();
  }
}
