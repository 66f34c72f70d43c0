package org.latent4j.models.data.file;

/**
 * Bounds on what a reader accepts, so that a malicious or damaged file cannot exhaust the machine.
 *
 * @param unpackedBytes the most bytes that a gzip file may unpack to; plain files are bounded by
 *     their own size
 * @param valueBytes the most bytes that the values of a data set may take in memory
 */
public record ReadLimits(long unpackedBytes, long valueBytes) {

  /**
   * Checks the numbers.
   *
   * @param unpackedBytes the most bytes that a gzip file may unpack to
   * @param valueBytes the most bytes that values may take in memory
   * @throws IllegalArgumentException if one is below 1
   */
  public ReadLimits {
    if (unpackedBytes < 1 || valueBytes < 1) {
      throw new IllegalArgumentException(
          "read limits: both must be positive, got " + unpackedBytes + " and " + valueBytes);
    }
  }

  /**
   * The usual bounds.
   *
   * @return 4 GiB unpacked, and values of at most half of what Java may use (-Xmx)
   */
  public static ReadLimits standard() {
    return new ReadLimits(1L << 32, Math.max(1, Runtime.getRuntime().maxMemory() / 2));
  }

  /**
   * Another bound on unpacking.
   *
   * @param bytes at least 1
   * @return these limits with that bound
   */
  public ReadLimits withUnpackedBytes(long bytes) {
    return new ReadLimits(bytes, valueBytes);
  }

  /**
   * Another bound on memory.
   *
   * @param bytes at least 1
   * @return these limits with that bound
   */
  public ReadLimits withValueBytes(long bytes) {
    return new ReadLimits(unpackedBytes, bytes);
  }
}
