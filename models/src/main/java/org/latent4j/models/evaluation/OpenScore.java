package org.latent4j.models.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.latent4j.backend.Backend;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.learning.Metric;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * A score with its programs, which are kept for further parameters and data. Memory is needed for
 * one batch of examples at a time. Close it after use; one thread at a time.
 *
 * @param <P> the parameters of the model
 * @param <B> a minibatch
 */
public final class OpenScore<P, B> implements AutoCloseable {
  /** Examples in a batch; the last one may be shorter. */
  static final int ROWS = 256;

  private final Score<P, B> score;
  private final Backend backend;
  private final Scorer<P, B> scorer;

  OpenScore(Score<P, B> score, Backend backend) {
    this.score = score;
    this.backend = backend;
    this.scorer = score.opening().on(backend);
  }

  /**
   * Fixes the parameters, and computes what is needed once for them.
   *
   * @param parameters the parameters; they must stay alive as long as the result is used
   * @return the score of these parameters
   */
  public At at(P parameters) {
    return new At(scorer.at(parameters));
  }

  /** The score of certain parameters. */
  public final class At {
    private final Scorer.AtParameters<B> numbers;

    private At(Scorer.AtParameters<B> numbers) {
      this.numbers = numbers;
    }

    /**
     * Computes the number of each example.
     *
     * @param examples the examples
     * @param key the source of draws: batch number n is scored with {@code key.fold(n)} and read
     *     with {@code key.fold(-1 - n)}
     * @return one number for each, in their order
     */
    public double[] numbers(Feed<B> examples, RandomKey key) {
      double[] all = new double[examples.rows()];
      for (int number = 0; (long) number * ROWS < all.length; number++) {
        int from = number * ROWS;
        int count = Math.min(ROWS, all.length - from);
        double[] batch = ofBatch(examples, from, count, number, key);
        if (batch.length != count) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "score %s: there must be one number for each example, but of %d examples there"
                      + " are %d",
                  score.metric().name(),
                  count,
                  batch.length));
        }
        System.arraycopy(batch, 0, all, from, count);
      }
      return all;
    }

    private double[] ofBatch(Feed<B> examples, int from, int count, int number, RandomKey key) {
      return Scope.within(
          () -> {
            int[] indices = IntStream.range(from, from + count).toArray();
            B batch = examples.batch(Tensor.of(backend, indices, count), key.fold(-1 - number));
            return numbers.numbers(batch, key.fold(number));
          });
    }

    /**
     * Computes the mean over examples.
     *
     * @param examples the examples; their weights count, if they have some
     * @param key the source of draws, as for {@link #numbers}
     * @return the mean and its standard error
     */
    public Estimate estimate(Feed<B> examples, RandomKey key) {
      double[] all = numbers(examples, key);
      return examples
          .weights()
          .map(weights -> Estimate.weighted(all, weights))
          .orElseGet(() -> Estimate.of(all));
    }

    /**
     * Returns what was computed once for the parameters.
     *
     * @param constant one of {@link Score#constants}
     * @return its value
     * @throws IllegalArgumentException if it is none of them
     */
    public double constant(Metric constant) {
      List<Metric> constants = score.constants();
      int index = constants.indexOf(constant);
      if (index < 0) {
        throw new IllegalArgumentException(
            "score " + score.metric().name() + ": it has no constant " + constant.name());
      }
      return numbers.constants().get(index);
    }
  }

  /** Frees the programs. */
  @Override
  public void close() {
    scorer.close();
  }
}
