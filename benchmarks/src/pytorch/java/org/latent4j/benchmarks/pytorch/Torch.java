package org.latent4j.benchmarks.pytorch;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** What PyTorch's benchmarks share: tensors from arrays and back, and constants. */
final class Torch {
  static final Scalar ZERO = new Scalar(0f);
  static final Scalar ONE = new Scalar(1f);
  static final ScalarTypeOptional SAME_TYPE = new ScalarTypeOptional();

  /** The axis of the batch. */
  private static final long[] ROWS = {0};

  private Torch() {}

  static Tensor empty(long... shape) {
    return torch.empty(shape);
  }

  static Tensor zeros(long... shape) {
    return torch.zeros(shape);
  }

  /** Copies a tensor of Latent4J. */
  static Tensor copyOf(org.latent4j.tensor.Tensor tensor) {
    long[] shape = new long[tensor.shape().rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.shape().dim(i);
    }
    Tensor copy = empty(shape);
    copy.data_ptr_float().put(tensor.toFloats());
    return copy;
  }

  /** Copies labels, as PyTorch's losses want them. */
  static Tensor labels(org.latent4j.tensor.Tensor tensor) {
    int[] values = tensor.toInts();
    Tensor labels =
        torch.empty(new long[] {values.length}, new TensorOptions(torch.ScalarType.Long), null);
    LongPointer to = labels.data_ptr_long();
    for (int i = 0; i < values.length; i++) {
      to.put(i, values[i]);
    }
    return labels;
  }

  static float[] toFloats(Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    new FloatPointer(tensor.contiguous().data_ptr_float()).get(values);
    return values;
  }

  /** Does something and frees every native object that it has made. */
  static void freeing(Runnable work) {
    PointerScope scope = new PointerScope();
    try {
      work.run();
    } finally {
      scope.close();
    }
  }

  /** out = the sums of the columns of x. */
  static void sumRows(Tensor out, Tensor x) {
    torch.sum_out(out, x, ROWS, false, SAME_TYPE);
  }
}
