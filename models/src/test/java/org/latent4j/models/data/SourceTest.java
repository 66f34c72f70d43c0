package org.latent4j.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;
import static org.latent4j.models.io.Refusals.message;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.models.data.binary.BinaryReader;
import org.latent4j.models.data.idx.IdxReader;
import org.latent4j.models.data.idx.IdxReaderTest;
import org.latent4j.op.DataType;

class SourceTest {

  private static final String CONTENT = "0102030405060708090a";

  @TempDir Path folder;

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] hex(String text) {
    return IdxReaderTest.hex(text);
  }

  /** Little-endian, as {@code numpy.arange(count).astype(type).tofile} writes it. */
  private Path counting(DataType type, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (type) {
        case UINT8 -> bytes.put((byte) i);
        case FLOAT32 -> bytes.putFloat(i + 0.5f);
        default -> bytes.putDouble(i + 0.1);
      }
    }
    return write("counting", bytes.array());
  }

  @Test
  void dataInMemoryComeInChunks() {
    Dataset data = Dataset.of("d", new double[] {0, 1, 2, 3, 4}, 1).withLabels(0, 10, 20, 30, 40);
    try (Source source = Source.of(data, 2)) {
      assertEquals(3, source.chunks());
      assertEquals(1, source.rows(2));
      assertArrayEquals(new double[] {2, 3}, source.chunk(1).doubles(0, 2));
      assertArrayEquals(new int[] {40}, source.chunk(2).labels().orElseThrow());
      assertThrows(IndexOutOfBoundsException.class, () -> source.chunk(3));
      Source scaled = source.map(chunk -> chunk.scale(2), "scale(2.0)");
      assertArrayEquals(new double[] {2}, scaled.chunk(2).doubles(0, 1));
      assertEquals(data.scale(2).provenance(), scaled.provenance());
    }
    assertThrows(IllegalArgumentException.class, () -> Source.of(data, 0));
  }

  @Test
  void binaryFilesAreReadAtTheirPlaces() throws IOException {
    for (DataType type : new DataType[] {DataType.UINT8, DataType.FLOAT32, DataType.FLOAT64}) {
      Path file = counting(type, 210);
      double[] all = new double[210];
      for (int i = 0; i < all.length; i++) {
        all[i] = type == DataType.UINT8 ? i : type == DataType.FLOAT32 ? i + 0.5 : i + 0.1;
      }
      try (Source source = BinaryReader.of(type, 3).source(file, 12L * type.bytes())) {
        assertEquals(70, source.rows());
        assertEquals(3, source.columns());
        assertEquals(4, source.rowsPerChunk());
        assertEquals(18, source.chunks());
        assertEquals(type, source.type());
        for (int i : new int[] {17, 0, 3, 16}) {
          Dataset chunk = source.chunk(i);
          assertEquals(type, chunk.type());
          double[] expected = Arrays.copyOfRange(all, 12 * i, Math.min(12 * i + 12, 210));
          assertArrayEquals(expected, chunk.doubles(0, chunk.rows()));
        }
      }
    }
  }

  @Test
  void idxFilesHaveShapeLabelsAndProvenance() throws IOException {
    Path pictures = write("pictures.idx", hex(IdxReaderTest.PICTURES));
    Path labels = write("labels.idx", hex("0000080100000002" + "0509"));
    Dataset whole = IdxReader.standard().read(pictures);
    try (Source source = IdxReader.standard().labels(labels).source(pictures, 6)) {
      assertEquals(2, source.chunks());
      Dataset chunk = source.chunk(1);
      assertArrayEquals(whole.bytes(1, 1), chunk.bytes(0, 1));
      assertEquals(whole.imageShape(), chunk.imageShape());
      assertArrayEquals(new int[] {9}, chunk.labels().orElseThrow());
      assertEquals("pictures.idx, rows 1 to 1 [1, 6]", chunk.toString());
      assertEquals(whole.provenance(), source.provenance());
    }
    Path doubles = write("d.idx", hex("00000e0100000002" + "3fb999999999999abff0000000000000"));
    try (Source source = IdxReader.standard().source(doubles, 1)) {
      assertEquals(0.1, source.chunk(0).value(0, 0));
      assertEquals(-1, source.chunk(1).value(0, 0));
    }
    Path three = write("three.idx", hex("0000080100000003" + "050900"));
    assertRefused(
        "pictures.idx: 3 labels do not fit 2 rows",
        () -> IdxReader.standard().labels(three).source(pictures, 6));
  }

  @Test
  void filesThatDoNotFitAreRefused() throws IOException {
    Path packed = write("p.gz", IdxReaderTest.gzip(hex(IdxReaderTest.PICTURES)));
    String cure =
        packed
            + ": it is packed by gzip and cannot be read in chunks; unpack it by"
            + " gunzip first";
    assertRefused(cure, () -> IdxReader.standard().source(packed, 6));
    assertRefused(cure, () -> BinaryReader.of(DataType.UINT8, 1).source(packed, 6));
    Path ten = write("ten", hex(CONTENT));
    assertRefused(
        ten
            + ": its 10 bytes do not make whole rows of 3 values of type FLOAT32, which are 12"
            + " bytes each",
        () -> BinaryReader.of(DataType.FLOAT32, 3).source(ten, 6));
    Path longer = write("longer", hex(IdxReaderTest.PICTURES + "00"));
    assertRefused(
        "longer: the file has 29 bytes, but 2 rows of 6 values of 1 bytes after 16 bytes of header"
            + " are 28",
        () -> IdxReader.standard().source(longer, 6));
    message(() -> BinaryReader.of(DataType.UINT8, 1).source(folder.resolve("none"), 6));
    assertThrows(
        IllegalArgumentException.class, () -> BinaryReader.of(DataType.UINT8, 1).source(ten, 0));
    assertThrows(IllegalArgumentException.class, () -> BinaryReader.of(DataType.INT32, 1));
    assertThrows(IllegalArgumentException.class, () -> BinaryReader.of(DataType.UINT8, 0));
    Path nan = write("nan", hex("0000c07f"));
    try (Source source = BinaryReader.of(DataType.FLOAT32, 1).source(nan, 6)) {
      assertTrue(message(() -> source.chunk(0)).contains("is NaN"));
    }
  }

  @Test
  void filesThatChangeAreNoticed() throws IOException {
    Path file = write("f", hex(CONTENT));
    try (Source source = BinaryReader.of(DataType.UINT8, 1).source(file, 5)) {
      source.chunk(1);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
      assertRefused(
          "f: the file was written since it was opened; open it again and begin anew",
          () -> source.chunk(1));
    }
    try (Source source = BinaryReader.of(DataType.UINT8, 1).source(file, 5)) {
      write("f", hex(CONTENT + "00"));
      assertTrue(
          message(() -> source.chunk(0)).startsWith("f: the file has changed since it was opened"));
    }
    try (Source source = BinaryReader.of(DataType.UINT8, 1).source(file, 5)) {
      write("f", hex("01"));
      assertTrue(message(() -> source.chunk(1)).startsWith("f: the file became shorter"));
    }
  }

  @Test
  void orderIsAFunctionOfKeyAndEpoch() {
    ChunkOrder order = new ChunkOrder(5);
    assertArrayEquals(order.chunks(3, 20), new ChunkOrder(5).chunks(3, 20));
    assertArrayEquals(order.rows(3, 7, 20), new ChunkOrder(5).rows(3, 7, 20));
    assertFalse(Arrays.equals(order.chunks(3, 20), order.chunks(4, 20)));
    assertFalse(Arrays.equals(order.rows(3, 7, 20), order.rows(3, 8, 20)));
    assertFalse(Arrays.equals(order.rows(3, 7, 20), order.rows(4, 7, 20)));
    assertFalse(Arrays.equals(order.rows(3, 7, 20), new ChunkOrder(6).rows(3, 7, 20)));
    BitSet seen = new BitSet();
    for (int row : order.rows(0, 0, 100)) {
      seen.set(row);
    }
    assertEquals(100, seen.cardinality());
  }

  /** 3 GB of a sparse file go through a heap of 1 GB, of which 64 MB are asked for. */
  @Tag("slow")
  @Test
  void filesLargerThanTheHeapAreReadInBoundedMemory() throws IOException {
    Path file = folder.resolve("sparse");
    long rows = 4_000_000;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(rows * 784);
      sparse.seek(rows * 784 - 1);
      sparse.write(7);
    }
    assertTrue(rows * 784 > Runtime.getRuntime().maxMemory(), "the heap has room for the file");
    try (Source source = BinaryReader.of(DataType.UINT8, 784).source(file, 16L << 20)) {
      long most = 0;
      long sum = 0;
      for (int i = 0; i < source.chunks(); i++) {
        byte[] last = source.chunk(i).bytes(source.rows(i) - 1, 1);
        sum += last[783];
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        most = Math.max(most, runtime.totalMemory() - runtime.freeMemory());
      }
      assertEquals(7, sum);
      assertTrue(most < 64L << 20, "held " + most + " bytes");
    }
  }
}
