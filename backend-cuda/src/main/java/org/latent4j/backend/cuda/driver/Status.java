package org.latent4j.backend.cuda.driver;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns the results of CUDA's functions into exceptions. */
final class Status {
  private Status() {}

  /** Checks a result of the driver's interface. */
  static void ofDriver(int result, String call) {
    if (result != 0) {
      throw CudaException.ofDriver(call, result, name(result));
    }
  }

  private static String name(int result) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      String name =
          cudart.cuGetErrorName(result, text) == 0
              ? text.get(BytePointer.class, 0).getString()
              : "";
      String meaning =
          cudart.cuGetErrorString(result, text) == 0
              ? text.get(BytePointer.class, 0).getString()
              : "unknown error";
      return name.isEmpty() ? meaning : name + ", " + meaning;
    }
  }

  /** Checks a result of NVRTC. */
  static void ofNvrtc(int result, String call) {
    if (result != 0) {
      throw CudaException.ofLibrary(call, result, nvrtc.nvrtcGetErrorString(result).getString());
    }
  }

  /** Checks a result of cuBLASLt. */
  static void ofCublasLt(int result, String call) {
    if (result != 0) {
      String name =
          switch (result) {
            case 1 -> "CUBLAS_STATUS_NOT_INITIALIZED";
            case 3 -> "CUBLAS_STATUS_ALLOC_FAILED";
            case 7 -> "CUBLAS_STATUS_INVALID_VALUE";
            case 8 -> "CUBLAS_STATUS_ARCH_MISMATCH";
            case 11 -> "CUBLAS_STATUS_MAPPING_ERROR";
            case 13 -> "CUBLAS_STATUS_EXECUTION_FAILED";
            case 14 -> "CUBLAS_STATUS_INTERNAL_ERROR";
            case 15 -> "CUBLAS_STATUS_NOT_SUPPORTED";
            default -> "unknown error";
          };
      throw CudaException.ofLibrary(call, result, name);
    }
  }
}
