package org.latent4j.models.rbm;

import java.util.OptionalInt;

/**
 * Persistent contrastive divergence, also called stochastic maximum likelihood: the Gibbs chains of
 * the negative phase go on where the last update left them (Tieleman 2008, <i>Training restricted
 * Boltzmann machines using approximations to the likelihood gradient</i>).
 *
 * @param steps how many Gibbs steps are taken for an update, at least 1
 * @param chainCount how many chains there are; empty for as many as a minibatch has examples
 */
public record Pcd(int steps, OptionalInt chainCount) implements Method {
  /**
   * Checks the numbers.
   *
   * @param steps at least 1
   * @param chainCount at least 1, or empty
   * @throws IllegalArgumentException if a number is less than 1
   */
  public Pcd {
    if (steps < 1) {
      throw new IllegalArgumentException("PCD: at least 1 Gibbs step is needed, not " + steps);
    }
    if (chainCount.isPresent() && chainCount.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "PCD: at least 1 chain is needed, not " + chainCount.getAsInt());
    }
  }

  /**
   * Makes the method PCD-k with as many chains as a minibatch has examples.
   *
   * @param steps k, at least 1
   * @return the method
   */
  public static Pcd steps(int steps) {
    return new Pcd(steps, OptionalInt.empty());
  }

  /**
   * Returns this method with another number of chains.
   *
   * @param count at least 1
   * @return the method
   */
  public Pcd chains(int count) {
    return new Pcd(steps, OptionalInt.of(count));
  }

  @Override
  public String label() {
    return "PCD-" + steps;
  }
}
