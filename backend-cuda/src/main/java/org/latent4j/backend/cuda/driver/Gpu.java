package org.latent4j.backend.cuda.driver;

import java.util.Locale;

/**
 * A GPU and the libraries that drive it.
 *
 * @param name the device's name
 * @param major the first number of its compute capability
 * @param minor the second
 * @param multiprocessors the number of its multiprocessors
 * @param memory its memory in bytes
 * @param driver the CUDA version of the driver: 13000 for 13.0
 * @param nvrtc the version of NVRTC, for example 13.0
 * @param cublasLt the version of cuBLASLt, for example 130002
 */
public record Gpu(
    String name,
    int major,
    int minor,
    int multiprocessors,
    long memory,
    int driver,
    String nvrtc,
    long cublasLt) {

  /**
   * Returns the architecture, as NVRTC's options name it.
   *
   * @return for example {@code sm_90}
   */
  public String architecture() {
    return String.format(Locale.ROOT, "sm_%d%d", major, minor);
  }
}
