package org.latent4j.backend.blas;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.java.host.Division;
import org.latent4j.tck.HeapVerification;

/** How little heap a run takes with every node divided between two threads. */
class BlasHeapTest extends HeapVerification {
  @Override
  protected Backend openBackend(BackendOptions options) {
    return new BlasBackendProvider().open(options, Division.ALWAYS);
  }
}
