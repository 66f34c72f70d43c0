package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said in one sentence, ends with an exit code above 0 and leaves nothing. */
class BadInputTest {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model;

  @BeforeAll
  static void trainAModel() {
    TrainRbmCommandTest.train(shared.resolve("run")).succeeded();
    model = shared.resolve("run/model.safetensors");
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertFalse(Files.exists(folder.resolve("out")), "no folder of a run that was refused");
  }

  private Path write(String name, byte... content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private Terminated train(Object... options) {
    return TrainRbmCommandTest.train(folder.resolve("out"), options);
  }

  private void dataFail(Path data, String... parts) {
    List<String> all = new ArrayList<>(List.of(String.valueOf(data.getFileName())));
    all.addAll(List.of(parts));
    train("--data", data).failed(1, all.toArray(String[]::new));
    Terminated.run("evaluate", model, "--backend", "java", "--data", data)
        .failed(1, all.toArray(String[]::new));
  }

  // ---- data ----

  @Test
  void missingAndEmptyFiles() throws IOException {
    dataFail(folder.resolve("missing.csv"), "no such file");
    dataFail(write("empty.csv"));
    dataFail(folder);
  }

  @Test
  void idxFilesThatPromiseTooMuch() throws IOException {
    byte[] header = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2};
    dataFail(write("truncated-idx", Arrays.copyOf(header, header.length + 7)));
    dataFail(write("cut-header-idx", Arrays.copyOf(header, 10)));
    byte[] huge = {0, 0, 8, 3, (byte) 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 1};
    dataFail(write("huge-idx", huge));
    byte[] large = {0, 0, 8, 3, 0x7F, -1, -1, -1, 0, 0, 0, 28, 0, 0, 0, 28, 1};
    dataFail(write("large-idx", large));
    dataFail(write("binary", new byte[] {1, 0, 2, 0, 3}));
  }

  @Test
  void csvFilesThatAreNoTables() throws IOException {
    dataFail(write("word.csv", "0,1,0\n1,spam,0\n"), "spam");
    dataFail(write("ragged.csv", "0,1,0\n1,0\n"), "2");
    dataFail(write("nan.csv", "0,1,0\n1,NaN,0\n"), "NaN");
    dataFail(write("infinite.csv", "0,1,0\n1,Infinity,0\n"));
  }

  @Test
  void valuesThatNoBernoulliUnitTakes() throws IOException {
    dataFail(write("large.csv", "0,1,0\n1,17,0\n"), "17", "--scale");
    dataFail(write("negative.csv", "0,1,0\n1,-0.5,0\n"), "-0.5", "--scale");
    Path grey = write("grey.csv", "0,255,0\n17,3,0\n");
    train("--data", grey, "--scale", "100").failed(1, "2.55", "--scale");
  }

  @Test
  void dataThatDoNotFitTheModel() throws IOException {
    Path narrow = write("narrow.csv", "0,1,0\n1,0,1\n1,1,1\n");
    Terminated.run("evaluate", model, "--backend", "java", "--data", narrow)
        .failed(1, "64 visible units", "3 values");
  }

  @Test
  void splitsThatLeaveNothing() throws IOException {
    Path few = write("few.csv", "0,1,0\n1,0,1\n1,1,1\n");
    train("--data", few, "--validation", "3").failed(1, "--validation", "3");
    train("--data", few, "--validation", "1.5").failed(1, "--validation", "1.5");
    Path one = write("one.csv", "0,1,0\n");
    train("--data", one).failed(1, "--validation", "none");
  }

  @Test
  void columnsAndShapesThatAreNotThere() throws IOException {
    Path few = write("few.csv", "0,1,0\n1,0,1\n1,1,1\n");
    train("--data", few, "--label-column", "7").failed(1, "7");
    train("--data", few, "--label-column", "digit").failed(1, "digit");
    train("--data", few, "--image", "2x2").failed(1, "few.csv", "3 columns");
    train("--label-column", "7").failed(2, "--label-column", "digits");
  }

  // ---- models ----

  private void modelFails(Path damaged, String... parts) {
    Terminated.run("evaluate", damaged, "--backend", "java").failed(1, parts);
    Terminated.run("sample", damaged, "--backend", "java", "--out", folder.resolve("out"))
        .failed(1, parts);
  }

  @Test
  void modelsThatAreMissingOrOfAnotherKind() throws IOException {
    modelFails(folder.resolve("missing.safetensors"), "missing.safetensors", "no such file");
    modelFails(folder, "model.safetensors");
    modelFails(write("empty.safetensors"), "empty.safetensors");
    modelFails(write("text.safetensors", "no model at all"), "text.safetensors");
    modelFails(safetensors("other.safetensors", "{}", 0), "other.safetensors", "format");
  }

  @Test
  void modelsCutShort() throws IOException {
    byte[] whole = Files.readAllBytes(model);
    for (int length : new int[] {4, 8, 100, whole.length / 2, whole.length - 1}) {
      modelFails(write("cut.safetensors", Arrays.copyOf(whole, length)), "cut.safetensors");
    }
  }

  @Test
  void modelsWithOverlappingTensors() throws IOException {
    String tensor = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}";
    String header =
        "{\"weights\":"
            + String.format(Locale.ROOT, tensor, 0, 8)
            + ",\"visible_bias\":"
            + String.format(Locale.ROOT, tensor, 4, 12)
            + "}";
    modelFails(safetensors("overlap.safetensors", header, 12), "overlap.safetensors");
  }

  @Test
  void modelsWithAHugeHeader() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(Long.MAX_VALUE);
    modelFails(write("huge.safetensors", buffer.array()), "huge.safetensors");
  }

  @Test
  void modelsWithAHundredThousandTinyTensors() throws IOException {
    StringBuilder header = new StringBuilder("{");
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      header
          .append(i == 0 ? "" : ",")
          .append("\"t")
          .append(i)
          .append("\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[")
          .append(i)
          .append(',')
          .append(i + 1)
          .append("]}");
    }
    modelFails(safetensors("many.safetensors", header + "}", count), "many.safetensors");
  }

  private Path safetensors(String name, String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(json.length).put(json);
    return write(name, buffer.array());
  }

  // ---- options ----

  @Test
  void anUnknownBackendIsNeverReplacedByAnother() {
    train("--backend", "abacus").failed(1, "'abacus'", "java");
    Terminated.run("evaluate", model, "--backend", "abacus").failed(1, "'abacus'");
    Terminated.run("sample", model, "--backend", "abacus", "--out", folder.resolve("out"))
        .failed(1, "'abacus'");
  }

  @Test
  void aFolderThatCannotBeWritten() throws IOException {
    Path file = write("file", "in the way");
    TrainRbmCommandTest.train(file).failed(1, "it is a file", "--out");
    TrainRbmCommandTest.train(file.resolve("run")).failed(1, "is a file", "--out");
    assertTrue(Files.readString(file).equals("in the way"));
    if (Files.isDirectory(Path.of("/proc"))) {
      TrainRbmCommandTest.train(Path.of("/proc/latent4j")).failed(1, "/proc", "--out");
    }
  }

  @Test
  void numbersOutOfRange() {
    for (String wrong :
        List.of(
            "--hidden 0",
            "--hidden -3",
            "--epochs -1",
            "--epochs 0",
            "--batch 0",
            "--steps 0",
            "--chains 0",
            "--patience 0",
            "--threads 0",
            "--rate 0",
            "--rate -0.1",
            "--rate NaN",
            "--rate Infinity",
            "--momentum 1",
            "--momentum -0.1",
            "--weight-decay -1",
            "--weight-decay NaN",
            "--threshold 1",
            "--threshold NaN",
            "--scale 0",
            "--scale big",
            "--image 8",
            "--image 0x8",
            "--validation 0",
            "--validation -1",
            "--validation half",
            "--initial-weights normal:-1",
            "--initial-weights normal",
            "--initial-weights zero",
            "--initial-visible-bias one",
            "--score-rows 0",
            "--rate-schedule linear:0",
            "--rate-schedule cosine",
            "--type float16",
            "--algorithm sgd",
            "--seed one",
            "--hidden 1e3")) {
      String[] words = wrong.split(" ", -1);
      train((Object[]) words).failed(2, words[0], words[1].split(":", -1)[0]);
    }
  }

  @Test
  void optionsThatExcludeEachOther() {
    train("--algorithm", "cd", "--chains", "5").failed(2, "--chains", "pcd");
    train("--patience", "3", "--validation", "none").failed(2, "--patience", "--validation");
    train("--threshold", "0.5", "--grey").failed(2, "--threshold", "--grey");
    train("--threshold", "0.5", "--binarize").failed(2, "--threshold", "--binarize");
    train("--binarize", "--grey").failed(2, "--binarize", "--grey");
    train("--hidde", "3").failed(2, "--hidde", "did you mean --hidden");
  }
}
