package org.latent4j.models.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;
import static org.latent4j.models.io.Refusals.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.idx.IdxReaderTest;

class DatasetsTest {

  @TempDir Path folder;

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void formatIsToldByContentNotByName() throws IOException {
    byte[] idx = IdxReaderTest.hex(IdxReaderTest.PICTURES);
    byte[] csv = "label,x\n3,0.5\n".getBytes(StandardCharsets.UTF_8);
    assertEquals(6, Datasets.open(write("a.csv", idx)).columns());
    assertEquals(6, Datasets.open(write("b.csv", IdxReaderTest.gzip(idx))).columns());
    assertEquals(0.5f, Datasets.open(write("a.idx", csv)).value(0, 0));
    Dataset packed = Datasets.find(write("b.idx", IdxReaderTest.gzip(csv)).toString());
    assertEquals(0.5f, packed.value(0, 0));
    assertArrayEquals(new int[] {3}, packed.labels().orElseThrow());
  }

  @Test
  void labelsBesidePicturesAreReadToo() throws IOException {
    Path pictures = write("t10k-images-idx3-ubyte", IdxReaderTest.hex(IdxReaderTest.PICTURES));
    assertEquals(Optional.empty(), Datasets.open(pictures).labels());
    write("t10k-labels-idx1-ubyte", IdxReaderTest.hex("0000080100000002" + "0509"));
    assertArrayEquals(new int[] {5, 9}, Datasets.open(pictures).labels().orElseThrow());
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path zip = write("a.zip", new byte[] {'P', 'K', 3, 4, 0, 0});
    assertRefused(
        zip + ": it is neither IDX, which begins with two zero bytes, nor text",
        () -> Datasets.open(zip));
    Path none = folder.resolve("none");
    assertRefused(none + ": there is no such file", () -> Datasets.find(none.toString()));
    assertRefused(folder + ": it is a folder", () -> Datasets.open(folder));
    Path empty = write("empty", new byte[0]);
    assertRefused("empty: the file is empty", () -> Datasets.open(empty));
    Path emptyInside = write("empty.gz", IdxReaderTest.gzip(new byte[0]));
    assertRefused("empty.gz: the file has no line with values", () -> Datasets.open(emptyInside));
    Path word = write("word", "hello".getBytes(StandardCharsets.UTF_8));
    assertRefused("word: there is no row after the header line", () -> Datasets.open(word));
  }

  @Test
  void pathsThatTheSystemCannotNameAreRefused() {
    assertTrue(message(() -> Datasets.find("a\0b")).contains("is not a path"));
  }

  @Test
  void digitsAreFoundByName() {
    assertEquals("digits [1797, 64]", Datasets.find("digits").toString());
  }
}
