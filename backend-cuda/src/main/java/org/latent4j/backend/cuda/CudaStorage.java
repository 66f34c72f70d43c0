package org.latent4j.backend.cuda;

import java.util.concurrent.atomic.AtomicBoolean;
import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/** Elements in the memory of a GPU. */
final class CudaStorage implements Storage {
  private final Device device;
  private final DataType type;
  private final long length;
  private final long address;
  private final boolean owner;
  private final AtomicBoolean closed = new AtomicBoolean();

  private CudaStorage(Device device, DataType type, long length, long address, boolean owner) {
    this.device = device;
    this.type = type;
    this.length = length;
    this.address = address;
    this.owner = owner;
  }

  /** A window onto memory of somebody else. */
  static CudaStorage at(Device device, DataType type, long length, long address) {
    return new CudaStorage(device, type, length, address, false);
  }

  /** Takes memory filled with zeros; none for an empty storage. */
  static CudaStorage zeros(Device device, DataType type, long length) {
    long bytes = Math.multiplyExact(length, (long) type.bytes());
    if (bytes == 0) {
      return new CudaStorage(device, type, length, 0, false);
    }
    long address = device.allocate("a tensor", bytes);
    device.use(
        queue -> {
          queue.clear(address, bytes);
          return null;
        });
    return new CudaStorage(device, type, length, address, true);
  }

  /** The device address of the first element. */
  long address() {
    if (closed.get()) {
      throw new IllegalStateException("cuda: the storage is closed");
    }
    return address;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && owner) {
      device.free(address);
    }
  }
}
