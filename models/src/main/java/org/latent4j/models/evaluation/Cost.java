package org.latent4j.models.evaluation;

/** What a score may cost, hence when it is computed; the cheapest first. */
public enum Cost {
  /** A fraction of a second on some thousand rows: computed after every epoch. */
  CHEAP,
  /** Up to some ten seconds: computed when a trained model is evaluated. */
  DEAR,
  /** As long as it takes: computed when that is asked for. */
  UNBOUNDED
}
