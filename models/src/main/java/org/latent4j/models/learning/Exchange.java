package org.latent4j.models.learning;

/**
 * Adds up what shards contribute. All shards call it the same number of times and in the same
 * order, and all get the same bits.
 */
public interface Exchange {
  /** One shard alone: its own contribution is the sum. */
  Exchange ALONE =
      new Exchange() {
        @Override
        public <C> C sum(C own) {
          return own;
        }

        @Override
        public int shard() {
          return 0;
        }

        @Override
        public int shards() {
          return 1;
        }
      };

  /**
   * Adds a tree of tensors up over all shards, leaf by leaf and always in the order of the shards.
   * Waits for the others.
   *
   * @param own what this shard contributes, of the same structure and shapes on all
   * @param <C> the tree
   * @return the sums, on the backend of {@code own}; they belong to the innermost open scope
   * @throws IllegalStateException if another shard failed or was closed
   */
  <C> C sum(C own);

  /**
   * Returns which shard this is.
   *
   * @return from 0
   */
  int shard();

  /**
   * Returns how many shards there are.
   *
   * @return at least 1
   */
  int shards();
}
