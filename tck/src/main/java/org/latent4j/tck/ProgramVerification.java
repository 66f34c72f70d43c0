package org.latent4j.tck;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;

/**
 * The rules for programs alone, which are part of {@link BackendVerification}: for a backend that
 * can run programs in more than one way and proves itself in each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProgramVerification
    implements ProgramRules,
        StateRules,
        ActionRules,
        StepRules,
        AccumulationRules,
        AssemblyRules,
        AutoCloseable {
  private Backend backend;

  /** For subclasses. */
  protected ProgramVerification() {}

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
