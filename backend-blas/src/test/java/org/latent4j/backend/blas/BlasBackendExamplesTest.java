package org.latent4j.backend.blas;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.tck.ExampleProgramsVerification;

/** The example programs on the backend {@code blas}. */
class BlasBackendExamplesTest extends ExampleProgramsVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new BlasBackendProvider().open(options);
  }
}
