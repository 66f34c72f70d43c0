package org.latent4j.backend.cuda;

import java.util.List;
import java.util.function.Consumer;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.kernel.Kernels;
import org.latent4j.op.DataType;

/**
 * What operations on a device need besides it: generated kernels, compiled ones, products, copies,
 * scratch memory. Everything but {@link #device} is used under the device's lock only.
 */
final class Engine {
  final Device device;
  final Kernels kernels;
  final BackendOptions options;
  private final CompiledKernels compiled;
  private final Transfers transfers;
  private final ProductAlgorithms algorithms;
  private final Products products;
  private final Scratch scratch;

  Engine(Driver driver, BackendOptions options, Cache cache) {
    this.device = new Device(driver);
    this.options = options;
    this.kernels = new Kernels(device.gpu().multiprocessors());
    this.compiled = new CompiledKernels(driver, device.gpu(), cache);
    this.transfers = new Transfers(driver);
    AlgorithmSearch search = AlgorithmSearch.ifAskedFor(driver, device.gpu(), cache);
    this.algorithms = new ProductAlgorithms(driver, search);
    this.products = new Products(kernels, algorithms, this::constant);
    this.scratch = new Scratch(device);
  }

  Products products() {
    return products;
  }

  /** Starts a list of commands; under the device's lock. */
  Commands commands() {
    return new Commands(device, kernels, compiled);
  }

  /** Makes commands and queues them. */
  void run(Consumer<Commands> make) {
    device.use(
        queue -> {
          Commands commands = commands();
          make.accept(commands);
          commands.issue(queue, new long[] {scratch.atLeast(commands.scratchBytes())});
          return null;
        });
  }

  /** Adds a copy between views of one shape: the bytes as they are, if they lie alike. */
  void copy(Commands to, View from, View out) {
    boolean plain =
        from.storage().type() == out.storage().type()
            && from.layout().isDense()
            && out.layout().isDense();
    long bytes = out.layout().shape().size() * out.storage().type().bytes();
    if (!plain) {
      to.add(kernels.copy(from, out));
    } else if (bytes > 0) {
      Command.Work copy = new Command.Copy(Commands.place(out), Commands.place(from), bytes);
      to.add(copy, List.of(from), List.of(out), Cost.ofBytes(2 * bytes));
    }
  }

  /** Waits for queued work, and reports an index out of range that it met. */
  void synchronize() {
    device.use(
        queue -> {
          queue.synchronize();
          device.requireNoFault();
          return null;
        });
  }

  void write(CudaStorage to, long at, Object array, int from, int count) {
    int width = to.type().bytes();
    long address = to.address() + at * width;
    device.use(
        queue -> {
          transfers.write(address, array, from, count, width);
          return null;
        });
  }

  void read(CudaStorage from, long at, Object array, int to, int count) {
    int width = from.type().bytes();
    long address = from.address() + at * width;
    device.use(
        queue -> {
          transfers.read(address, array, to, count, width);
          device.requireNoFault();
          return null;
        });
  }

  private CudaStorage constant(DataType type, double value) {
    CudaStorage storage = CudaStorage.zeros(device, type, 1);
    Object array = type == DataType.FLOAT64 ? new double[] {value} : new float[] {(float) value};
    write(storage, 0, array, 0, 1);
    return storage;
  }

  void close() {
    List<Runnable> parts =
        List.of(
            scratch::close, products::close, algorithms::close, compiled::close, transfers::close);
    if (device.isLost()) {
      device.close(); // All else is gone with its context.
      return;
    }
    try {
      device.use(
          queue -> {
            queue.synchronize();
            parts.forEach(Runnable::run);
            return null;
          });
    } finally {
      device.close();
    }
  }
}
