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
    String reason = "skipped, cuda is not usable: " + probe.reason();
    if (!probe.usable()) {
      System.out.println(reason);
    }
    Assumptions.assumeTrue(probe.usable(), reason);
  }

  @Override
  public Backend openBackend(BackendOptions options) {
    return PROVIDER.open(options);
  }
}
