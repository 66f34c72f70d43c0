package org.latent4j.cli.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Text on pictures, or the lack of it.
 *
 * <p>Java draws text through the system's font libraries and throws errors of several kinds where
 * they are missing, as on a bare server image. A picture without its title is better than a
 * training run that dies when it is done, so fonts are tried once, and where they fail every
 * picture of this process comes without text.
 */
final class Lettering {

  private static final Logger LOGGER = LoggerFactory.getLogger(Lettering.class);

  /** Text in the default sans-serif font. */
  private static final Lettering WITH_FONTS = new Lettering(true);

  /** No text: every string has width and height 0. */
  static final Lettering NONE = new Lettering(false);

  private final boolean present;

  private Lettering(boolean present) {
    this.present = present;
  }

  /** The lettering of this machine: with fonts if Java can use them, else {@link #NONE}. */
  static Lettering available() {
    return Probe.RESULT;
  }

  /** Whether text appears at all. */
  boolean isPresent() {
    return present;
  }

  /** A font of the given size in pixels; to be used only where {@link #isPresent()}. */
  static Font font(int size, boolean bold) {
    return new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, size);
  }

  /** The width of a text in pixels, 0 without fonts. */
  int width(String text, int size, boolean bold) {
    return present ? metrics(size, bold).stringWidth(text) : 0;
  }

  /** The height of a line of text in pixels, 0 without fonts. */
  int lineHeight(int size) {
    return present ? metrics(size, false).getHeight() : 0;
  }

  /** Draws a text with the left end of its base line at (x, y); nothing without fonts. */
  void draw(Graphics2D graphics, String text, int x, int y, int size, boolean bold, Color color) {
    if (!present) {
      return;
    }
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(font(size, bold));
    graphics.setColor(color);
    graphics.drawString(text, x, y);
  }

  /** The distance from the top of a line to its base line in pixels, 0 without fonts. */
  int ascent(int size) {
    return present ? metrics(size, false).getAscent() : 0;
  }

  private static FontMetrics metrics(int size, boolean bold) {
    return Probe.GRAPHICS.getFontMetrics(font(size, bold));
  }

  /** Tries the fonts on first use, off the path of callers that draw no text. */
  private static final class Probe {

    static final Graphics2D GRAPHICS =
        new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB).createGraphics();
    static final Lettering RESULT = tryFonts();

    private static Lettering tryFonts() {
      try {
        GRAPHICS.setFont(font(12, false));
        GRAPHICS.drawString("0", 2, 16);
        if (GRAPHICS.getFontMetrics().stringWidth("0") > 0) {
          return WITH_FONTS;
        }
        return without("the default font has no digits");
      } catch (RuntimeException | Error failure) {
        // Depending on what is missing: InternalError (no fontconfig), UnsatisfiedLinkError (no
        // freetype), NoClassDefFoundError or a RuntimeException (no font at all).
        return without(failure.toString());
      }
    }

    private static Lettering without(String reason) {
      LOGGER.warn(
          "Pictures come without text, because Java finds no usable font ({});"
              + " install fontconfig and a font, for example the packages"
              + " fontconfig and fonts-dejavu-core.",
          reason);
      return NONE;
    }
  }
}
