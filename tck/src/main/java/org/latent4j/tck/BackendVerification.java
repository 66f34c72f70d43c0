package org.latent4j.tck;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;

/**
 * The rules for a backend. A subclass that opens the backend inherits a test for every rule:
 *
 * <pre>{@code
 * class MyBackendTckTest extends BackendVerification {
 *   @Override
 *   public Backend openBackend(BackendOptions options) {
 *     return new MyBackendProvider().open(options);
 *   }
 * }
 * }</pre>
 *
 * <p>The rules and the bounds on errors are listed in {@code docs/tck.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendVerification
    implements StorageRules,
        ElementwiseRules,
        DrawRules,
        ProductRules,
        ReductionRules,
        RowRules,
        ExpressionRules,
        ConversionRules,
        DeterminismRules,
        LifetimeRules,
        ProgramRules,
        StateRules,
        StepRules,
        AutoCloseable {
  private Backend backend;

  /** For subclasses. */
  protected BackendVerification() {}

  /**
   * Opens the backend under test.
   *
   * @param options the settings
   * @return a new backend; the rules close it
   */
  @Override
  public abstract Backend openBackend(BackendOptions options);

  /**
   * Returns the backend that most rules share, opened with two threads at first use.
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
