package org.latent4j.backend.cuda.kernel;

import java.util.List;
import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/** Runs the generated kernels, all of them, on the processor. */
class EmulatedBackend extends Backend {
  private static final int FAULT_WORDS = 4;

  private final Kernels kernels = new Kernels(4);
  private final boolean reverse;
  private final EmulatedStorage fault = new EmulatedStorage(DataType.INT32, FAULT_WORDS);

  /** Opens a backend whose blocks and threads run in ascending or descending order. */
  EmulatedBackend(boolean reverse) {
    this.reverse = reverse;
  }

  Kernels kernels() {
    return kernels;
  }

  @Override
  public BackendInfo info() {
    return new BackendInfo("emulated", "kernels on the processor", 1, Map.of("emulator", "1"));
  }

  @Override
  public Storage allocate(DataType type, long length) {
    requireOpen();
    return new EmulatedStorage(type, length);
  }

  @Override
  public void write(Storage to, long at, Object array, int from, int count) {
    requireOpen();
    ((EmulatedStorage) to).write(at, array, from, count);
  }

  @Override
  public void read(Storage from, long at, Object array, int to, int count) {
    requireOpen();
    ((EmulatedStorage) from).read(at, array, to, count);
  }

  @Override
  public void elementwise(
      Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
    List<KeySource> sources = List.of(keys).stream().map(KeySource::of).toList();
    run(kernels.elementwise(expression, shape, List.of(inputs), sources, List.of(outputs)));
  }

  @Override
  public void matmul(Scalar alpha, View a, View b, double beta, View out) {
    run(kernels.matmul(alpha, a, b, beta, out));
  }

  @Override
  public void reduce(ReductionOp op, View in, int axis, View out) {
    run(kernels.reduce(op, in, axis, out));
  }

  @Override
  public void gather(View source, View indices, View out) {
    run(kernels.gather(source, indices, out));
    requireNoFault("gather");
  }

  @Override
  public void scatterAdd(View source, View indices, View out) {
    run(kernels.scatterAdd(source, indices, out));
    requireNoFault("scatterAdd");
  }

  @Override
  public void replaceRows(View source, View indices, View out) {
    run(kernels.replaceRows(source, indices, out));
    requireNoFault("replaceRows");
  }

  @Override
  public void foldKey(Key parent, int n, View counter, View out) {
    run(kernels.foldKey(KeySource.of(parent).fold(n, counter), out));
  }

  private synchronized void requireNoFault(String operation) {
    int[] record = new int[FAULT_WORDS];
    fault.read(0, record, 0, FAULT_WORDS);
    if (record[0] != 0) {
      fault.write(0, new int[FAULT_WORDS], 0, FAULT_WORDS);
      throw new IndexOutOfBoundsException(
          operation + ": index " + record[1] + " is not below " + record[2]);
    }
  }

  /** Runs what has been planned. */
  void run(Work work) {
    requireOpen();
    if (work.scratchBytes() == 0) {
      run(work, 0);
      return;
    }
    try (EmulatedStorage scratch = new EmulatedStorage(DataType.UINT8, work.scratchBytes())) {
      run(work, scratch.address());
    }
  }

  private void run(Work work, long scratch) {
    for (Launch launch : work.launches()) {
      long[] arguments = new long[launch.arguments().size()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = bits(launch.arguments().get(i), scratch);
      }
      Emulator.run(changed(launch), arguments, reverse);
    }
  }

  /** A chance to put in a fault. */
  Launch changed(Launch launch) {
    return launch;
  }

  private long bits(Argument argument, long scratch) {
    if (argument instanceof Argument.Pointer pointer) {
      return ((EmulatedStorage) pointer.storage()).address() + pointer.bytes();
    } else if (argument instanceof Argument.Scratch part) {
      return scratch + part.bytes();
    } else if (argument instanceof Argument.Int32 number) {
      return number.value();
    } else if (argument instanceof Argument.Int64 number) {
      return number.value();
    } else if (argument instanceof Argument.Float32 number) {
      return Float.floatToRawIntBits(number.value());
    } else if (argument instanceof Argument.Float64 number) {
      return Double.doubleToRawLongBits(number.value());
    }
    return fault.address();
  }

  @Override
  protected void closeResources() {
    fault.close();
  }
}
