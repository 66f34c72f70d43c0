package org.latent4j.backend.cuda;

import java.nio.file.Path;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.RecordingDriver;

/** A backend on a GPU that only writes down what it is asked to do. */
final class Recorded {
  static CudaException illegalAddress() {
    return CudaException.ofDriver("cuLaunchKernel", 700, "CUDA_ERROR_ILLEGAL_ADDRESS");
  }

  private Recorded() {}

  static CudaBackend backend(RecordingDriver driver, Path cache) {
    return backend(driver, cache, Precision.TF32);
  }

  static CudaBackend backend(RecordingDriver driver, Path cache, Precision precision) {
    return new CudaBackend(driver, new BackendOptions(1, precision), new Cache(cache));
  }
}
