package org.latent4j.backend.cuda.driver;

import java.util.Set;

/** Says that a call of CUDA failed. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int OUT_OF_MEMORY = 2;

  /**
   * Errors of the driver after which the context is lost: uncorrectable memory, illegal address,
   * launch timeout, illegal instruction, misaligned address, illegal address space, illegal program
   * counter, failed launch, and their kin.
   */
  private static final Set<Integer> STICKY =
      Set.of(214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 999);

  private final boolean ofDriver;
  private final int code;

  private CudaException(String message, boolean ofDriver, int code) {
    super(message);
    this.ofDriver = ofDriver;
    this.code = code;
  }

  /**
   * An error of the driver's interface.
   *
   * @param call what was called
   * @param code the error's number
   * @param name the error's name and meaning
   * @return the exception
   */
  public static CudaException ofDriver(String call, int code, String name) {
    return new CudaException("cuda: " + call + " failed: " + name + " (" + code + ")", true, code);
  }

  /**
   * An error of a library.
   *
   * @param call what was called
   * @param code the error's number
   * @param name the error's name or meaning
   * @return the exception
   */
  public static CudaException ofLibrary(String call, int code, String name) {
    return new CudaException("cuda: " + call + " failed: " + name + " (" + code + ")", false, code);
  }

  /**
   * Whether the device had no room.
   *
   * @return true if memory ran out
   */
  public boolean isOutOfMemory() {
    return ofDriver && code == OUT_OF_MEMORY;
  }

  /**
   * Whether every later call on the device will fail, too.
   *
   * @return true if the device's context is lost
   */
  public boolean isSticky() {
    return ofDriver && STICKY.contains(code);
  }
}
