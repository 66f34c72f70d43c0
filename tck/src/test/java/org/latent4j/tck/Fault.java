package org.latent4j.tck;

import java.util.function.Function;
import java.util.function.Supplier;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;

/**
 * A fault that a backend could have, and the rule that must notice it.
 *
 * @param rule the number of the rule
 * @param fault what is wrong, in words
 * @param open opens a backend with the fault
 */
record Fault(String rule, String fault, Function<BackendOptions, Backend> open) {
  static Fault of(String rule, String fault, Supplier<Backend> open) {
    return new Fault(rule, fault, unused -> open.get());
  }

  /** Requires that the rule fails, and returns its message. */
  String requireNoticed() {
    try (Verification verification = new Verification(open)) {
      return Rules.requireFailure(rule, verification);
    }
  }

  /** The rules, for a backend with a fault. */
  private static final class Verification extends BackendVerification {
    private final Function<BackendOptions, Backend> open;

    Verification(Function<BackendOptions, Backend> open) {
      this.open = open;
    }

    @Override
    public Backend openBackend(BackendOptions options) {
      return open.apply(options);
    }
  }
}
