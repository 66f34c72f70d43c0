package org.latent4j.backend.java.host;

/** How an input repeats itself from chunk to chunk. */
enum InputKind {
  /** All elements are the same one. */
  SCALAR,
  /** Every chunk has the same elements. */
  REPEATED,
  /** Every chunk has elements of its own. */
  STREAMED
}
