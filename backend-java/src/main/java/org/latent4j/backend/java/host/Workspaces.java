package org.latent4j.backend.java.host;

/** The working memory of every thread. */
final class Workspaces {
  private final ThreadLocal<Workspace> ofThread = ThreadLocal.withInitial(Workspace::new);

  /**
   * Returns the calling thread's workspace; a new one if a collection of garbage has moved the
   * arrays of the last one to where loops are slower. So what is in it is good only for as long as
   * a caller holds it.
   */
  Workspace get() {
    if (ofThread.get().hasMoved()) {
      ofThread.remove();
    }
    return ofThread.get();
  }

  /** Lets go of the calling thread's workspace; those of other threads end with them. */
  void remove() {
    ofThread.remove();
  }
}
