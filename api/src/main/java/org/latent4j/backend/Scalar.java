package org.latent4j.backend;

import org.jspecify.annotations.Nullable;

/**
 * A number for an operation: {@code factor}, times the element of a rank-0 view if there is one.
 * The view stays on the device, so a program can change the number without the host.
 *
 * @param factor the constant part
 * @param view the part that is read when the operation runs, of the operation's type; may be null
 */
public record Scalar(double factor, @Nullable View view) {
  /** The number 1. */
  public static final Scalar ONE = new Scalar(1, null);

  /**
   * Makes a constant.
   *
   * @param value the number
   * @return the scalar
   */
  public static Scalar of(double value) {
    return new Scalar(value, null);
  }
}
