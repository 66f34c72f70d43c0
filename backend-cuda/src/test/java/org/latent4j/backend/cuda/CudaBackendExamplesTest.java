package org.latent4j.backend.cuda;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Probe;
import org.latent4j.tck.ExampleProgramsVerification;

/** The example programs on a GPU, where there is one. */
class CudaBackendExamplesTest extends ExampleProgramsVerification {
  private static final CudaBackendProvider PROVIDER = new CudaBackendProvider();

  @BeforeAll
  static void requireGpu() {
    Probe probe = PROVIDER.probe();
    Assumptions.assumeTrue(probe.usable(), () -> "cuda: " + probe.reason() + " " + probe.cure());
  }

  @Override
  public Backend openBackend(BackendOptions options) {
    return PROVIDER.open(options);
  }
}
