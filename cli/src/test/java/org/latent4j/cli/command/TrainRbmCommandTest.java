package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.op.DataType;

class TrainRbmCommandTest {

  @TempDir Path folder;

  /** Trains a small machine on the digits in a moment, into the folder of that name. */
  static Terminated train(Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "rbm", "--backend", "java", "--threads", 1, "--hidden", 6));
    words.addAll(List.of("--batch", 100, "--epochs", 2, "--out", out));
    words.addAll(List.of(more));
    return Terminated.run(words.toArray());
  }

  private static Set<String> files(Path out) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void aRunLeavesTheModelItsScoresItsPicturesAndItsOptions() throws IOException {
    Path out = folder.resolve("run");
    Terminated run = train(out).succeeded();
    assertEquals(
        Set.of(
            "model.safetensors",
            "checkpoint.safetensors",
            "metrics.csv",
            "options.json",
            "learning-curve.png",
            "filters.png",
            "samples.png"),
        files(out));
    for (String picture : List.of("learning-curve.png", "filters.png", "samples.png")) {
      assertTrue(ImageIO.read(out.resolve(picture).toFile()).getWidth() > 100, picture);
    }
    RbmModel model = RbmModel.load(out.resolve("model.safetensors"));
    assertEquals(64, model.rbm().visible().size());
    assertEquals(6, model.rbm().hidden().size());
    assertEquals(new ImageShape(8, 8), model.imageShape().orElseThrow());
    assertTrue(run.out().contains("1,500 rows of 64 values"), run.out());
    assertTrue(run.out().contains("297 held out"), run.out());
    assertTrue(run.out().contains(out.resolve("filters.png").toString()), run.out());
  }

  @Test
  void metricsHaveALineForTheStartAndForEachEpochAndImprove() throws IOException {
    Path out = folder.resolve("run");
    train(out, "--epochs", 5, "--batch", 20).succeeded();
    List<String> lines = Files.readAllLines(out.resolve("metrics.csv"));
    List<String> names = List.of(lines.get(0).split(",", -1));
    assertEquals(
        List.of(
            "epoch",
            "seconds",
            "learning_rate",
            "pseudo_likelihood_training",
            "pseudo_likelihood_held_out",
            "reconstruction_error_training",
            "reconstruction_error_held_out",
            "free_energy_gap"),
        names);
    assertEquals(1 + 6, lines.size());
    int score = names.indexOf("pseudo_likelihood_held_out");
    double first = Double.parseDouble(lines.get(1).split(",", -1)[score]);
    double last = Double.parseDouble(lines.get(6).split(",", -1)[score]);
    assertTrue(last > first + 1, first + " to " + last + " nats");
  }

  @Test
  void optionsTellEverythingThatWasAskedFor() throws IOException {
    Path out = folder.resolve("run");
    train(out, "--seed", 42, "--algorithm", "cd", "--steps", 3).succeeded();
    JsonObject options =
        new Gson().fromJson(Files.readString(out.resolve("options.json")), JsonObject.class);
    JsonObject rbm = options.getAsJsonObject("rbm");
    assertEquals(6, rbm.get("hidden").getAsInt());
    assertEquals("CD-3", rbm.get("method").getAsString());
    assertEquals("0.5", options.getAsJsonObject("data").get("binarization").getAsString());
    JsonObject compute = options.getAsJsonObject("compute");
    assertEquals("java", compute.get("backend").getAsString());
    assertEquals(42, compute.get("seed").getAsLong());
    assertTrue(options.get("provenance").getAsString().contains("sha256"));
  }

  @Test
  void aRepeatedRunWritesTheSameModelAndAnotherSeedAnother() throws IOException {
    byte[] first = modelOf(folder.resolve("a"), 7);
    assertArrayEquals(first, modelOf(folder.resolve("b"), 7));
    assertNotEquals(
        List.of(weights(folder.resolve("a"))), List.of(weights(withSeed(folder.resolve("c"), 8))));
  }

  private static byte[] modelOf(Path out, int seed) throws IOException {
    return Files.readAllBytes(withSeed(out, seed).resolve("model.safetensors"));
  }

  private static Path withSeed(Path out, int seed) {
    train(out, "--seed", seed).succeeded();
    return out;
  }

  /** The elements without the header, which holds the seed. */
  private static String weights(Path out) throws IOException {
    byte[] file = Files.readAllBytes(out.resolve("model.safetensors"));
    int length = 4 * (64 * 6 + 64 + 6);
    StringBuilder hex = new StringBuilder();
    for (int i = file.length - length; i < file.length; i++) {
      hex.append(file[i]).append(' ');
    }
    return hex.toString();
  }

  @Test
  void everyWayOfTrainingWorks() {
    int number = 0;
    for (String options :
        List.of(
            "--algorithm cd --steps 2 --momentum 0.5 --weight-decay 0.0001",
            "--algorithm pcd --chains 7 --rate-schedule linear:0.001",
            "--rate-schedule exponential:0.9 --initial-weights glorot-sigmoid",
            "--rate-schedule inverse:5 --initial-weights uniform:0.1",
            "--rate-schedule constant --initial-weights normal:0.1 --type float64",
            "--initial-visible-bias zero --score-rows 10",
            "--binarize",
            "--grey",
            "--threshold 0.3 --validation 0.2",
            "--validation none")) {
      Path out = folder.resolve("run" + number++);
      train(out, (Object[]) options.split(" ", -1)).succeeded();
      RbmModel model = RbmModel.load(out.resolve("model.safetensors"));
      boolean isDouble = options.contains("float64");
      assertEquals(isDouble ? DataType.FLOAT64 : DataType.FLOAT32, model.type(), options);
    }
  }

  @Test
  void visibleBiasesStartAtTheDataOrAtZero() throws IOException {
    // Of a machine without weights that has not learned, the score is that of its visible biases:
    // zero biases give every pixel probability 1/2.
    double zero = firstScore(folder.resolve("zero"), "--initial-visible-bias", "zero");
    assertEquals(64 * Math.log(0.5), zero, 1e-3);
    double data = firstScore(folder.resolve("data"), "--initial-visible-bias", "data");
    assertTrue(data > zero + 10, zero + " and " + data + " nats");
  }

  @Test
  void asManyRowsAreScoredAsAskedFor() throws IOException {
    double all = firstScore(folder.resolve("all"), "--score-rows", 1_000_000);
    double most = firstScore(folder.resolve("most"), "--score-rows", 1_500);
    double few = firstScore(folder.resolve("few"), "--score-rows", 10);
    assertEquals(all, most);
    assertNotEquals(all, few);
  }

  /** The training rows' score before the first step, with weights of zero. */
  private static double firstScore(Path out, Object... options) throws IOException {
    List<Object> words = new ArrayList<>(List.of("--initial-weights", "normal:0"));
    words.addAll(List.of(options));
    train(out, words.toArray()).succeeded();
    String line = Files.readAllLines(out.resolve("metrics.csv")).get(1);
    return Double.parseDouble(line.split(",", -1)[3]);
  }

  @Test
  void withoutHeldOutRowsTheirScoresAreLeftOut() throws IOException {
    Path out = folder.resolve("run");
    Terminated run = train(out, "--validation", "none").succeeded();
    assertTrue(run.out().contains("none held out"), run.out());
    String header = Files.readAllLines(out.resolve("metrics.csv")).get(0);
    assertFalse(header.contains("held_out"), header);
  }

  @Test
  void patienceStopsAtTheBestModel() throws IOException {
    Path out = folder.resolve("run");
    Terminated run =
        train(out, "--epochs", 200, "--rate", 0.8, "--rate-schedule", "constant", "--patience", 2)
            .succeeded();
    assertTrue(run.out().contains("stopped early"), run.out());
    List<String> lines = Files.readAllLines(out.resolve("metrics.csv"));
    assertTrue(lines.size() < 202, lines.size() + " lines");
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < lines.size(); i++) {
      double score = Double.parseDouble(lines.get(i).split(",", -1)[4]);
      if (score > highest) {
        highest = score;
        best = i - 1;
      }
    }
    assertTrue(run.out().contains("the model is that of epoch " + best), run.out());
  }

  @Test
  void tablesWithNamesAreLearnedAndDrawn() throws IOException {
    Path csv = folder.resolve("films.csv");
    String rows = "1,1,1,0,0,0\n1,0,1,0,0,0\n1,1,1,0,0,0\n0,0,1,1,1,0\n0,0,1,1,0,0\n0,0,1,1,1,0\n";
    Files.writeString(csv, "Harry Potter,Avatar,LOTR 3,Gladiator,Titanic,Glitter\n" + rows);
    Path out = folder.resolve("run");
    train(out, "--data", csv, "--hidden", 2, "--batch", 2, "--validation", "none").succeeded();
    assertTrue(ImageIO.read(out.resolve("filters.png").toFile()).getWidth() > 300);
    assertTrue(RbmModel.load(out.resolve("model.safetensors")).imageShape().isEmpty());
  }

  @Test
  void anEarlierRunIsReplacedOnlyIfAskedFor() throws IOException {
    Path out = folder.resolve("run");
    train(out).succeeded();
    byte[] model = Files.readAllBytes(out.resolve("model.safetensors"));
    train(out, "--seed", 9).failed(1, "already holds files", "--overwrite");
    assertArrayEquals(model, Files.readAllBytes(out.resolve("model.safetensors")));
    train(out, "--seed", 9, "--overwrite").succeeded();
    assertFalse(Arrays.equals(model, Files.readAllBytes(out.resolve("model.safetensors"))));
  }

  @Test
  void divergenceIsReportedInOneSentenceAndLeavesNoModel() throws IOException {
    Path out = folder.resolve("run");
    // The decay multiplies weights by 1 - rate * decay = -99 at every step.
    Terminated run = train(out, "--rate", 1, "--rate-schedule", "constant", "--weight-decay", 100);
    assertEquals(1, run.exitCode());
    List<String> lines = run.err().lines().filter(line -> line.startsWith("latent4j:")).toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(lines.get(0).contains("diverged") && lines.get(0).contains("epoch 2"), run.err());
    assertEquals(Set.of("metrics.csv", "options.json"), files(out));
  }
}
