package org.latent4j.backend.cuda.kernel;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.tck.BackendVerification;

/** The conformance kit on the generated kernels, run on the processor. */
@Tag("slow")
class EmulatedBackendTckTest extends BackendVerification {
  @BeforeAll
  static void requireEmulator() {
    Assumptions.assumeTrue(Emulator.obstacle() == null, Emulator::obstacle);
  }

  @Override
  public Backend openBackend(BackendOptions options) {
    return new EmulatedBackend(options.threads() == 1);
  }
}
