package org.latent4j.cli.picture;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.latent4j.models.data.ImageShape;

/**
 * Many small images side by side: receptive fields, samples, data.
 *
 * <p>Pixels are enlarged by a whole number without smoothing, so what one sees is what the model
 * holds. All tiles share one colour scale. A picture is at most about 1,600 pixels wide and high;
 * tiles that do not fit are left out, and the subtitle says so.
 */
public final class TiledPicture {

  private static final int COMFORTABLE = 900;
  private static final int LARGEST = 1400;
  private static final int LARGEST_SCALE = 16;
  private static final int SMALLEST_GOOD_SCALE = 3;
  private static final int GAP_COLOR = 0x9AA0A6;

  private TiledPicture() {}

  /**
   * Draws tiles in a grid that is about as wide as high.
   *
   * @param legend title, colours and their meaning
   * @param tiles rows of {@code shape.pixels()} values
   * @param shape height and width of each tile
   * @return the picture
   * @throws IllegalArgumentException if there is no tile or one has the wrong length
   */
  public static BufferedImage draw(Legend legend, float[][] tiles, ImageShape shape) {
    return draw(legend, tiles, shape, Lettering.available());
  }

  static BufferedImage draw(Legend legend, float[][] tiles, ImageShape shape, Lettering lettering) {
    int columns = goodColumns(tiles.length, shape);
    return draw(legend, numbered(tiles.length, columns), tiles, shape, columns, lettering);
  }

  /**
   * Draws tiles in a grid with a given number of columns.
   *
   * @param legend title, colours and their meaning
   * @param labels what stands beside the rows and above the columns of tiles
   * @param tiles rows of {@code shape.pixels()} values, from left to right and then down
   * @param shape height and width of each tile
   * @param columns how many tiles stand side by side, at least 1
   * @return the picture
   * @throws IllegalArgumentException if there is no tile or one has the wrong length
   */
  public static BufferedImage draw(
      Legend legend, Labels labels, float[][] tiles, ImageShape shape, int columns) {
    return draw(legend, labels, tiles, shape, columns, Lettering.available());
  }

  static BufferedImage draw(
      Legend legend,
      Labels labels,
      float[][] tiles,
      ImageShape shape,
      int columns,
      Lettering lettering) {
    check(tiles, shape, columns);
    int allRows = (tiles.length + columns - 1) / columns;
    int scale = goodScale(allRows, columns, shape);
    int gap = gap(scale);
    int cellHeight = shape.height() * scale + 2;
    int cellWidth = shape.width() * scale + 2;
    int rows = Math.min(allRows, Math.max(1, (LARGEST + gap) / (cellHeight + gap)));
    int shown = Math.min(tiles.length, rows * columns);
    Grid grid =
        new Grid(
            rows,
            columns,
            cellWidth,
            cellHeight,
            gap,
            withCount(legend, shown, tiles.length),
            labels,
            lettering);
    return grid.draw(
        (canvas, row, column, x, y) -> {
          int index = row * columns + column;
          if (index < shown) {
            canvas.outline(x, y, cellWidth, cellHeight, GAP_COLOR);
            canvas.values(tiles[index], shape.width(), x + 1, y + 1, scale, legend.colors());
          }
        });
  }

  private static void check(float[][] tiles, ImageShape shape, int columns) {
    if (tiles.length == 0 || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "tiled picture: needs at least 1 tile and 1 column, but got %d and %d",
              tiles.length,
              columns));
    }
    for (float[] tile : tiles) {
      if (tile.length != shape.pixels()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "tiled picture: a tile of %d x %d needs %d values, but one has %d",
                shape.height(),
                shape.width(),
                shape.pixels(),
                tile.length));
      }
    }
  }

  /** Columns for a nearly square picture; a few more than needed if the last row is then full. */
  static int goodColumns(int tiles, ImageShape shape) {
    double aspect = (double) shape.height() / shape.width();
    int least = (int) Math.max(1, Math.ceil(Math.sqrt(tiles * aspect) - 1e-9));
    int most = Math.max(1, LARGEST / (shape.width() + 2 + gap(1)));
    for (int columns = least; columns <= least + least / 3; columns++) {
      if (tiles % columns == 0) {
        return Math.min(columns, most);
      }
    }
    return Math.min(Math.min(least, most), Math.max(1, tiles));
  }

  private static int goodScale(int rows, int columns, ImageShape shape) {
    int comfortable = scaleWithin(COMFORTABLE, rows, columns, shape);
    if (comfortable >= SMALLEST_GOOD_SCALE) {
      return comfortable;
    }
    int possible = scaleWithin(LARGEST, rows, columns, shape);
    return Math.max(1, Math.min(SMALLEST_GOOD_SCALE, possible));
  }

  private static int scaleWithin(int pixels, int rows, int columns, ImageShape shape) {
    int scale = LARGEST_SCALE;
    while (scale > 0
        && (columns * (shape.width() * scale + 2 + gap(scale)) > pixels
            || rows * (shape.height() * scale + 2 + gap(scale)) > pixels)) {
      scale--;
    }
    return scale;
  }

  private static int gap(int scale) {
    return Math.max(3, scale / 2);
  }

  /** The number of the first tile at the left of every row. */
  private static Labels numbered(int tiles, int columns) {
    if (tiles <= columns) {
      return Labels.NONE;
    }
    List<String> firsts = new ArrayList<>();
    for (int first = 0; first < tiles; first += columns) {
      firsts.add(String.valueOf(first));
    }
    return new Labels("", firsts, "", List.of());
  }

  private static Legend withCount(Legend legend, int shown, int all) {
    if (shown == all) {
      return legend;
    }
    String count = String.format(Locale.ROOT, "the first %d of %d", shown, all);
    String subtitle = legend.subtitle().isEmpty() ? count : legend.subtitle() + "; " + count;
    return new Legend(legend.title(), subtitle, legend.colors(), legend.meaning());
  }
}
