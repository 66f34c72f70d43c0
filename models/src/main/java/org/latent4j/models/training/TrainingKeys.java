package org.latent4j.models.training;

import org.latent4j.models.data.Permutation;
import org.latent4j.tensor.RandomKey;

/** The keys of a run, all derived from that of its seed, so that no two purposes share draws. */
record TrainingKeys(RandomKey root) {
  RandomKey initialization() {
    return root.fold(0);
  }

  RandomKey chains() {
    return root.fold(1);
  }

  /** The key that step t folds t into. */
  RandomKey steps() {
    return root.fold(2);
  }

  /** The order of the examples in an epoch. */
  int[] order(int epoch, int rows) {
    return Permutation.random(rows, root.fold(3).fold(epoch).bits());
  }

  RandomKey monitor(int epoch, int number) {
    return root.fold(4).fold(epoch).fold(number);
  }
}
