package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Gpu;
import org.latent4j.backend.cuda.kernel.Kernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels ready to be launched: compiled for this GPU at first use, kept on disk for the next
 * process. Not thread-safe: used under the device's lock.
 */
final class CompiledKernels {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledKernels.class);

  private final Driver driver;
  private final KernelFiles files;
  private final List<String> options;
  private final Map<String, Driver.Handle> loaded = new HashMap<>();

  CompiledKernels(Driver driver, Gpu gpu, Cache cache) {
    this.driver = driver;
    this.options = new ArrayList<>(Kernel.OPTIONS);
    options.add("--gpu-architecture=" + gpu.architecture());
    this.files = new KernelFiles(cache, gpu, options);
  }

  Driver.Handle of(Kernel kernel) {
    Driver.Handle known = loaded.get(kernel.name());
    if (known != null) {
      return known;
    }
    Driver.Handle handle = load(kernel);
    loaded.put(kernel.name(), handle);
    return handle;
  }

  private Driver.Handle load(Kernel kernel) {
    byte[] image = files.read(kernel);
    if (image != null) {
      try {
        return driver.load(image, kernel.name());
      } catch (CudaException e) {
        if (e.isSticky()) {
          throw e;
        }
        LOG.info(
            "Compiling {} again: its file can't be loaded ({})", kernel.name(), e.getMessage());
      }
    }
    byte[] compiled = driver.compile(kernel.name(), kernel.source(), options);
    files.write(kernel, compiled);
    return driver.load(compiled, kernel.name());
  }

  void close() {
    loaded.values().forEach(driver::unload);
    loaded.clear();
  }
}
