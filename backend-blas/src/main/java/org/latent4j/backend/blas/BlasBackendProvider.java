package org.latent4j.backend.blas;

import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.Probe;
import org.latent4j.backend.java.host.Division;

/** Offers the backend {@code blas}: storage in Java arrays, products by jblas. */
public final class BlasBackendProvider implements BackendProvider {
  /** The libraries in jblas's jar, by system and processor. */
  private static final Map<String, String> JBLAS_LIBRARIES =
      Map.of(
          "Linux amd64", "/lib/static/Linux/amd64/sse3/libjblas.so",
          "Linux aarch64", "/lib/static/Linux/aarch64/libjblas.so",
          "Mac OS X x86_64", "/lib/static/Mac OS X/x86_64/sse3/libjblas.jnilib",
          "Windows amd64", "/lib/static/Windows/amd64/jblas.dll");

  private static final String OTHER =
      "Use another backend: cpu on a machine for which ND4J has natives, java on any.";

  /** For {@link java.util.ServiceLoader}. */
  public BlasBackendProvider() {}

  @Override
  public String name() {
    return "blas";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Probe probe() {
    try {
      return probeLibraries();
    } catch (LinkageError e) {
      return Probe.unusable(
          "A class of jblas or OpenBLAS can't be loaded (" + e + ").",
          "Depend on org.latent4j:latent4j-backend-blas with its dependencies.");
    }
  }

  private static Probe probeLibraries() {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    String library = JBLAS_LIBRARIES.get(machine.replaceFirst("^Windows.* ", "Windows "));
    if (library == null || BlasBackendProvider.class.getResource(library) == null) {
      return Probe.unusable("jblas has no library for " + machine + ".", OTHER);
    }
    String switchedOff = JblasLibrary.openBlasSwitchedOff();
    if (!switchedOff.isEmpty()) {
      return Probe.usable("jblas has a library for " + machine + "; " + switchedOff + ".");
    }
    if (BlasBackendProvider.class.getResource(OpenBlas.resource()) == null) {
      return Probe.unusable(
          "There is no OpenBLAS for "
              + machine
              + " on the class path, and jblas alone does not run"
              + " on Linux without libgfortran.so.5.",
          "Add org.bytedeco:openblas and org.bytedeco:javacpp with the classifier "
              + OpenBlas.platform()
              + ", or set the system property "
              + JblasLibrary.OPENBLAS_PROPERTY
              + " to false if libgfortran.so.5 is installed.");
    }
    return Probe.usable("jblas has a library for " + machine + ", and OpenBLAS is there.");
  }

  @Override
  public Backend open(BackendOptions options) {
    return open(options, Division.WHERE_IT_PAYS);
  }

  Backend open(BackendOptions options, Division division) {
    return new BlasBackend(options, division, JblasLibrary.load());
  }
}
