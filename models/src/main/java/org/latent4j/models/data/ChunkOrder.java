package org.latent4j.models.data;

import org.latent4j.random.Threefry;

/**
 * In which order an epoch visits chunks, and rows within a chunk: pure functions of a key and the
 * epoch, so that a position in the epoch is known from the number of rows visited, and a resumed
 * training goes on in the same order.
 *
 * @param key the 64 bits of a Threefry key
 */
public record ChunkOrder(long key) {

  /**
   * Orders the chunks.
   *
   * @param epoch from 0
   * @param chunks how many, at least 1
   * @return the numbers 0 to chunks - 1 by {@link Permutation#random}
   */
  public int[] chunks(int epoch, int chunks) {
    return Permutation.random(chunks, Threefry.child(Threefry.child(key, epoch), -1));
  }

  /**
   * Orders the rows of a chunk.
   *
   * @param epoch from 0
   * @param chunk the chunk's number in the source
   * @param rows how many rows it has, at least 1
   * @return the numbers 0 to rows - 1 by {@link Permutation#random}
   */
  public int[] rows(int epoch, int chunk, int rows) {
    return Permutation.random(rows, Threefry.child(Threefry.child(key, epoch), chunk));
  }
}
