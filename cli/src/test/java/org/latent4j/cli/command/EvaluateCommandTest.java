package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.datasets.Digits;
import org.latent4j.models.io.Safetensors;

class EvaluateCommandTest {

  private static final int HIDDEN = 6;
  private static final int PIXELS = 64;

  @TempDir static Path shared;

  private static Path run;

  @BeforeAll
  static void train() {
    run = shared.resolve("run");
    TrainRbmCommandTest.train(run).succeeded();
  }

  private static Terminated evaluate(Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = "evaluate";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--backend";
    all[words.length + 2] = "java";
    return Terminated.run(all);
  }

  /** The numbers of the line that begins with the name. */
  private static List<Double> scores(String out, String name) {
    String line = out.lines().filter(text -> text.startsWith(name)).findFirst().orElseThrow();
    String[] words = line.substring(line.indexOf("  ")).strip().split(" +", -1);
    return List.of(words).stream().map(word -> Double.valueOf(word.replace(",", ""))).toList();
  }

  @Test
  void theSameRowsGiveTheScoresOfTheLastEpoch() throws IOException {
    String out = evaluate(run).succeeded().out();
    assertEquals(List.of(1500.0, 297.0), scores(out, "rows"));
    List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
    String[] last = lines.get(lines.size() - 1).split(",", -1);
    double heldOut = scores(out, "log pseudo-likelihood").get(1);
    assertEquals(Double.parseDouble(last[4]), heldOut, 1e-3);
  }

  @Test
  void theLogLikelihoodIsExact() {
    String out = evaluate(run).succeeded().out();
    Dataset heldOut = Digits.load().threshold(0.5).slice(1500, 1797);
    assertEquals(logLikelihood(heldOut), scores(out, "log-likelihood, exact").get(1), 1e-3);
  }

  /** By the sum over all 64 states of the hidden units, in plain double arithmetic. */
  private static double logLikelihood(Dataset data) {
    Safetensors file = Safetensors.read(run.resolve("model.safetensors"));
    float[] w = file.tensor("weights").floats();
    float[] b = file.tensor("visible_bias").floats();
    float[] c = file.tensor("hidden_bias").floats();
    double z = 0;
    for (int state = 0; state < 1 << HIDDEN; state++) {
      double logTerm = 0;
      for (int j = 0; j < HIDDEN; j++) {
        logTerm += (state >> j & 1) * c[j];
      }
      for (int i = 0; i < PIXELS; i++) {
        double input = b[i];
        for (int j = 0; j < HIDDEN; j++) {
          input += (state >> j & 1) * w[i * HIDDEN + j];
        }
        logTerm += Math.log1p(Math.exp(input));
      }
      z += Math.exp(logTerm);
    }
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      for (int i = 0; i < PIXELS; i++) {
        sum += data.value(row, i) * b[i];
      }
      for (int j = 0; j < HIDDEN; j++) {
        double input = c[j];
        for (int i = 0; i < PIXELS; i++) {
          input += data.value(row, i) * w[i * HIDDEN + j];
        }
        sum += Math.log1p(Math.exp(input));
      }
    }
    return sum / data.rows() - Math.log(z);
  }

  @Test
  void theGapIsTheDifferenceOfTheFreeEnergies() {
    String out = evaluate(run).succeeded().out();
    List<Double> energies = scores(out, "free energy");
    double gap = scores(out, "free-energy gap").get(0);
    assertEquals(energies.get(1) - energies.get(0), gap, 2e-4);
  }

  @Test
  void optionsOverruleTheRun() {
    String out = evaluate(run, "--validation", "none").succeeded().out();
    assertEquals(List.of(1797.0), scores(out, "rows"));
    assertTrue(evaluate(run, "--grey").succeeded().out().contains("grey values"));
  }

  @Test
  void otherDataAreScoredAsAWhole() throws IOException {
    Path csv = shared.resolve("zeros.csv");
    Files.writeString(csv, ("0" + ",0".repeat(PIXELS - 1) + "\n").repeat(3));
    String out = evaluate(run, "--data", csv).succeeded().out();
    assertEquals(List.of(3.0), scores(out, "rows"));
  }

  @Test
  void aModelFileAloneIsEnough() throws IOException {
    Path alone = Files.createDirectory(shared.resolve("alone")).resolve("my.safetensors");
    Files.copy(run.resolve("model.safetensors"), alone);
    assertEquals(List.of(1500.0, 297.0), scores(evaluate(alone).succeeded().out(), "rows"));
  }

  @Test
  void damagedOptionsOfARunAreOneSentence() throws IOException {
    Path copy = Files.createDirectory(shared.resolve("copy"));
    Files.copy(run.resolve("model.safetensors"), copy.resolve("model.safetensors"));
    for (String text :
        List.of("{", "[1]", "{\"data\": 3}", "{\"data\": {\"source\": []}}", "{\"data\": {}}")) {
      Files.writeString(copy.resolve("options.json"), text);
      evaluate(copy).failed(1, "options.json");
    }
  }
}
