package org.latent4j.program;

/** A record without tensors: the state, input or output of a step that has none. */
public record Nothing() {
  /** The only value that is needed. */
  public static final Nothing NOTHING = new Nothing();
}
