package org.latent4j.tck;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/** Tensors to test with. */
final class Tensors {
  private Tensors() {}

  /** A tensor of some type whose elements are nearest to the given numbers. */
  static Tensor of(Backend backend, DataType type, double[] numbers, int... shape) {
    return switch (type) {
      case FLOAT32 -> Tensor.of(backend, (float[]) Elements.array(type, numbers), shape);
      case FLOAT64 -> Tensor.of(backend, numbers, shape);
      case INT32 -> Tensor.of(backend, (int[]) Elements.array(type, numbers), shape);
      case UINT8 -> Tensor.of(backend, (byte[]) Elements.array(type, numbers), shape);
    };
  }
}
