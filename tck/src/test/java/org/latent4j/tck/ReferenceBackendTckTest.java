package org.latent4j.tck;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;

/** The rules can be met: plain loops meet them. */
class ReferenceBackendTckTest extends BackendVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new ReferenceBackend();
  }
}
