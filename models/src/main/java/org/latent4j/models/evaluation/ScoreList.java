package org.latent4j.models.evaluation;

import java.util.List;

/**
 * The scores of a model. Which of them there are, and how they are computed, depends on how much
 * work they may be.
 *
 * @param <P> the parameters of the model
 * @param <B> a minibatch
 */
@FunctionalInterface
public interface ScoreList<P, B> {
  /**
   * Lists the scores.
   *
   * @param rows how many rows of all parts are scored
   * @param most what a score may cost at most
   * @return the scores in the order in which they are told, with names of their own; the first is
   *     the one that matters most
   */
  List<Score<P, B>> of(long rows, Cost most);
}
