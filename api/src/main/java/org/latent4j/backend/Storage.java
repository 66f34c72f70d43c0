package org.latent4j.backend;

import org.latent4j.op.DataType;

/**
 * A flat, typed run of elements on a backend's device. Made by {@link Backend#allocate}; freed by
 * {@link #close()}.
 */
public interface Storage extends AutoCloseable {
  /**
   * Returns the type of every element.
   *
   * @return the element type
   */
  DataType type();

  /**
   * Returns the number of elements.
   *
   * @return the length, at least 0
   */
  long length();

  /**
   * Frees the memory at once, also after the backend was closed: a scope or a program may outlive
   * its backend. Closing twice does nothing. Any other use after closing throws {@link
   * IllegalStateException}.
   */
  @Override
  void close();
}
