package org.latent4j.testing;

import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/**
 * Elements of any type as doubles, which hold them exactly. The array is made at first use, so that
 * a test can claim a storage of gigabytes and never pay for it.
 */
final class NaiveStorage implements Storage {
  private final NaiveBackend backend;
  private final DataType type;
  private final long length;
  private double[] elements;
  private boolean closed;

  NaiveStorage(NaiveBackend backend, DataType type, long length) {
    this.backend = backend;
    this.type = type;
    this.length = length;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public long length() {
    return length;
  }

  double get(long index) {
    return elements()[Math.toIntExact(index)];
  }

  /** Stores a number as the type holds it. */
  void set(long index, double value) {
    elements()[Math.toIntExact(index)] =
        switch (type) {
          case FLOAT32 -> (float) value;
          case FLOAT64 -> value;
          case INT32 -> (int) value;
          case UINT8 -> Math.max(0, Math.min(255, (int) value));
        };
  }

  private double[] elements() {
    if (closed) {
      throw new IllegalStateException("storage: used after it was closed");
    }
    if (elements == null) {
      elements = new double[Math.toIntExact(length)];
    }
    return elements;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      elements = null;
      backend.closed(this);
    }
  }
}
