package org.latent4j.backend.cuda;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Probe;
import org.latent4j.tck.BackendVerification;

/** The conformance kit on a GPU, where there is one. */
class CudaBackendTckTest extends BackendVerification {
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

  /** A program runs on while the device works; an index out of range is reported later. */
  @Override
  public boolean checksIndices() {
    return false;
  }
}
