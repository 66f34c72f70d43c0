package org.latent4j.backend.java.loops;

/** The unit in which the loops work: so many elements that a few arrays stay in the L1 cache. */
public final class Chunk {
  /**
   * Elements of a chunk; the loops over arrays take at most so many, and up to the end of a line.
   */
  public static final int SIZE = 1024;

  private Chunk() {}
}
