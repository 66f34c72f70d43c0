package org.latent4j.models.learning;

import java.util.regex.Pattern;

/**
 * A number that is followed while a model learns, or told about a trained one.
 *
 * @param name its name in files and options, such as {@code pseudo_likelihood}
 * @param title its name for people, such as {@code Log pseudo-likelihood}
 * @param unit its unit, such as {@code nats per row}; empty for a pure number
 * @param better which values are better
 */
public record Metric(String name, String title, String unit, Better better) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** Which values of a metric are better. */
  public enum Better {
    /** Larger values, as of a likelihood. */
    HIGHER,
    /** Smaller values, as of an error. */
    LOWER,
    /** Neither: a diagnostic, which can't stop a training early. */
    NEITHER
  }

  /**
   * Checks the name.
   *
   * @param name lower case letters, digits and underscores
   * @param title its name for people
   * @param unit its unit
   * @param better which values are better
   * @throws IllegalArgumentException if the name has other characters
   */
  public Metric {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "metric: the name must be of lower case letters, digits and underscores, but is '"
              + name
              + "'");
    }
  }
}
