package org.latent4j.benchmarks.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Bars of times relative to the backend {@code cpu}, one group for each piece of work. */
final class Chart {
  private static final String BASE = "cpu";
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 480;

  private final List<String> work = new ArrayList<>();
  private final Map<String, List<Double>> bars = new LinkedHashMap<>();

  Chart() {
    for (String name : List.of("five products", BASE, "blas", "java", "PyTorch")) {
      bars.put(name, new ArrayList<>());
    }
  }

  /** Adds the comparisons in which the base took part. */
  void add(List<Results.Stored> results) {
    for (Results.Stored stored : results) {
      Figures figures = Figures.of(stored);
      Optional<Figure> base = figures.ours(BASE, "step");
      if (base.isEmpty()) {
        continue;
      }
      work.add(stored.name().replace("-784x500x", " b").replace("-2048x2048x", " 2048² b"));
      add("five products", figures.products(BASE), base.get());
      add(BASE, base, base.get());
      add("blas", figures.ours("blas", "step"), base.get());
      add("java", figures.ours("java", "step"), base.get());
      add("PyTorch", figures.bestPeer(), base.get());
    }
  }

  private void add(String bar, Optional<Figure> figure, Figure base) {
    bars.get(bar).add(figure.map(found -> found.ratioTo(base)).orElse(0.0));
  }

  boolean isEmpty() {
    return work.isEmpty();
  }

  void write(Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Time of a training step, relative to the backend cpu (less is faster)")
            .yAxisTitle("time / time on cpu")
            .build();
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setAvailableSpaceFill(0.85);
    chart.getStyler().setYAxisMin(0.0);
    bars.forEach((name, values) -> chart.addSeries(name, work, values));
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    chart.paint(image.createGraphics(), WIDTH, HEIGHT);
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("this Java cannot write PNG files");
    }
  }
}
