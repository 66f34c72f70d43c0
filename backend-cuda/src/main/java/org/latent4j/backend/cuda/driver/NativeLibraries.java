package org.latent4j.backend.cuda.driver;

import java.nio.file.Path;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.latent4j.backend.BackendUnavailableException;

/** Loads CUDA's libraries and JavaCPP's bindings to them. */
final class NativeLibraries {
  private NativeLibraries() {}

  /**
   * Loads CUDA from where it was found, then the bindings, which are unpacked into JavaCPP's cache
   * the first time. The bindings name CUDA's libraries without a folder; the loader takes those
   * that are in the process already.
   *
   * @throws BackendUnavailableException if that fails
   */
  static void load(Installation installation) {
    for (String limit : new String[] {"maxphysicalbytes", "maxbytes"}) {
      String property = "org.bytedeco.javacpp." + limit;
      if (System.getProperty(property) == null) {
        System.setProperty(property, "0");
      }
    }
    String loading = "JavaCPP";
    try {
      Loader.load(Pointer.class);
      for (Path library : installation.libraries()) {
        loading = library.toString();
        Loader.loadGlobal(loading);
      }
      for (Class<?> bindings : new Class<?>[] {cudart.class, nvrtc.class, cublas.class}) {
        loading = "the bindings to " + bindings.getSimpleName();
        Loader.load(bindings);
      }
    } catch (LinkageError | RuntimeException e) {
      throw new BackendUnavailableException(
          "cuda: "
              + loading
              + " can't be loaded ("
              + e.getMessage()
              + "); check that NVIDIA's driver and CUDA 13 are whole (nvidia-smi) and that ~/.javacpp"
              + " can be written to, or use the backend cpu",
          e);
    }
  }
}
