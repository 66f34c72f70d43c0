package org.latent4j.backend.cpu;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.BackendUnavailableException;
import org.latent4j.backend.Probe;
import org.latent4j.backend.java.host.Division;

/** Offers the backend {@code cpu}: memory by ND4J, products by its OpenBLAS. */
public final class CpuBackendProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public CpuBackendProvider() {}

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int priority() {
    return 200;
  }

  @Override
  public Probe probe() {
    try {
      return NativeLibraries.probe();
    } catch (LinkageError e) {
      return Probe.unusable(
          "A class of ND4J, OpenBLAS or JavaCPP can't be loaded (" + e + ").",
          "Depend on org.latent4j:latent4j-backend-cpu with its dependencies.");
    }
  }

  @Override
  public Backend open(BackendOptions options) {
    return open(options, Division.WHERE_IT_PAYS);
  }

  Backend open(BackendOptions options, Division division) {
    Probe probe = probe();
    if (!probe.usable()) {
      throw new BackendUnavailableException("cpu: " + probe.reason() + " " + probe.cure());
    }
    NativeLibraries.load();
    return new CpuBackend(options, division, NativeLibraries.nd4jVersion());
  }
}
