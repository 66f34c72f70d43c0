package org.latent4j.backend.cuda;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Gpu;
import org.latent4j.backend.cuda.driver.Memory;
import org.latent4j.backend.cuda.driver.Pinned;

/**
 * One GPU, used by one thread at a time. Some errors of CUDA leave the device's context lost: from
 * then on nothing works in this process, and every use throws with the first such error as cause.
 */
final class Device implements AutoCloseable {
  private static final int FAULT_WORDS = 4;

  private final Driver driver;
  private final Gpu gpu;
  private final ReentrantLock lock = new ReentrantLock();
  private final Pinned fault;
  private CudaException lost;
  private boolean closed;

  Device(Driver driver) {
    this.driver = driver;
    this.gpu = driver.gpu();
    driver.enter();
    this.fault = driver.pin(FAULT_WORDS * Integer.BYTES);
  }

  Gpu gpu() {
    return gpu;
  }

  /**
   * Uses the device alone.
   *
   * @throws IllegalStateException if it is closed or was lost before
   */
  <T> T use(Function<Driver, T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("cuda: the backend is closed");
      }
      if (lost != null) {
        throw new IllegalStateException(
            "cuda: "
                + gpu.name()
                + " can't be used any more since an earlier error ("
                + lost.getMessage()
                + "); start a new process",
            lost);
      }
      driver.enter();
      return work.apply(driver);
    } catch (CudaException e) {
      if (e.isSticky() && lost == null) {
        lost = e;
      }
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Takes memory; its contents are undefined. */
  long allocate(String what, long bytes) {
    return use(
        queue -> {
          try {
            return queue.allocate(bytes);
          } catch (CudaException e) {
            if (!e.isOutOfMemory()) {
              throw e;
            }
          }
          queue.trim(); // What was freed may be in pieces that are too small.
          try {
            return queue.allocate(bytes);
          } catch (CudaException e) {
            if (!e.isOutOfMemory()) {
              throw e;
            }
            throw outOfMemory(what, bytes, queue.memory());
          }
        });
  }

  /** Refuses a job for which the memory does not suffice, before it starts. */
  void requireRoom(String what, long bytes) {
    use(
        queue -> {
          if (bytes > queue.memory().free()) {
            queue.trim();
            Memory memory = queue.memory();
            if (bytes > memory.free()) {
              throw outOfMemory(what, bytes, memory);
            }
          }
          return null;
        });
  }

  private DeviceOutOfMemoryError outOfMemory(String what, long bytes, Memory memory) {
    return new DeviceOutOfMemoryError(what, bytes, memory.free(), memory.total(), gpu.name());
  }

  /** Whether an error has lost the device's context. */
  boolean isLost() {
    lock.lock();
    try {
      return lost != null;
    } finally {
      lock.unlock();
    }
  }

  /** Gives memory back. */
  void free(long address) {
    release(queue -> queue.free(address));
  }

  /** Gives something back; after closing, or when the device is lost, it is gone anyway. */
  void release(Consumer<Driver> work) {
    lock.lock();
    try {
      if (!closed && lost == null) {
        driver.enter();
        work.accept(driver);
      }
    } catch (CudaException e) {
      if (e.isSticky()) {
        lost = e;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Where kernels say that they met an index out of range. */
  long faultAddress() {
    return fault.address();
  }

  /**
   * Tells of an index out of range that a kernel has met. To be called when its work is known to be
   * done; earlier, it may not know yet.
   *
   * @throws IndexOutOfBoundsException once for each time
   */
  void requireNoFault() {
    if (fault.bytes().getInt(0) != 0) {
      int index = fault.bytes().getInt(Integer.BYTES);
      int limit = fault.bytes().getInt(2 * Integer.BYTES);
      fault.bytes().putInt(0, 0);
      throw new IndexOutOfBoundsException(
          "gather, scatterAdd, withRows: index "
              + index
              + " is not among the rows 0 to "
              + (limit - 1));
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        if (lost == null) {
          driver.enter();
          driver.synchronize();
          driver.unpin(fault);
        }
        driver.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
