package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.learning.Learner;
import org.latent4j.models.learning.LocalShards;

/**
 * Trains shards in threads, each with the rows r of which r modulo the number of shards is its own.
 */
final class Shards {
  private Shards() {}

  static List<float[]> train(
      Backend backend, Learner<?, ?, ?> learner, Dataset data, int count, String leaf)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try (LocalShards shards = LocalShards.of(count)) {
      List<Future<float[]>> replicas = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        int shard = number;
        Callable<float[]> work =
            () ->
                Training.of(Stage.of("rbm", learner, Loop.epochs(3)))
                    .seed(5)
                    .exchange(shards.shard(shard))
                    .on(backend)
                    .fit(rows(data, shard, count))
                    .parameters()
                    .leaf(leaf)
                    .floats();
        replicas.add(threads.submit(work));
      }
      List<float[]> trained = new ArrayList<>();
      for (Future<float[]> replica : replicas) {
        trained.add(replica.get());
      }
      return trained;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Dataset rows(Dataset data, int shard, int count) {
    int[] rows = new int[data.rows() / count];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i * count + shard;
    }
    return data.take(rows);
  }
}
