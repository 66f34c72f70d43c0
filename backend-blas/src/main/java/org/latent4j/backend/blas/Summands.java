package org.latent4j.backend.blas;

/** Products A<sub>i</sub> B<sub>i</sub> that are to be added to one C, as jblas is to be called. */
interface Summands {
  /** Returns how many products there are. */
  int count();

  /** Returns the factor of product i. */
  double alpha(int i);

  /** Returns how many terms each sum of product i has. */
  int depth(int i);

  /**
   * Returns A<sub>i</sub>, ready for as many products as there are panels.
   *
   * @param panels how many; if more than one, it stays ready until all are done
   */
  Factor left(int i, int panels);

  /** Returns columns {@code from} to {@code to - 1} of B<sub>i</sub>, ready until the next call. */
  Factor right(int i, int from, int to);
}
