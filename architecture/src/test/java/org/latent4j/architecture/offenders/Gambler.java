package org.latent4j.architecture.offenders;

import java.util.Random;

/** Draws from a generator that nobody can pass in. */
public final class Gambler {
  private final Random random = new Random();

  /** A number that no run can repeat. */
  public double draw() {
    return random.nextDouble();
  }
}
