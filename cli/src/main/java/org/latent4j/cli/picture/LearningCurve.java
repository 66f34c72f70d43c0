package org.latent4j.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The course of a training run: panels one above the other over the same epochs, one panel for each
 * unit of measure, so that nats and squared errors do not share an axis.
 */
public final class LearningCurve {

  private static final int WIDTH = 1000;
  private static final int PANEL_HEIGHT = 300;
  private static final int LEGEND_HEIGHT = 36;

  /** One width for the numbers of all vertical axes, so that the epochs stand in line. */
  private static final int AXIS_WIDTH = 76;

  /** A start that is so many times the range of all other points away from them is left out. */
  private static final double FAR = 3;

  /** Up to so many points each gets a marker; beyond, markers would hide the line. */
  private static final int MOST_MARKERS = 40;

  /** Blue, vermilion, green, purple, ochre: told apart by colour-blind readers too. */
  private static final Color[] COLORS = {
    new Color(0x0067A5),
    new Color(0xD1501F),
    new Color(0x00805E),
    new Color(0x9B5C9B),
    new Color(0xA97B00)
  };

  /**
   * One line of a panel.
   *
   * @param name its name in the legend
   * @param x the epochs
   * @param y the values; NaN leaves a gap
   */
  public record Line(String name, List<Double> x, List<Double> y) {

    /**
     * Copies the lists and checks that they have one length.
     *
     * @param name its name
     * @param x the epochs
     * @param y the values
     */
    public Line {
      Objects.requireNonNull(name, "name");
      if (x.size() != y.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "learning curve: line '%s' has %d epochs but %d values",
                name,
                x.size(),
                y.size()));
      }
      x = List.copyOf(x);
      // An infinite value has no place on an axis.
      y = y.stream().map(value -> Double.isFinite(value) ? value : Double.NaN).toList();
    }

    private boolean isEmpty() {
      return y.stream().allMatch(value -> value.isNaN());
    }
  }

  /**
   * Lines over one vertical axis.
   *
   * @param title what the panel measures
   * @param unit the label of the vertical axis
   * @param lines the lines
   */
  public record Panel(String title, String unit, List<Line> lines) {

    /**
     * Copies the list and checks that no part is null.
     *
     * @param title what the panel measures
     * @param unit the label of the vertical axis
     * @param lines the lines
     */
    public Panel {
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(unit, "unit");
      lines = List.copyOf(lines);
    }
  }

  private LearningCurve() {}

  /**
   * Draws the panels; lines without a finite value, and panels without such a line, are left out.
   *
   * @param axis the label of the horizontal axis, such as "epoch"
   * @param panels the panels from the top
   * @return the picture
   * @throws IllegalArgumentException if no line has a finite value
   */
  public static BufferedImage draw(String axis, List<Panel> panels) {
    return draw(axis, panels, Lettering.available());
  }

  static BufferedImage draw(String axis, List<Panel> panels, Lettering lettering) {
    List<Panel> full = panels.stream().map(LearningCurve::withoutEmptyLines).toList();
    full = full.stream().filter(panel -> !panel.lines().isEmpty()).toList();
    full = full.stream().map(LearningCurve::withoutFarStart).toList();
    if (full.isEmpty()) {
      throw new IllegalArgumentException("learning curve: no line has a finite value to draw");
    }
    int height = full.stream().mapToInt(panel -> height(panel, lettering)).sum();
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (Panel panel : full) {
      int panelHeight = height(panel, lettering);
      if (lettering.isPresent()) {
        chart(axis, panel, panelHeight).paint(graphics, WIDTH, panelHeight);
      } else {
        new BareChart(WIDTH, panelHeight).paint(graphics, panel.lines(), COLORS);
      }
      graphics.translate(0, panelHeight);
    }
    graphics.dispose();
    return image;
  }

  private static Panel withoutEmptyLines(Panel panel) {
    List<Line> lines = panel.lines().stream().filter(line -> !line.isEmpty()).toList();
    return new Panel(panel.title(), panel.unit(), lines);
  }

  /**
   * Leaves the first point of every line out if it would press all others into a flat line: an
   * untrained model can score a hundred times worse than it does an epoch later. The title says so.
   */
  private static Panel withoutFarStart(Panel panel) {
    DoubleSummaryStatistics later =
        panel.lines().stream()
            .flatMap(line -> line.y().stream().skip(1))
            .filter(value -> !value.isNaN())
            .mapToDouble(value -> value)
            .summaryStatistics();
    double room = FAR * (later.getMax() - later.getMin());
    OptionalDouble far =
        panel.lines().stream()
            .mapToDouble(line -> line.y().get(0))
            .filter(start -> start < later.getMin() - room || start > later.getMax() + room)
            .findFirst();
    if (far.isEmpty() || !(room > 0)) {
      return panel;
    }
    String note =
        String.format(Locale.ROOT, " (at the start %s, off the chart)", tick(far.getAsDouble()));
    List<Line> lines =
        panel.lines().stream()
            .map(line -> new Line(line.name(), skipFirst(line.x()), skipFirst(line.y())))
            .toList();
    return new Panel(panel.title() + note, panel.unit(), lines);
  }

  private static List<Double> skipFirst(List<Double> values) {
    return values.subList(1, values.size());
  }

  private static int height(Panel panel, Lettering lettering) {
    boolean hasLegend = lettering.isPresent() && panel.lines().size() > 1;
    return PANEL_HEIGHT + (hasLegend ? LEGEND_HEIGHT : 0);
  }

  private static XYChart chart(String axis, Panel panel, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(panel.title())
            .xAxisTitle(axis)
            .yAxisTitle(panel.unit())
            .build();
    style(chart.getStyler());
    chart.getStyler().setLegendVisible(panel.lines().size() > 1);
    int index = 0;
    for (Line line : panel.lines()) {
      XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
      series.setLineColor(COLORS[index % COLORS.length]);
      series.setMarkerColor(COLORS[index % COLORS.length]);
      series.setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      Marker marker = line.x().size() <= MOST_MARKERS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
      series.setMarker(marker);
      index++;
    }
    return chart;
  }

  private static void style(XYStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(new Color(0xE3E5E8));
    styler.setPlotBorderColor(new Color(0x9AA0A6));
    styler.setMarkerSize(6);
    styler.setChartTitleBoxVisible(false);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setYAxisLeftWidthHint(AXIS_WIDTH);
    styler.setYAxisTickLabelsFormattingFunction(LearningCurve::tick);
    styler.setBaseFont(Lettering.font(13, false));
    styler.setChartTitleFont(Lettering.font(16, true));
    styler.setAxisTitleFont(Lettering.font(13, false));
    styler.setAxisTickLabelsFont(Lettering.font(12, false));
    styler.setLegendFont(Lettering.font(13, false));
  }

  /** As few digits as tell ticks apart, which are round numbers. */
  private static String tick(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6));
    String digits = rounded.abs().stripTrailingZeros().toPlainString();
    return rounded.signum() < 0 ? "\u2212" + digits : digits;
  }
}
