package org.latent4j.backend.cpu;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.tck.ExampleProgramsVerification;

/** The example programs on the backend {@code cpu}. */
class CpuBackendExamplesTest extends ExampleProgramsVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new CpuBackendProvider().open(options);
  }
}
