package org.latent4j.models.training;

/**
 * Says that a parameter became infinite or not a number, where and when. The run that is attached
 * holds the last finite parameters, so nothing that was learned is lost.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Run<?> lastFinite;

  TrainingDivergedException(String message, Run<?> lastFinite) {
    super(message);
    this.lastFinite = lastFinite;
  }

  /**
   * Returns what there was before the step that failed.
   *
   * @return the last finite parameters and the history up to them
   */
  public Run<?> lastFinite() {
    return lastFinite;
  }
}
