package org.latent4j.backend.cuda;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.Probe;
import org.latent4j.backend.cuda.driver.Discovery;
import org.latent4j.backend.cuda.driver.Drivers;

/** Offers the backend {@code cuda}: NVIDIA GPUs with CUDA 13. */
public final class CudaBackendProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public CudaBackendProvider() {}

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int priority() {
    return 300;
  }

  @Override
  public Probe probe() {
    try {
      return Discovery.here().probe();
    } catch (LinkageError | RuntimeException e) {
      return Probe.unusable(
          "CUDA could not be looked for (" + e + ").",
          "Depend on org.latent4j:latent4j-backend-cuda with its dependencies.");
    }
  }

  @Override
  public Backend open(BackendOptions options) {
    return new CudaBackend(Drivers.open(), options, Cache.ofUser());
  }
}
