package org.latent4j.backend.cuda;

/**
 * The device memory that a program needs, known before any of it is taken.
 *
 * @param given bytes of its constants and its state, which are there already
 * @param results bytes of what it computes, shared as far as lives allow
 * @param scratch bytes that operations use one after the other: the workspace of products, copies
 *     of factors, parts of long reductions; a multiple of 256
 * @param sideScratch bytes that those on the side branch use one after the other
 */
record MemoryPlan(long given, long results, long scratch, long sideScratch) {
  /** What must be taken to prepare the program. */
  long taken() {
    return results + scratch + sideScratch;
  }
}
