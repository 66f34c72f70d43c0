package org.latent4j.backend.java.host;

import java.util.List;

/** An operation of a plan, bound to its values and cut into parts that do not need each other. */
interface Work {
  /** Computes one part on the calling thread. */
  void run(int part);

  /** Returns what is read and written. */
  List<Access> accesses();

  /** Returns an estimate of the work in all parts, in nanoseconds. */
  double cost();
}
