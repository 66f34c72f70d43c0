package org.latent4j.backend.cuda;

/**
 * Memory that single operations use one after the other. It grows as asked for; work that is queued
 * keeps the old memory until it is done, because freeing is queued, too. Not thread-safe: used
 * under the device's lock.
 */
final class Scratch {
  private static final long SMALLEST = 1 << 20;

  private final Device device;
  private long address;
  private long bytes;

  Scratch(Device device) {
    this.device = device;
  }

  long atLeast(long needed) {
    if (needed > bytes) {
      close();
      long size = Math.max(SMALLEST, needed);
      address = device.allocate("scratch memory", size);
      bytes = size;
    }
    return address;
  }

  void close() {
    if (bytes > 0) {
      device.free(address);
      address = 0;
      bytes = 0;
    }
  }
}
