package org.latent4j.backend.cpu;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.latent4j.backend.BackendUnavailableException;
import org.latent4j.backend.Probe;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native libraries of this backend: whether they are there, and loading them. */
final class NativeLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

  private NativeLibraries() {}

  /**
   * Looks for the libraries on the class path without unpacking or loading them.
   *
   * @throws LinkageError if not even the classes are there
   */
  static Probe probe() {
    String platform = Loader.Detector.getPlatform();
    String[] resources = {
      "/org/bytedeco/javacpp/" + platform + "/" + System.mapLibraryName("jnijavacpp"),
      "/org/bytedeco/openblas/" + platform + "/" + System.mapLibraryName("jniopenblas_nolapack"),
      "/org/nd4j/linalg/cpu/nativecpu/bindings/"
          + platform
          + "/"
          + System.mapLibraryName("jnind4jcpu")
    };
    for (String resource : resources) {
      if (NativeLibraries.class.getResource(resource) == null) {
        return Probe.unusable(
            "There is no "
                + resource.substring(resource.lastIndexOf('/') + 1)
                + " for "
                + platform
                + " on the class path.",
            "Add org.nd4j:nd4j-native, org.bytedeco:openblas and org.bytedeco:javacpp with the"
                + " classifier "
                + platform
                + " in the versions of latent4j-backend-cpu, or use the backend java.");
      }
    }
    return Probe.usable("ND4J and OpenBLAS have natives for " + platform + ".");
  }

  /**
   * Loads OpenBLAS and ND4J. The first time on a machine they are unpacked into JavaCPP's cache.
   *
   * @throws BackendUnavailableException if that fails
   */
  static void load() {
    liftMemoryLimits();
    String memory;
    try {
      OpenBlas.load();
      memory = Nd4j.getDataBufferFactory().getClass().getName();
      // Last, because ND4J gives OpenBLAS one thread for each core when it starts.
      OpenBlas.keepToCallingThread();
    } catch (LinkageError | RuntimeException e) {
      throw new BackendUnavailableException(
          "cpu: ND4J's natives are there but can't be loaded ("
              + e
              + "); check that the cache "
              + "folder ~/.javacpp is writable and that the system has glibc, or use the backend java",
          e);
    }
    if (!memory.contains(".nativecpu.")) {
      throw new BackendUnavailableException(
          "cpu: ND4J computes elsewhere (" + memory + "); remove nd4j-cuda from the class path");
    }
  }

  /**
   * JavaCPP counts all memory of the process against a multiple of the Java heap and throws beyond
   * it. It reads the limits once, when its first class is loaded; limits that a user has set stay.
   */
  private static void liftMemoryLimits() {
    for (String limit : new String[] {"maxphysicalbytes", "maxbytes"}) {
      String property = "org.bytedeco.javacpp." + limit;
      if (System.getProperty(property) == null) {
        System.setProperty(property, "0");
      }
    }
    if (Pointer.maxPhysicalBytes() > 0 || Pointer.maxBytes() > 0) {
      LOG.info(
          "JavaCPP limits native memory to {} bytes, and the process to {}; where that is too little,"
              + " start Java with -Dorg.bytedeco.javacpp.maxbytes=0"
              + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0",
          Pointer.maxBytes(),
          Pointer.maxPhysicalBytes());
    }
  }

  /** Returns the version of ND4J on the class path. */
  static String nd4jVersion() {
    try {
      return Loader.getVersion("org.nd4j", "nd4j-native");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
