package org.latent4j.tck;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;

/** The examples on plain loops. */
class ReferenceBackendExamplesTest extends ExampleProgramsVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new ReferenceBackend();
  }
}
