package org.latent4j.cli.picture;

import java.util.Objects;

/**
 * The words of a picture and its colours.
 *
 * @param title what is shown, in large letters
 * @param subtitle one line more: where it comes from and how to read it; may be empty
 * @param colors the scale, drawn as a colour bar with its numbers
 * @param meaning what the colours measure, written beside the colour bar; may be empty
 */
public record Legend(String title, String subtitle, ColorScale colors, String meaning) {

  /**
   * Checks that no part is null.
   *
   * @param title what is shown
   * @param subtitle one line more
   * @param colors the scale
   * @param meaning what the colours measure
   */
  public Legend {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(subtitle, "subtitle");
    Objects.requireNonNull(colors, "colors");
    Objects.requireNonNull(meaning, "meaning");
  }
}
