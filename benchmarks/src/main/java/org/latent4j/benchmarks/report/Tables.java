package org.latent4j.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The tables of the report, each from the results of one section. */
final class Tables {
  private static final String NONE = "";

  private Tables() {}

  /** A step, the five products alone, and the best of the other libraries. */
  static Table rbm(List<Results.Stored> results) {
    Table table =
        new Table(
            "V x H x batch",
            "backend",
            "step",
            "its five products",
            "step / products",
            "PyTorch",
            "PyTorch / step");
    for (Results.Stored stored : bySize(results)) {
      Figures figures = Figures.of(stored);
      for (Figure step : figures.ours()) {
        Optional<Figure> products = figures.products(step.group());
        Optional<Figure> peer = figures.bestPeer();
        table.row(
            step.subject(),
            backend(step),
            Table.time(step.median()),
            products.map(p -> Table.time(p.median()) + " (" + p.label() + ")").orElse(NONE),
            products.map(p -> Table.ratio(step.ratioTo(p))).orElse(NONE),
            peer.map(p -> Table.time(p.median())).orElse(NONE),
            peer.map(p -> Table.ratio(p.ratioTo(step))).orElse(NONE));
      }
    }
    return table;
  }

  private static String backend(Figure step) {
    return "`" + step.group() + "`" + (step.hasExplicitVectors() ? ", explicit vectors" : "");
  }

  /** Steps of which the products are not measured apart, and the best of the other libraries. */
  static Table steps(List<Results.Stored> results) {
    Table table = new Table("step", "size", "backend", "time", "PyTorch", "PyTorch / step");
    for (Results.Stored stored : bySize(results)) {
      Figures figures = Figures.of(stored);
      Optional<Figure> peer = figures.bestPeer();
      for (Figure step : figures.ours()) {
        table.row(
            stored.section(),
            step.subject(),
            backend(step),
            Table.time(step.median()),
            median(peer),
            peer.map(p -> Table.ratio(p.ratioTo(step))).orElse(NONE));
      }
    }
    return table;
  }

  /** All ways of making the five products. */
  static Table products(List<Results.Stored> results) {
    Table table =
        new Table(
            "V x H x batch",
            "backend",
            "library's two threads",
            "own two threads",
            "`Backend.matmul`",
            "the same on one thread",
            "gain of the second core");
    for (Results.Stored stored : bySize(results)) {
      Figures figures = Figures.of(stored);
      for (Figure step : figures.ours()) {
        String name = step.group();
        Optional<Figure> two = figures.floor(name, "backend");
        Optional<Figure> one = figures.floor(name, "backend, one thread");
        if (two.isPresent() && !step.hasExplicitVectors()) {
          table.row(
              step.subject(),
              "`" + name + "`",
              median(figures.floor(name, "library-threads")),
              median(figures.floor(name, "own-threads")),
              median(two),
              median(one),
              one.map(figure -> Table.ratio(figure.ratioTo(two.get()))).orElse(NONE));
        }
      }
    }
    return table;
  }

  /** Every way in which PyTorch was written. */
  static Table variants(List<Results.Stored> results) {
    Set<String> labels = new LinkedHashSet<>();
    for (Results.Stored stored : results) {
      Figures.of(stored).peers().forEach(figure -> labels.add(figure.label()));
    }
    List<String> header = new ArrayList<>(List.of("work"));
    header.addAll(labels);
    Table table = new Table(header.toArray(String[]::new));
    for (Results.Stored stored : bySize(results)) {
      Figures figures = Figures.of(stored);
      if (figures.peers().isEmpty()) {
        continue;
      }
      List<String> cells = new ArrayList<>(List.of(stored.name()));
      for (String label : labels) {
        cells.add(
            median(figures.peers().stream().filter(f -> f.label().equals(label)).findFirst()));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  /** The libraries in Python beside the backend {@code cpu}. */
  static Table python(List<Results.Stored> results) {
    Table table =
        new Table(
            "work",
            "library",
            "variant",
            "time",
            "the same on `cpu`",
            "ratio",
            "with explicit vectors",
            "ratio");
    for (Results.Stored stored : bySize(results)) {
      Figures figures = Figures.of(stored);
      Optional<Figure> step = figures.ours("cpu", "step");
      Optional<Figure> vectors = figures.ours("cpu", Figure.EXPLICIT_VECTORS);
      for (Figure figure : figures.bestOfPython()) {
        table.row(
            stored.name(),
            figure.group(),
            figure.label(),
            Table.time(figure.median()),
            median(step),
            step.map(ours -> Table.ratio(figure.ratioTo(ours))).orElse(NONE),
            median(vectors),
            vectors.map(ours -> Table.ratio(figure.ratioTo(ours))).orElse(NONE));
      }
    }
    return table;
  }

  /** Training from a data set beside the bare step. */
  static Table epoch(List<Results.Stored> results) {
    return pairs(results, "epoch", "a step of the epoch", "the step alone", true);
  }

  /** Compiling: what it takes longer than the step that follows. */
  static Table compile(List<Results.Stored> results) {
    return pairs(results, "compile and step", "compiling and one step", "the step alone", false);
  }

  private static Table pairs(
      List<Results.Stored> results, String label, String what, String than, boolean ratio) {
    Table table = new Table("backend", what, than, ratio ? "ratio" : "difference");
    for (Results.Stored stored : results) {
      Figures figures = Figures.of(stored);
      for (Figure figure : figures.ours()) {
        Optional<Figure> step = figures.ours(figure.group(), "step");
        if (figure.label().equals(label) && step.isPresent()) {
          table.row(
              "`" + figure.group() + "`",
              Table.time(figure.median()),
              median(step),
              ratio
                  ? Table.ratio(figure.ratioTo(step.get()))
                  : Table.time(figure.median() - step.get().median()));
        }
      }
    }
    return table;
  }

  /** Bytes of heap a step: one row a piece of work, one column a backend. */
  static Table heap(List<Results.Stored> results) {
    Set<String> backends = backends(results);
    List<String> header = new ArrayList<>(List.of("step"));
    backends.forEach(backend -> header.add("`" + backend + "`"));
    Table table = new Table(header.toArray(String[]::new));
    for (Results.Stored stored : bySize(results)) {
      Figures figures = Figures.of(stored);
      List<String> cells = new ArrayList<>(figures.subjects());
      backends.forEach(
          backend -> cells.add(figures.ours(backend, "step").map(Tables::bytes).orElse(NONE)));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static Set<String> backends(List<Results.Stored> results) {
    Set<String> backends = new LinkedHashSet<>();
    for (Results.Stored stored : results) {
      Figures.of(stored).ours().forEach(figure -> backends.add(figure.group()));
    }
    return backends;
  }

  /** One row a subject, one column a backend, and the best of the other libraries. */
  static Table operations(List<Results.Stored> results) {
    Set<String> backends = backends(results);
    List<String> header = new ArrayList<>(List.of("operation"));
    backends.forEach(backend -> header.add("`" + backend + "`"));
    header.addAll(List.of("PyTorch", "its threads", "PyTorch / best of ours"));
    Table table = new Table(header.toArray(String[]::new));
    for (Results.Stored stored : results) {
      for (String subject : Figures.of(stored).subjects()) {
        Figures figures = Figures.of(stored).about(subject);
        List<String> cells = new ArrayList<>(List.of("`" + subject + "`"));
        backends.forEach(backend -> cells.add(median(figures.ours(backend, ""))));
        Optional<Figure> peer = figures.bestPeer();
        Optional<Figure> best =
            figures.ours().stream().min(Comparator.comparingDouble(Figure::median));
        cells.add(median(peer));
        cells.add(peer.map(Figure::label).orElse(NONE));
        cells.add(
            peer.isPresent() && best.isPresent()
                ? Table.ratio(peer.get().ratioTo(best.get()))
                : NONE);
        table.row(cells.toArray(String[]::new));
      }
    }
    return table;
  }

  private static String median(Optional<Figure> figure) {
    return figure.map(found -> Table.time(found.median())).orElse(NONE);
  }

  private static String bytes(Figure figure) {
    return figure.bytes() == null ? NONE : String.format(Locale.ROOT, "%,.0f B", figure.bytes());
  }

  /** By the numbers in their names, so that batch 20 comes before batch 100. */
  static List<Results.Stored> bySize(List<Results.Stored> results) {
    return results.stream()
        .sorted(Comparator.comparing(Results.Stored::section).thenComparing(Tables::padded))
        .toList();
  }

  private static String padded(Results.Stored stored) {
    StringBuilder text = new StringBuilder();
    for (String part : stored.name().split("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)", -1)) {
      boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
      text.append(number ? "0".repeat(Math.max(0, 8 - part.length())) : "").append(part);
    }
    return text.toString();
  }
}
