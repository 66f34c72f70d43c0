package org.latent4j.backend.cpu;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.tck.BackendVerification;

/** The conformance kit on the backend {@code cpu}. */
class CpuBackendTckTest extends BackendVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new CpuBackendProvider().open(options);
  }
}
