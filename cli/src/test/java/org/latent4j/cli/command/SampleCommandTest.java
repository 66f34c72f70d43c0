package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path run;

  @BeforeAll
  static void train() {
    run = shared.resolve("run");
    TrainRbmCommandTest.train(run).succeeded();
  }

  private static Terminated sample(Path model, Path out, Object... more) {
    Object[] words = {"sample", model, "--backend", "java", "--steps", 20, "--out", out};
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Terminated.run(all);
  }

  @Test
  void samplesAreAPictureAndBinaryRows() throws IOException {
    Path out = folder.resolve("samples");
    sample(run, out, "--count", 12).succeeded();
    assertTrue(ImageIO.read(out.resolve("samples.png").toFile()).getHeight() > 100);
    List<String> rows = Files.readAllLines(out.resolve("samples.csv"));
    assertEquals(12, rows.size());
    for (String row : rows) {
      assertTrue(row.matches("[01](,[01]){63}"), row);
    }
  }

  @Test
  void theSeedDecidesTheSamples() throws IOException {
    byte[] first = samples("a", 1);
    assertArrayEquals(first, samples("b", 1));
    assertFalse(Arrays.equals(first, samples("c", 2)));
  }

  private byte[] samples(String name, int seed) throws IOException {
    Path out = folder.resolve(name);
    sample(run.resolve("model.safetensors"), out, "--seed", seed).succeeded();
    return Files.readAllBytes(out.resolve("samples.csv"));
  }

  @Test
  void numbersOutOfRangeAreOneSentence() {
    Path out = folder.resolve("samples");
    sample(run, out, "--count", 0).failed(2, "--count", "at least 1");
    sample(run, out, "--steps", -1).failed(2, "--steps", "at least 0");
    Terminated.run("sample").failed(2, "MODEL");
    assertFalse(Files.exists(out));
  }
}
