package org.latent4j.tck;

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
public abstract class BackendVerification extends ProgramVerification
    implements StorageRules,
        ElementwiseRules,
        DrawRules,
        ProductRules,
        PrecisionRules,
        ReductionRules,
        RowRules,
        ExpressionRules,
        ConversionRules,
        DeterminismRules,
        LifetimeRules {
  /** For subclasses. */
  protected BackendVerification() {}
}
