package org.latent4j.backend.cuda;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.cuda.kernel.EmulatedDriver;
import org.latent4j.tck.ExampleProgramsVerification;

/** The example programs on the whole backend, with a GPU that is emulated on the processor. */
@Tag("slow")
class EmulatedCudaBackendExamplesTest extends ExampleProgramsVerification {
  @TempDir private static Path folder;

  @BeforeAll
  static void requireEmulator() {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
  }

  @Override
  public Backend openBackend(BackendOptions options) {
    return new CudaBackend(new EmulatedDriver(options.threads() == 1), options, new Cache(folder));
  }
}
