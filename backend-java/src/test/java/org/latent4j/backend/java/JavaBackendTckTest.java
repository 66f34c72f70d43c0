package org.latent4j.backend.java;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.tck.BackendVerification;

/** The conformance rules, eager and traced, in both floating types. */
class JavaBackendTckTest extends BackendVerification {
  @Override
  public Backend openBackend(BackendOptions options) {
    return new JavaBackend(options);
  }
}
