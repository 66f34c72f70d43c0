package org.latent4j.tck;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;

/**
 * Three programs of the kinds that models are made of, on a backend: a step of contrastive
 * divergence, the loss of a variational autoencoder, and Hamiltonian transitions of many chains.
 * Each runs eagerly and compiled, in both floating types, and is compared with plain Java in
 * doubles that makes the same draws from the same keys.
 *
 * <pre>{@code
 * class MyBackendExamplesTest extends ExampleProgramsVerification {
 *   @Override
 *   public Backend openBackend(BackendOptions options) {
 *     return new MyBackendProvider().open(options);
 *   }
 * }
 * }</pre>
 *
 * <p>Results may differ from the oracle by 10<sup>-5</sup> of the largest element in FLOAT32 and
 * 10<sup>-12</sup> in FLOAT64, ten times that after several dependent steps. No draw of the
 * examples comes so close to its threshold that rounding could turn it over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExampleProgramsVerification
    implements ContrastiveDivergenceRules,
        VariationalAutoencoderRules,
        LeapfrogRules,
        AutoCloseable {
  private Backend backend;

  /** For subclasses. */
  protected ExampleProgramsVerification() {}

  /**
   * Opens the backend under test.
   *
   * @param options the settings
   * @return a new backend; the rules close it
   */
  @Override
  public abstract Backend openBackend(BackendOptions options);

  /**
   * Returns the backend that the rules share, opened with two threads at first use.
   *
   * @return the backend
   */
  @Override
  public final Backend backend() {
    if (backend == null) {
      backend = openBackend(new BackendOptions(2));
    }
    return backend;
  }

  /** Closes the shared backend. */
  @AfterAll
  @Override
  public final void close() {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }
}
