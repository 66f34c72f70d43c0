package org.latent4j.models.training;

/**
 * Is told how training goes on; for progress bars, logs and files. Called in the training thread.
 */
@FunctionalInterface
public interface Listener {
  /** What a listener may ask for. */
  enum Answer {
    /** To go on. */
    CONTINUE,
    /** To stop at the next step at which a checkpoint can be made. */
    STOP
  }

  /** Ignores everything. */
  Listener NONE = event -> Answer.CONTINUE;

  /**
   * Something happened.
   *
   * @param event what
   * @return whether to go on
   */
  Answer on(Event event);

  /**
   * Tells another listener, too.
   *
   * @param other is told after this one
   * @return a listener that asks to stop if one of them does
   */
  default Listener and(Listener other) {
    return event -> {
      Answer own = on(event);
      Answer others = other.on(event);
      return own == Answer.STOP ? own : others;
    };
  }
}
