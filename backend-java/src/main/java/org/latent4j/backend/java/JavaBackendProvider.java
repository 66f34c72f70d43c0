package org.latent4j.backend.java;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.Probe;

/** Offers the backend {@code java}: always usable, and the last choice. */
public final class JavaBackendProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public JavaBackendProvider() {}

  @Override
  public String name() {
    return JavaBackend.NAME;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Probe probe() {
    return Probe.usable("plain Java on " + System.getProperty("java.vm.name"));
  }

  @Override
  public Backend open(BackendOptions options) {
    return new JavaBackend(options);
  }
}
