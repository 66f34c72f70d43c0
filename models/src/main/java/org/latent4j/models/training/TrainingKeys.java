package org.latent4j.models.training;

import org.latent4j.models.data.Permutation;
import org.latent4j.models.learning.Exchange;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The keys of a stage, all derived from that of its seed, so that no two purposes share draws.
 *
 * @param root the key of the stage
 */
record TrainingKeys(RandomKey root) {
  RandomKey weights() {
    return root.fold(0);
  }

  /** Shards have chains of their own; those of the first are as without shards. */
  RandomKey chains(Exchange exchange) {
    return ofShard(root.fold(1), exchange);
  }

  /** The key that step t folds t into. */
  RandomKey steps() {
    return root.fold(2);
  }

  /** The order of the chunks of an epoch; one chunk needs none. */
  int[] chunks(int epoch, int chunks) {
    return Permutation.random(chunks, root.fold(5).fold(epoch).bits());
  }

  /** The order of the examples of a chunk in an epoch, which counts from 1. */
  int[] order(int epoch, int chunk, int rows) {
    RandomKey ofEpoch = root.fold(3).fold(epoch);
    return Permutation.random(rows, (chunk == 0 ? ofEpoch : ofEpoch.fold(chunk)).bits());
  }

  RandomKey scores(int epoch) {
    return root.fold(4).fold(epoch);
  }

  /** What a reading draws from at a step, by children other than the learner's. */
  static RandomKey reading(RandomKey steps, Tensor step, Exchange exchange) {
    return ofShard(steps.fold(step), exchange);
  }

  /** What the learner's step draws from. */
  static RandomKey learner(RandomKey steps, Tensor step) {
    return steps.fold(step).fold(1);
  }

  static RandomKey ofShard(RandomKey key, Exchange exchange) {
    return exchange.shard() == 0 ? key : key.fold(-1 - exchange.shard());
  }
}
