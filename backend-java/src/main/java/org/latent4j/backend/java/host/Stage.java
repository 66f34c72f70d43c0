package org.latent4j.backend.java.host;

/** A step of an executable; one ends before the next begins. */
interface Stage {
  /** Does the work. */
  void run();
}
