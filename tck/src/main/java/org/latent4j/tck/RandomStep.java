package org.latent4j.tck;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.concat;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.tanh;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A step made by a seed, over three square matrices as state. New states are results, other states,
 * views of states or the states themselves; outputs are results and states. Products are added to
 * states, which a program may compute in their place. Values stay small. Called twice, it does the
 * same.
 */
final class RandomStep {
  /** The state: three matrices [n, n]. */
  record Matrices(Tensor a, Tensor b, Tensor c) {}

  /**
   * What a step reads.
   *
   * @param m [n, n], in (0, 1)
   * @param rate rank 0, about 1 / n
   * @param key the source of draws
   */
  record Feed(Tensor m, Tensor rate, RandomKey key) {}

  /** What a step shows. */
  record Shown(List<Tensor> tensors) {}

  private final long seed;
  private final int operations;

  RandomStep(long seed, int operations) {
    this.seed = seed;
    this.operations = operations;
  }

  Step.Result<Matrices, Shown> apply(Matrices state, Feed feed) {
    return new Run(state, feed).run();
  }

  private final class Run {
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<Tensor> states;
    private final List<Tensor> pool = new ArrayList<>();
    private final Feed feed;
    private int draws;

    Run(Matrices state, Feed feed) {
      this.states = List.of(state.a(), state.b(), state.c());
      this.feed = feed;
      pool.addAll(states);
      pool.add(feed.m());
    }

    Step.Result<Matrices, Shown> run() {
      for (int i = 0; i < operations; i++) {
        pool.add(next());
      }
      Matrices state = new Matrices(successor(), successor(), successor());
      return Step.result(state, new Shown(List.of(successor(), any(), any().sum(0))));
    }

    private Tensor next() {
      return switch (random.nextInt(9)) {
        case 0 -> tanh(any().add(any()));
        case 1, 2, 3 -> any().matmulAdd(feed.rate(), tanh(any()), 0.5, stateOr(any()));
        case 7 -> {
          Tensor both = stateOr(any());
          yield random.nextBoolean()
              ? both.matmulAdd(feed.rate(), tanh(any()), 0.5, both)
              : tanh(any()).matmulAdd(feed.rate(), both, 0.5, both);
        }
        case 4 -> any().transpose().mul(0.5).add(any().mul(0.5));
        case 5 -> {
          Tensor part = any();
          yield concat(0, any().slice(0, 1, part.shape().dim(0)), part.slice(0, 0, 1));
        }
        case 6 -> any().sub(any().mean(0)).mul(0.5);
        default -> bernoulli(feed.key().fold(draws++), sigmoid(feed.m()));
      };
    }

    /** A state, a view of one, or any result. */
    private Tensor successor() {
      Tensor chosen = stateOr(any());
      return random.nextInt(4) == 0 ? chosen.transpose() : chosen;
    }

    private Tensor stateOr(Tensor other) {
      return random.nextInt(5) < 2 ? states.get(random.nextInt(states.size())) : other;
    }

    /** Anything, half the time one of the last three, so that results are used up soon. */
    private Tensor any() {
      int recent = random.nextBoolean() ? 3 : pool.size();
      return pool.get(pool.size() - 1 - random.nextInt(recent));
    }
  }
}
