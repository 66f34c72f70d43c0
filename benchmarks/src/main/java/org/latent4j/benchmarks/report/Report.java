package org.latent4j.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes {@code benchmarks.md} and its chart from whatever results there are. */
public final class Report {
  private final Results results;
  private final StringBuilder text = new StringBuilder();

  /**
   * Chooses the results.
   *
   * @param results those to show
   */
  public Report(Results results) {
    this.results = results;
  }

  /**
   * Writes the page.
   *
   * @param docs the folder for it
   * @throws IOException if a result can't be read or the page can't be written
   */
  public void write(Path docs) throws IOException {
    text.setLength(0);
    text.append(Texts.INTRODUCTION);
    environment();
    chart();
    section("A step of CD-1", Texts.CD1, Tables.rbm(results.of("cd1")));
    section("Its five products", Texts.PRODUCTS, Tables.products(results.of("cd1")));
    section("Other steps of RBMs", Texts.PCD1, Tables.steps(of("cd1-models", "pcd1")));
    section("Networks", Texts.NETWORKS, Tables.steps(of("classifier", "vae")));
    section("An epoch on MNIST", Texts.EPOCH, Tables.epoch(results.of("epoch")));
    section("Compiling", Texts.COMPILE, Tables.compile(results.of("compile")));
    section("Heap", Texts.HEAP, Tables.heap(results.of("heap")));
    section(
        "How PyTorch was written",
        Texts.VARIANTS,
        Tables.variants(of("cd1", "pcd1", "classifier", "vae")));
    section("Single operations", Texts.OPERATIONS, Tables.operations(results.of("operations")));
    section("Matrix products", Texts.MATRIX_PRODUCTS, Tables.operations(results.of("products")));
    section("Python", Texts.PYTHON, Tables.python(of("cd1", "pcd1", "classifier", "vae")));
    text.append(Texts.SHORT_ROWS);
    text.append(Texts.HOW_TO);
    Files.createDirectories(docs);
    Files.writeString(docs.resolve("benchmarks.md"), text.toString(), StandardCharsets.UTF_8);
  }

  private List<Results.Stored> of(String... sections) throws IOException {
    List<Results.Stored> found = new ArrayList<>();
    for (String section : sections) {
      found.addAll(results.of(section));
    }
    return found;
  }

  private void section(String title, String introduction, Table table) {
    if (!table.isEmpty()) {
      text.append("## ").append(title).append("\n\n").append(introduction).append('\n');
      text.append(table).append('\n');
    }
  }

  /** One line a fact; where parts were measured apart, all its values. */
  private void environment() throws IOException {
    Map<String, Set<String>> facts = new LinkedHashMap<>();
    for (Results.Stored stored :
        of(
            "cd1",
            "cd1-models",
            "pcd1",
            "classifier",
            "vae",
            "epoch",
            "compile",
            "heap",
            "operations",
            "products")) {
      stored
          .environment()
          .forEach((name, value) -> facts.computeIfAbsent(name, n -> new TreeSet<>()).add(value));
    }
    Table table = new Table("measured", "");
    facts.forEach((name, values) -> table.row(name, String.join("; ", values)));
    if (!table.isEmpty()) {
      text.append(table).append('\n');
    }
  }

  private void chart() throws IOException {
    Chart chart = new Chart();
    chart.add(Tables.bySize(results.of("cd1")));
    chart.add(of("classifier", "vae"));
    if (!chart.isEmpty()) {
      Path file = results.folder().resolve("steps.png");
      chart.write(file);
      text.append("![Times of steps relative to the backend cpu](benchmarks/steps.png)\n\n");
    }
  }
}
