package org.latent4j.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;

/**
 * Lines in a frame, without any text.
 *
 * <p>The chart library measures fonts even where every text is switched off, so on a machine
 * without fonts the course of the lines is drawn here.
 */
final class BareChart {

  private static final int MARGIN = 20;

  private final int width;
  private final int height;

  BareChart(int width, int height) {
    this.width = width;
    this.height = height;
  }

  void paint(Graphics2D graphics, List<LearningCurve.Line> lines, Color[] colors) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setStroke(new BasicStroke(2f));
    graphics.setColor(new Color(0x9AA0A6));
    graphics.drawRect(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    double[] xRange = range(lines, LearningCurve.Line::x);
    double[] yRange = range(lines, LearningCurve.Line::y);
    for (int i = 0; i < lines.size(); i++) {
      graphics.setColor(colors[i % colors.length]);
      graphics.draw(path(lines.get(i), xRange, yRange));
    }
  }

  private Path2D path(LearningCurve.Line line, double[] xRange, double[] yRange) {
    Path2D path = new Path2D.Double();
    boolean drawing = false;
    for (int i = 0; i < line.x().size(); i++) {
      if (Double.isNaN(line.y().get(i))) {
        drawing = false;
        continue;
      }
      double x = 2 * MARGIN + place(line.x().get(i), xRange) * (width - 4 * MARGIN);
      double y = height - 2 * MARGIN - place(line.y().get(i), yRange) * (height - 4 * MARGIN);
      if (!drawing) {
        path.moveTo(x, y);
      }
      // Also to the first point, so that a line of one point leaves a dot.
      path.lineTo(x, y);
      drawing = true;
    }
    return path;
  }

  private static double place(double value, double[] range) {
    return range[0] < range[1] ? (value - range[0]) / (range[1] - range[0]) : 0.5;
  }

  private static double[] range(
      List<LearningCurve.Line> lines, Function<LearningCurve.Line, List<Double>> part) {
    DoubleSummaryStatistics statistics =
        lines.stream()
            .flatMap(line -> part.apply(line).stream())
            .filter(value -> !value.isNaN())
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    return new double[] {statistics.getMin(), statistics.getMax()};
  }
}
