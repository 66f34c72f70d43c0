package org.latent4j.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** A white picture with the few strokes that tiles and heat maps need. */
final class Canvas {

  /** Titles and what must be read first. */
  static final Color INK = new Color(0x1B1B1B);

  /** Labels and what explains. */
  static final Color FAINT = new Color(0x5F6368);

  private final BufferedImage image;
  private final Graphics2D graphics;
  private final Lettering lettering;

  Canvas(int width, int height, Lettering lettering) {
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.graphics = image.createGraphics();
    this.lettering = lettering;
    fill(0, 0, width, height, 0xFFFFFF);
  }

  BufferedImage finish() {
    graphics.dispose();
    return image;
  }

  void fill(int x, int y, int width, int height, int rgb) {
    graphics.setColor(new Color(rgb));
    graphics.fillRect(x, y, width, height);
  }

  void outline(int x, int y, int width, int height, int rgb) {
    graphics.setColor(new Color(rgb));
    graphics.setStroke(new BasicStroke(1));
    graphics.drawRect(x, y, width - 1, height - 1);
  }

  /** Shows values [height, width] in row-major order, each as a square of {@code scale} pixels. */
  void values(float[] values, int width, int x, int y, int scale, ColorScale colors) {
    for (int i = 0; i < values.length; i++) {
      int left = x + i % width * scale;
      int top = y + i / width * scale;
      int rgb = colors.rgb(values[i]);
      for (int row = top; row < top + scale; row++) {
        for (int column = left; column < left + scale; column++) {
          image.setRGB(column, row, rgb);
        }
      }
    }
  }

  /** Text that starts at x, with its top at y. */
  void textRightOf(String text, int x, int y, int size, boolean bold, Color color) {
    lettering.draw(graphics, text, x, y + lettering.ascent(size), size, bold, color);
  }

  /** Text that ends at x, centred at height y. */
  void textLeftOf(String text, int x, int y, int size, Color color) {
    lettering.draw(
        graphics,
        text,
        x - lettering.width(text, size, false),
        middle(y, size),
        size,
        false,
        color);
  }

  /** Text centred at (x, y). */
  void textAt(String text, int x, int y, int size, Color color) {
    int left = x - lettering.width(text, size, false) / 2;
    lettering.draw(graphics, text, left, middle(y, size), size, false, color);
  }

  /** Text that reads upwards, centred at (x, y). */
  void textUpwardsAt(String text, int x, int y, int size, Color color) {
    turned(x, y, () -> textAt(text, 0, 0, size, color));
  }

  /** Text that reads upwards from (x, y), where it starts. */
  void textUpwardsFrom(String text, int x, int y, int size, Color color) {
    turned(x, y, () -> lettering.draw(graphics, text, 0, middle(0, size), size, false, color));
  }

  private void turned(int x, int y, Runnable drawing) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(-Math.PI / 2);
    drawing.run();
    graphics.setTransform(before);
  }

  /** The base line of text whose digits and capitals are centred at height y. */
  private static int middle(int y, int size) {
    return y + Math.round(size * 0.36f);
  }
}
