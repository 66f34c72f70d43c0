package org.latent4j.models.promise;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Precision;
import org.latent4j.tensor.Scope;

/** The backends on which every promise is tested. */
final class EveryBackend {
  /** The one that the others are compared with. */
  static final String REFERENCE = "java";

  private static final int THREADS = 2;

  private EveryBackend() {}

  static List<String> names() {
    return Stream.concat(Stream.of(REFERENCE), others().stream()).toList();
  }

  /** The backends of this module's dependencies, or those of a machine with other ones. */
  static List<String> others() {
    return List.of(System.getProperty("latent4j.test.backends", "cpu,blas").split(",", -1));
  }

  /** Opens a backend with two threads, computes in a scope, and closes it. */
  static <T> T on(String name, Function<Backend, T> computation) {
    return on(name, THREADS, computation);
  }

  static <T> T on(String name, int threads, Function<Backend, T> computation) {
    // Training on a GPU would use shorter factors, which no other backend does.
    BackendOptions options =
        BackendOptions.defaults().withThreads(threads).withPrecision(Precision.FLOAT32_STRICT);
    try (Backend backend = Backends.open(name, options)) {
      return Scope.within(() -> computation.apply(backend));
    }
  }
}
