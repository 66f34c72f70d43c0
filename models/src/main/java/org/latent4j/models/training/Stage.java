package org.latent4j.models.training;

import java.util.List;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Learner;

/**
 * A part of a training in which one learner learns: for most models the only one.
 *
 * @param name its name in files and options: lower case letters, digits and dashes
 * @param learner what is learned and how
 * @param loop how the data are gone through
 * @param scores what is measured before training and after each epoch
 * @param <P> the parameters
 * @param <S> the state
 * @param <B> a minibatch
 */
public record Stage<P, S, B>(
    String name, Learner<P, S, B> learner, Loop loop, Scores<P, B> scores) {
  /**
   * Checks the name.
   *
   * @param name its name
   * @param learner what is learned
   * @param loop how the data are gone through
   * @param scores what is measured
   * @throws IllegalArgumentException if the name has other characters
   */
  public Stage {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "stage: the name must be of lower case letters, digits and dashes, but is '"
              + name
              + "'");
    }
  }

  /**
   * Makes a stage without scores.
   *
   * @param name its name
   * @param learner what is learned
   * @param loop how the data are gone through
   * @param <P> the parameters
   * @param <S> the state
   * @param <B> a minibatch
   * @return the stage
   */
  public static <P, S, B> Stage<P, S, B> of(String name, Learner<P, S, B> learner, Loop loop) {
    return new Stage<>(name, learner, loop, Scores.of(learner.reading(), List.of()));
  }

  /**
   * Measures before training and after each epoch.
   *
   * @param measured the scores and the parts of the data
   * @return the stage with them
   */
  public Stage<P, S, B> scores(Scores<P, B> measured) {
    return new Stage<>(name, learner, loop, measured);
  }
}
