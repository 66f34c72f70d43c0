package org.latent4j.models.promise;

import java.util.List;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.tensor.Scope;

/** The backends on which every promise is tested. */
final class EveryBackend {
  /** The one that the others are compared with. */
  static final String REFERENCE = "java";

  private static final int THREADS = 2;

  private EveryBackend() {}

  static List<String> names() {
    return List.of(REFERENCE, "cpu", "blas");
  }

  static List<String> others() {
    return List.of("cpu", "blas");
  }

  /** Opens a backend with two threads, computes in a scope, and closes it. */
  static <T> T on(String name, Function<Backend, T> computation) {
    return on(name, THREADS, computation);
  }

  static <T> T on(String name, int threads, Function<Backend, T> computation) {
    BackendOptions options = BackendOptions.defaults().withThreads(threads);
    try (Backend backend = Backends.open(name, options)) {
      return Scope.within(() -> computation.apply(backend));
    }
  }
}
