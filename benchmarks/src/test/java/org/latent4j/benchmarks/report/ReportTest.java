package org.latent4j.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.benchmarks.interleave.Contestant.Role;
import org.latent4j.benchmarks.interleave.Rounds;

class ReportTest {
  private static final Rounds ROUNDS = new Rounds(1, 10, 3, 300, 1000);

  @TempDir private Path docs;

  @Test
  void ratiosAreMediansOverRoundsOfTheFasterProductsAndTheBestPeer() throws IOException {
    Results results = new Results(docs.resolve("benchmarks"));
    results.save(
        "cd1",
        "cd1-4x3x2",
        ROUNDS,
        List.of(
            figure(Role.OURS, "cpu", "step", 110, 220, 330),
            figure(Role.FLOOR, "cpu", "library-threads", 100, 100, 100),
            figure(Role.FLOOR, "cpu", "own-threads", 200, 200, 200),
            figure(Role.PEER, "PyTorch", "slow", 900, 900, 900),
            figure(Role.PEER, "PyTorch", "fast", 330, 330, 330)));
    new Report(results).write(docs);
    String page = Files.readString(docs.resolve("benchmarks.md"));
    assertTrue(
        page.contains(
            "| 4x3x2 | `cpu` | 220 µs | 100 µs (library-threads) | 2.20 | 330 µs | 1.50 |"),
        page);
    assertTrue(Files.exists(docs.resolve("benchmarks/steps.png")));
  }

  @Test
  void theHeapOfStepsHasOneColumnForEachBackend() throws IOException {
    Results results = new Results(docs);
    Figure java = figure(Role.OURS, "java", "step", 1);
    results.save("heap", "heap-vae", ROUNDS, List.of(java, figure(Role.OURS, "cpu", "step", 1)));
    String table = Tables.heap(results.of("heap")).toString();
    assertTrue(table.contains("| step | `java` | `cpu` |"), table);
    assertTrue(table.contains("| 4x3x2 | 512 B | 512 B |"), table);
  }

  @Test
  void bytesThatWereNotMeasuredAreLeftOut() throws IOException {
    Results results = new Results(docs);
    Figure without = new Figure(Role.OURS, "cpu", "step", "4x3x2", List.of(1.0), null);
    results.save("heap", "heap-vae", ROUNDS, List.of(without));
    assertFalse(Files.readString(docs.resolve("heap-vae.json")).contains("bytes"));
    assertTrue(Tables.heap(results.of("heap")).toString().contains("| 4x3x2 |  |"));
  }

  @Test
  void everyRowHasAsManyCellsAsTheHeader() throws IOException {
    Results results = new Results(docs.resolve("benchmarks"));
    for (String section : List.of("cd1", "pcd1", "vae", "heap", "operations", "products")) {
      Figure ours = figure(Role.OURS, "cpu", section.length() > 4 ? "" : "step", 1);
      results.save(
          section,
          section,
          ROUNDS,
          List.of(
              ours,
              figure(Role.FLOOR, "cpu", "backend", 1),
              figure(Role.PEER, "PyTorch", "1+2", 1)));
    }
    new Report(results).write(docs);
    int cells = 0;
    for (String line : Files.readAllLines(docs.resolve("benchmarks.md"))) {
      int found = line.startsWith("|") ? line.split("\\|", -1).length : 0;
      assertTrue(cells == 0 || found == 0 || found == cells, line);
      cells = found;
    }
  }

  @Test
  void theLengthOfTurnsIsAmongTheFacts() throws IOException {
    Results results = new Results(docs.resolve("benchmarks"));
    results.save("vae", "vae", ROUNDS, List.of(figure(Role.OURS, "cpu", "step", 1)));
    Rounds others = new Rounds(1, 10, 3, 0, 20);
    results.save("pcd1", "pcd1", others, List.of(figure(Role.OURS, "cpu", "step", 1)));
    new Report(results).write(docs);
    String page = Files.readString(docs.resolve("benchmarks.md"));
    assertTrue(
        page.contains(
            "| a turn | 0 ms uncounted and 20 ms counted; 300 ms uncounted and 1000 ms counted |"),
        page);
  }

  @Test
  void theFastestOfEachLibraryInPythonStandsBesideCpu() throws IOException {
    Results results = new Results(docs.resolve("benchmarks"));
    results.save(
        "pcd1",
        "pcd1-4x3x2",
        ROUNDS,
        List.of(
            figure(Role.OURS, "cpu", "step", 100, 200, 100),
            figure(Role.PYTHON, "scikit-learn 1.2.1", "float32 2", 250, 500, 250),
            figure(Role.PYTHON, "PyTorch 1.13", "uniform 1+2", 150, 300, 170),
            figure(Role.PYTHON, "PyTorch 1.13", "uniform 2+1", 151, 301, 171)));
    new Report(results).write(docs);
    String page = Files.readString(docs.resolve("benchmarks.md"));
    assertTrue(
        page.contains("| pcd1-4x3x2 | scikit-learn 1.2.1 | float32 2 | 250 µs | 100 µs | 2.50 |"),
        page);
    assertTrue(
        page.contains("| pcd1-4x3x2 | PyTorch 1.13 | uniform 1+2 | 170 µs | 100 µs | 1.50 |"),
        page);
    assertFalse(page.contains("uniform 2+1 |"), page);
    assertTrue(page.contains("| pcd1 | 4x3x2 | `cpu` | 100 µs |  |  |"), page);
  }

  @Test
  void aPartMeasuredAgainReplacesItsResultsAndLeavesTheOthers() throws IOException {
    Results results = new Results(docs.resolve("benchmarks"));
    results.save("vae", "vae", ROUNDS, List.of(figure(Role.OURS, "cpu", "step", 1)));
    results.save("classifier", "classifier", ROUNDS, List.of(figure(Role.OURS, "cpu", "step", 2)));
    results.save("vae", "vae", ROUNDS, List.of(figure(Role.OURS, "cpu", "step", 3)));
    assertEquals(3, results.of("vae").get(0).figures().get(0).median());
    assertEquals(2, results.of("classifier").get(0).figures().get(0).median());
  }

  @Test
  void withoutResultsThereIsOnlyTheWayToGetThem() throws IOException {
    new Report(new Results(docs.resolve("none"))).write(docs);
    String page = Files.readString(docs.resolve("benchmarks.md"));
    assertTrue(page.contains("## How to measure"), page);
    assertFalse(page.contains("## A step of CD-1"), page);
  }

  @Test
  void batchesAreListedByTheirNumbers() throws IOException {
    Results results = new Results(docs);
    for (String name : List.of("cd1-4x3x100", "cd1-4x3x20", "cd1-4x3x512")) {
      results.save("cd1", name, ROUNDS, List.of(figure(Role.OURS, "cpu", "step", 1)));
    }
    assertEquals(
        List.of("cd1-4x3x20", "cd1-4x3x100", "cd1-4x3x512"),
        Tables.bySize(results.of("cd1")).stream().map(Results.Stored::name).toList());
  }

  private static Figure figure(Role role, String group, String label, double... micros) {
    return new Figure(
        role, group, label, "4x3x2", java.util.Arrays.stream(micros).boxed().toList(), 512.0);
  }
}
