package org.latent4j.backend.blas;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.tck.BackendVerification;

/** The conformance kit on the backend {@code blas}. */
class BlasBackendTckTest extends BackendVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new BlasBackendProvider().open(options);
  }
}
