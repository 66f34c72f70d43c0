package org.latent4j.models.rbm;

/**
 * Contrastive divergence: the Gibbs chains of the negative phase start at the minibatch itself
 * (Hinton 2002, <i>Training products of experts by minimizing contrastive divergence</i>).
 *
 * @param steps how many Gibbs steps are taken for an update, at least 1
 */
public record Cd(int steps) implements Method {
  /**
   * Checks the number of steps.
   *
   * @param steps at least 1
   * @throws IllegalArgumentException if there are less
   */
  public Cd {
    if (steps < 1) {
      throw new IllegalArgumentException("CD: at least 1 Gibbs step is needed, not " + steps);
    }
  }

  /**
   * Makes the method CD-k.
   *
   * @param steps k, at least 1
   * @return the method
   */
  public static Cd steps(int steps) {
    return new Cd(steps);
  }

  @Override
  public String label() {
    return "CD-" + steps;
  }
}
