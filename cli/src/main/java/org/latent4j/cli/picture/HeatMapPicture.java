package org.latent4j.cli.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * A matrix as coloured cells with labels: for rows that are not images.
 *
 * <p>Where cells are large enough their numbers are written into them. A picture is at most about
 * 1,600 pixels wide and high; rows and columns that do not fit are left out, and the subtitle says
 * so.
 */
public final class HeatMapPicture {

  private static final int LARGEST = 1300;
  private static final int LARGEST_CELL = 56;
  private static final int SMALLEST_CELL_WITH_NUMBER = 40;
  private static final int NUMBER_SIZE = 12;

  private HeatMapPicture() {}

  /**
   * Draws a matrix.
   *
   * @param legend title, colours and their meaning
   * @param labels what stands beside the rows and above the columns
   * @param rows the matrix [rows, columns], at least 1 x 1, all rows of one length
   * @return the picture
   * @throws IllegalArgumentException if the matrix is empty or ragged
   */
  public static BufferedImage draw(Legend legend, Labels labels, float[][] rows) {
    return draw(legend, labels, rows, Lettering.available());
  }

  static BufferedImage draw(Legend legend, Labels labels, float[][] rows, Lettering lettering) {
    int width = checkedWidth(rows);
    int shownRows = Math.min(rows.length, LARGEST);
    int shownColumns = Math.min(width, LARGEST);
    int cell = Math.max(1, Math.min(LARGEST_CELL, LARGEST / Math.max(shownRows, shownColumns)));
    int gap = cell >= 12 ? 1 : 0;
    Legend counted = withCount(legend, rows.length, width, shownRows, shownColumns);
    Grid grid =
        new Grid(shownRows, shownColumns, cell - gap, cell - gap, gap, counted, labels, lettering);
    return grid.draw(
        (canvas, row, column, x, y) -> {
          float value = rows[row][column];
          int rgb = legend.colors().rgb(value);
          canvas.fill(x, y, cell - gap, cell - gap, rgb);
          if (cell >= SMALLEST_CELL_WITH_NUMBER) {
            String text = Grid.number(value);
            canvas.textAt(text, x + cell / 2, y + cell / 2, NUMBER_SIZE, contrastTo(rgb));
          }
        });
  }

  private static int checkedWidth(float[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    if (width == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "heat map: the matrix must be at least 1 x 1, but it is %d x %d",
              rows.length,
              width));
    }
    for (float[] row : rows) {
      if (row.length != width) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "heat map: all rows must have %d values like the first, but one has %d",
                width,
                row.length));
      }
    }
    return width;
  }

  /** Black or white, whichever reads better on the colour (by its relative luminance). */
  private static Color contrastTo(int rgb) {
    double luminance =
        0.299 * ((rgb >> 16) & 0xFF) + 0.587 * ((rgb >> 8) & 0xFF) + 0.114 * (rgb & 0xFF);
    return luminance > 140 ? Canvas.INK : Color.WHITE;
  }

  private static Legend withCount(
      Legend legend, int rows, int columns, int shownRows, int shownColumns) {
    if (rows == shownRows && columns == shownColumns) {
      return legend;
    }
    String count =
        String.format(
            Locale.ROOT, "the first %d x %d of %d x %d", shownRows, shownColumns, rows, columns);
    String subtitle = legend.subtitle().isEmpty() ? count : legend.subtitle() + "; " + count;
    return new Legend(legend.title(), subtitle, legend.colors(), legend.meaning());
  }
}
