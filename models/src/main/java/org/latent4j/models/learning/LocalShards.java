package org.latent4j.models.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.latent4j.models.io.SavedTensor;
import org.latent4j.models.io.SavedTree;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * Shards that are threads of one virtual machine: an {@link Exchange} for each of them.
 *
 * <p>Sums are taken on the host in the order of the shards, in the type of the tensors, so that all
 * get the same bits whoever comes first.
 */
public final class LocalShards implements AutoCloseable {
  private final CyclicBarrier barrier;
  private final List<List<SavedTensor>> given = new ArrayList<>();

  private LocalShards(int count) {
    this.barrier = new CyclicBarrier(count);
    for (int shard = 0; shard < count; shard++) {
      given.add(List.of());
    }
  }

  /**
   * Makes shards.
   *
   * @param count how many, at least 1
   * @return the shards; whoever gives up closes them, so that the others do not wait for ever
   * @throws IllegalArgumentException if there are less than 1
   */
  public static LocalShards of(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("shards: at least 1 is needed, not " + count);
    }
    return new LocalShards(count);
  }

  /**
   * Returns the exchange of one shard.
   *
   * @param number which, from 0
   * @return for the thread of that shard
   * @throws IllegalArgumentException if there is no such shard
   */
  public Exchange shard(int number) {
    if (number < 0 || number >= given.size()) {
      throw new IllegalArgumentException(
          "shards: there is no shard " + number + "; there are " + given.size());
    }
    return new Shard(number);
  }

  private final class Shard implements Exchange {
    private final int number;

    Shard(int number) {
      this.number = number;
    }

    @Override
    public <C> C sum(C own) {
      List<SavedTensor> leaves = SavedTree.of(own).leaves();
      synchronized (given) {
        given.set(number, leaves);
      }
      await(); // All have given.
      C total;
      try {
        total = total(own);
      } finally {
        await(); // All have taken: nobody overwrites what another still reads.
      }
      return total;
    }

    private <C> C total(C own) {
      List<Object> sums = new ArrayList<>();
      List<Object> leaves = TensorTree.leaves(own);
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        if (!(leaves.get(leaf) instanceof Tensor tensor) || !tensor.type().isFloating()) {
          throw new IllegalArgumentException(
              "shards: only FLOAT32 and FLOAT64 tensors are added up, but '"
                  + TensorTree.names(own).get(leaf)
                  + "' is none");
        }
        sums.add(total(tensor, leaf));
      }
      return TensorTree.fromLeaves(own, sums);
    }

    private Tensor total(Tensor like, int leaf) {
      List<SavedTensor> parts = new ArrayList<>();
      synchronized (given) {
        given.forEach(shard -> parts.add(shard.get(leaf)));
      }
      int[] shape = like.shape().dims();
      return switch (like.type()) {
        case FLOAT64 -> {
          double[] sum = parts.get(0).doubles().clone();
          for (SavedTensor part : parts.subList(1, parts.size())) {
            for (int i = 0; i < sum.length; i++) {
              sum[i] += part.doubles()[i];
            }
          }
          yield Tensor.of(like.backend(), sum, shape);
        }
        default -> {
          float[] sum = parts.get(0).floats().clone();
          for (SavedTensor part : parts.subList(1, parts.size())) {
            for (int i = 0; i < sum.length; i++) {
              sum[i] += part.floats()[i];
            }
          }
          yield Tensor.of(like.backend(), sum, shape);
        }
      };
    }

    private void await() {
      try {
        barrier.await();
      } catch (BrokenBarrierException e) {
        throw new IllegalStateException("shards: another shard failed or was closed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(
            "shards: shard " + number + " was interrupted while it waited for the others", e);
      }
    }

    @Override
    public int shard() {
      return number;
    }

    @Override
    public int shards() {
      return given.size();
    }
  }

  /** Ends the waiting of all shards, which then fail. */
  @Override
  public void close() {
    barrier.reset();
  }
}
