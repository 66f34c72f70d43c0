package org.latent4j.backend.cuda;

import java.util.Locale;

/** Says that the memory of a GPU does not suffice, with the numbers. */
public final class DeviceOutOfMemoryError extends OutOfMemoryError {
  private static final long serialVersionUID = 1L;

  private final long requested;
  private final long free;
  private final long total;

  DeviceOutOfMemoryError(String what, long requested, long free, long total, String gpu) {
    super(
        String.format(
            Locale.ROOT,
            "cuda: no room for %s of %s on %s: %s of %s are free; take a smaller batch or keep data"
                + " as UINT8, and see with nvidia-smi who else uses the GPU",
            what,
            size(requested),
            gpu,
            size(free),
            size(total)));
    this.requested = requested;
    this.free = free;
    this.total = total;
  }

  static String size(long bytes) {
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%d bytes", bytes)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /**
   * Returns what was asked for.
   *
   * @return bytes
   */
  public long requested() {
    return requested;
  }

  /**
   * Returns what the GPU had left, all processes together.
   *
   * @return bytes
   */
  public long free() {
    return free;
  }

  /**
   * Returns the size of the GPU's memory.
   *
   * @return bytes
   */
  public long total() {
    return total;
  }
}
