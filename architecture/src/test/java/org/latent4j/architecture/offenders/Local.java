package org.latent4j.architecture.offenders;

/** Writes numbers as the country of the reader does. */
public final class Local {
  private Local() {}

  /** Prints a decimal comma in half of the world. */
  public static void print(double value) {
    System.out.println(String.format("%f", value));
  }
}
