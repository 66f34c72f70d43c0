package org.latent4j.models.evaluation;

import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.learning.Metric;
import org.latent4j.tensor.RandomKey;

/**
 * How good a model is on data: what is told, and a number for each example.
 *
 * <pre>{@code
 * Score<Vae.Parameters, Tensor> bound =
 *     Score.of(BOUND, (p, x, key) -> Vae.bound(p, x, key));
 * Estimate estimate = bound.estimate(backend, parameters, rows, key);
 * }</pre>
 *
 * @param metric what is told
 * @param over what is told of several parts of the data
 * @param constants what the scorer computes once for the parameters and is told beside the score; a
 *     log Z for instance
 * @param opening prepares what computes the numbers
 * @param <P> the parameters of the model, a tree of tensors
 * @param <B> a minibatch, a tree of tensors
 */
public record Score<P, B>(
    Metric metric, Over over, List<Metric> constants, Scorer.Opening<P, B> opening) {
  /** What is told of several parts of the data. */
  public enum Over {
    /** The mean over each part; the name of the part is added to that of the metric. */
    EACH_PART,
    /**
     * The mean over the second part less that over the first, which was learned from; nothing if
     * there is one part only.
     */
    SECOND_LESS_FIRST
  }

  /**
   * Copies the list.
   *
   * @param metric what is told
   * @param over what is told of several parts
   * @param constants what is told beside the score
   * @param opening prepares what computes the numbers
   */
  public Score {
    constants = List.copyOf(constants);
  }

  /**
   * Makes a score of a function.
   *
   * @param metric what is told
   * @param function a number for each example
   * @param <P> the parameters of the model
   * @param <B> a minibatch
   * @return its mean over each part of the data
   */
  public static <P, B> Score<P, B> of(Metric metric, ExampleFunction<P, B> function) {
    return by(metric, backend -> new FunctionScorer<>(backend, function));
  }

  /**
   * Makes a score of something that is more than a function.
   *
   * @param metric what is told
   * @param opening prepares what computes a number for each example
   * @param <P> the parameters of the model
   * @param <B> a minibatch
   * @return its mean over each part of the data
   */
  public static <P, B> Score<P, B> by(Metric metric, Scorer.Opening<P, B> opening) {
    return new Score<>(metric, Over.EACH_PART, List.of(), opening);
  }

  /**
   * Makes a score of the difference between held-out and training examples, which needs nothing
   * that is common to both.
   *
   * @param difference what is told
   * @return the mean over the second part less that over the first
   */
  public Score<P, B> secondLessFirst(Metric difference) {
    return new Score<>(difference, Over.SECOND_LESS_FIRST, List.of(), opening);
  }

  /**
   * Prepares the score for several parameters and data.
   *
   * @param backend where it runs; parameters and examples must be there, too
   * @return the score with its programs; the caller closes it
   */
  public OpenScore<P, B> on(Backend backend) {
    return new OpenScore<>(this, backend);
  }

  /**
   * Computes the mean over examples once.
   *
   * @param backend where the parameters and the examples are
   * @param parameters the parameters
   * @param examples the examples; their weights count, if they have some
   * @param key the source of draws, for a score that draws
   * @return the mean and its standard error
   */
  public Estimate estimate(Backend backend, P parameters, Feed<B> examples, RandomKey key) {
    try (OpenScore<P, B> open = on(backend)) {
      return open.at(parameters).estimate(examples, key);
    }
  }
}
