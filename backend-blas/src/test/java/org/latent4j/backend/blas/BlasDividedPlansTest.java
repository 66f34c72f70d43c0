package org.latent4j.backend.blas;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.java.host.Division;
import org.latent4j.tck.ProgramVerification;

/** The rules for programs, with every node divided among three threads however small it is. */
class BlasDividedPlansTest extends ProgramVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new BlasBackendProvider().open(options.withThreads(3), Division.ALWAYS);
  }
}
