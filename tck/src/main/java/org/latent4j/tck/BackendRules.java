package org.latent4j.tck;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Shape;

/** What the groups of rules stand on: the backend under test. */
interface BackendRules {
  /** The backend that most rules use; opened at first use. */
  Backend backend();

  /** Opens another backend of the kind under test; the rule closes it. */
  Backend openBackend(BackendOptions options);

  /**
   * Whether the backend sees an index out of range at once. A backend whose device can't tell the
   * host overrides this.
   */
  default boolean checksIndices() {
    return true;
  }

  /** Evaluates an expression that draws nothing and has one output. */
  default void evaluate(Expression expression, Shape shape, View output, View... inputs) {
    backend().elementwise(expression, shape, inputs, new Key[0], new View[] {output});
  }
}
