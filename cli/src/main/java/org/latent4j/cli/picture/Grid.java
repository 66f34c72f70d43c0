package org.latent4j.cli.picture;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * A grid of equal cells with a title above, labels at the left and the top, and a colour bar at the
 * right. Tiles and heat maps differ only in what they paint into a cell.
 */
final class Grid {

  private static final int MARGIN = 20;
  private static final int TITLE_SIZE = 20;
  private static final int TEXT_SIZE = 13;
  private static final int BAR_WIDTH = 16;
  private static final int BAR_GAP = 18;

  /** Paints one cell with its upper left corner at (x, y). */
  interface CellPainter {
    void paint(Canvas canvas, int row, int column, int x, int y);
  }

  private final int rows;
  private final int columns;
  private final int cellWidth;
  private final int cellHeight;
  private final int gap;
  private final Legend legend;
  private final Labels labels;
  private final Lettering lettering;

  Grid(
      int rows,
      int columns,
      int cellWidth,
      int cellHeight,
      int gap,
      Legend legend,
      Labels labels,
      Lettering lettering) {
    this.rows = rows;
    this.columns = columns;
    this.cellWidth = cellWidth;
    this.cellHeight = cellHeight;
    this.gap = gap;
    this.legend = legend;
    this.labels = labels;
    this.lettering = lettering;
  }

  BufferedImage draw(CellPainter painter) {
    int top = MARGIN + headerHeight() + columnLabelHeight();
    int left = MARGIN + rowLabelWidth();
    int barLeft = left + gridWidth() + BAR_GAP;
    int width = Math.max(barLeft + barSpace(), headerWidth()) + MARGIN;
    Canvas canvas = new Canvas(width, top + gridHeight() + MARGIN, lettering);
    drawHeader(canvas);
    drawRowLabels(canvas, left, top);
    drawColumnLabels(canvas, left, top);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        painter.paint(
            canvas, row, column, left + column * (cellWidth + gap), top + row * (cellHeight + gap));
      }
    }
    drawColorBar(canvas, barLeft, top);
    return canvas.finish();
  }

  private int gridWidth() {
    return columns * (cellWidth + gap) - gap;
  }

  private int gridHeight() {
    return rows * (cellHeight + gap) - gap;
  }

  private int headerHeight() {
    if (!lettering.isPresent()) {
      return 0;
    }
    int subtitle = legend.subtitle().isEmpty() ? 0 : lettering.lineHeight(TEXT_SIZE) + 2;
    return lettering.lineHeight(TITLE_SIZE) + subtitle + 12;
  }

  private int headerWidth() {
    return MARGIN
        + Math.max(
            lettering.width(legend.title(), TITLE_SIZE, true),
            lettering.width(legend.subtitle(), TEXT_SIZE, false));
  }

  private void drawHeader(Canvas canvas) {
    canvas.textRightOf(legend.title(), MARGIN, MARGIN, TITLE_SIZE, true, Canvas.INK);
    int y = MARGIN + lettering.lineHeight(TITLE_SIZE) + 2;
    canvas.textRightOf(legend.subtitle(), MARGIN, y, TEXT_SIZE, false, Canvas.FAINT);
  }

  private int rowLabelWidth() {
    int axis = labels.rowAxis().isEmpty() ? 0 : axisSpace();
    boolean bare = labels.rows().isEmpty() || !lettering.isPresent();
    return axis + (bare ? 0 : widest(labels.rows()) + 8);
  }

  private void drawRowLabels(Canvas canvas, int left, int top) {
    int step = everyHowMany(lettering.lineHeight(TEXT_SIZE), cellHeight + gap);
    for (int row = 0; row < Math.min(rows, labels.rows().size()); row += step) {
      int middle = top + row * (cellHeight + gap) + cellHeight / 2;
      canvas.textLeftOf(labels.rows().get(row), left - 8, middle, TEXT_SIZE, Canvas.FAINT);
    }
    int axis = MARGIN + lettering.lineHeight(TEXT_SIZE) / 2 - 2;
    canvas.textUpwardsAt(labels.rowAxis(), axis, top + gridHeight() / 2, TEXT_SIZE, Canvas.FAINT);
  }

  private int columnLabelHeight() {
    int line = lettering.lineHeight(TEXT_SIZE);
    int axis = labels.columnAxis().isEmpty() ? 0 : axisSpace();
    if (labels.columns().isEmpty() || !lettering.isPresent()) {
      return axis;
    }
    return axis + (columnLabelsFit() ? line : widest(labels.columns())) + 6;
  }

  private void drawColumnLabels(Canvas canvas, int left, int top) {
    int line = lettering.lineHeight(TEXT_SIZE);
    boolean upright = columnLabelsFit();
    int step = upright ? 1 : everyHowMany(line, cellWidth + gap);
    for (int column = 0; column < Math.min(columns, labels.columns().size()); column += step) {
      int middle = left + column * (cellWidth + gap) + cellWidth / 2;
      String label = labels.columns().get(column);
      if (upright) {
        canvas.textAt(label, middle, top - 6 - line / 2, TEXT_SIZE, Canvas.FAINT);
      } else {
        canvas.textUpwardsFrom(label, middle, top - 6, TEXT_SIZE, Canvas.FAINT);
      }
    }
    int axis = top - columnLabelHeight() + line / 2;
    canvas.textAt(labels.columnAxis(), left + gridWidth() / 2, axis, TEXT_SIZE, Canvas.FAINT);
  }

  private int axisSpace() {
    return lettering.isPresent() ? lettering.lineHeight(TEXT_SIZE) + 4 : 0;
  }

  private boolean columnLabelsFit() {
    return widest(labels.columns()) + 6 <= cellWidth + gap;
  }

  private int widest(List<String> texts) {
    return texts.stream().mapToInt(text -> lettering.width(text, TEXT_SIZE, false)).max().orElse(0);
  }

  /** How many cells apart labels of the given size must stand so as not to touch. */
  private static int everyHowMany(int labelSize, int cellSize) {
    return Math.max(1, (labelSize + cellSize - 1) / cellSize);
  }

  private int barSpace() {
    int meaning = legend.meaning().isEmpty() ? 0 : lettering.lineHeight(TEXT_SIZE) + 6;
    ColorScale colors = legend.colors();
    List<String> numbers =
        List.of(number(colors.low()), number(colors.middle()), number(colors.high()));
    return BAR_WIDTH + 8 + widest(numbers) + meaning;
  }

  private void drawColorBar(Canvas canvas, int x, int gridTop) {
    int height = Math.min(gridHeight(), 260);
    int y = gridTop;
    ColorScale colors = legend.colors();
    for (int row = 0; row < height; row++) {
      double value = colors.high() - (colors.high() - colors.low()) * row / (height - 1.0);
      canvas.fill(x, y + row, BAR_WIDTH, 1, colors.rgb(value));
    }
    canvas.outline(x, y, BAR_WIDTH, height, 0x9AA0A6);
    int half = lettering.ascent(TEXT_SIZE) / 2;
    drawBarNumber(canvas, colors.high(), x, y + half);
    drawBarNumber(canvas, colors.low(), x, y + height - half);
    if (height >= 5 * TEXT_SIZE) {
      drawBarNumber(canvas, colors.middle(), x, y + height / 2);
    }
    int edge = x + barSpace() - lettering.lineHeight(TEXT_SIZE) / 2;
    canvas.textUpwardsAt(legend.meaning(), edge, y + height / 2, TEXT_SIZE, Canvas.FAINT);
  }

  private void drawBarNumber(Canvas canvas, double value, int x, int y) {
    String text = number(value);
    int right = x + BAR_WIDTH + 8 + lettering.width(text, TEXT_SIZE, false);
    canvas.textLeftOf(text, right, y, TEXT_SIZE, Canvas.FAINT);
  }

  /** Two or three digits that count, with a true minus sign. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    String format = size >= 1000 || size < 0.001 ? "%.1e" : size >= 10 ? "%.0f" : "%.2g";
    String digits = String.format(Locale.ROOT, format, size);
    if (digits.contains(".") && !digits.contains("e")) {
      digits = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return value < 0 ? "\u2212" + digits : digits;
  }
}
