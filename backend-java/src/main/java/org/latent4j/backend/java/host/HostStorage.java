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
   * Copies elements that lie {@code stride} apart to consecutive places of an array. Subclasses
   * with cheap access to single elements should override this.
   *
   * @param at the first element
   * @param stride the distance of neighbours, at least 1
   * @param array an array of the storage's type
   * @param to the first element written in {@code array}
   * @param count how many
   */
  public void readStrided(long at, long stride, Object array, int to, int count) {
    for (int i = 0; i < count; i++) {
      read(at + i * stride, array, to + i, 1);
    }
  }

  /**
   * Copies consecutive elements of an array to places that lie {@code stride} apart. Subclasses
   * with cheap access to single elements should override this.
   *
   * @param at the first element
   * @param stride the distance of neighbours, at least 1
   * @param array an array of the storage's type
   * @param from the first element read in {@code array}
   * @param count how many
   */
  public void writeStrided(long at, long stride, Object array, int from, int count) {
    for (int i = 0; i < count; i++) {
      write(at + i * stride, array, from + i, 1);
    }
  }

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
