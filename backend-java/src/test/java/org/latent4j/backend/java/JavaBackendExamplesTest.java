package org.latent4j.backend.java;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.tck.ExampleProgramsVerification;

/** The example programs on the backend {@code java}. */
class JavaBackendExamplesTest extends ExampleProgramsVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new JavaBackend(options);
  }
}
