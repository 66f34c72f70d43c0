package org.latent4j.models.data.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;
import static org.latent4j.models.io.Refusals.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.data.file.ReadLimits;
import org.latent4j.op.DataType;

public class IdxReaderTest {

  /**
   * Python: {@code struct.pack(">2x2B3I", 8, 3, 2, 2, 3) + numpy.arange(0, 240, 20,
   * dtype=numpy.uint8).tobytes()}.
   */
  public static final String PICTURES =
      "00000803" + "000000020000000200000003" + "0014283c5064788ca0b4c8dc";

  @TempDir Path folder;

  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static Dataset read(IdxReader reader, byte[] content) {
    return reader.read(DataStream.open("f.idx", content, ReadLimits.standard()));
  }

  private static Dataset read(String content) {
    return read(IdxReader.standard(), hex(content));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  public static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  @Test
  void picturesAreReadAsBytesWithTheirShape() throws IOException {
    for (byte[] content : new byte[][] {hex(PICTURES), gzip(hex(PICTURES))}) {
      // The name says nothing: gzip is told by its first bytes.
      Dataset data = IdxReader.standard().read(write("pictures.idx", content));
      assertEquals("pictures.idx [2, 6]", data.toString());
      assertEquals(Optional.of(new ImageShape(2, 3)), data.imageShape());
      assertEquals(DataType.UINT8, data.type());
      assertArrayEquals(new float[] {120, 140, 160, 180, 200, 220}, data.floats(1, 1));
      // Python: hashlib.sha256 of the unpacked bytes.
      assertEquals(
          "pictures.idx sha256:3c224488e1545b2488face12a066f103e889421ba29b2141702228fc360c3d61",
          data.provenance().toString());
    }
  }

  /** Python: {@code struct.pack(">2x2BI", code, 1, 3) + numpy.array([1, -2, 100], dtype)}. */
  @ParameterizedTest
  @CsvSource({
    "000009010000000301fe64",
    "00000b01000000030001fffe0064",
    "00000c010000000300000001fffffffe00000064",
    "00000d01000000033f800000c000000042c80000"
  })
  void signedTypesAreReadAsFloats(String content) {
    Dataset data = read(content);
    assertEquals("f.idx [3, 1]", data.toString());
    assertArrayEquals(new float[] {1, -2, 100}, data.floats(0, 3));
    assertEquals(DataType.FLOAT32, data.type());
    assertEquals(Optional.empty(), data.imageShape());
  }

  /** Python: {@code struct.pack(">2x2B2I", 14, 2, 2, 2) + numpy.array(..., ">f8").tobytes()}. */
  @Test
  void doublesStayDoublesUnlessFloatsAreAskedFor() {
    String content =
        "00000e020000000200000002"
            + "3fb999999999999abff0000000000000400400000000000046293e5939a08cea";
    Dataset data = read(content);
    assertEquals(DataType.FLOAT64, data.type());
    assertArrayEquals(new double[] {0.1, -1, 2.5, 1e30}, data.doubles(0, 2));
    Dataset rounded = read(IdxReader.standard().precision(DataType.FLOAT32), hex(content));
    assertEquals(DataType.FLOAT32, rounded.type());
    assertArrayEquals(new float[] {0.1f, -1, 2.5f, 1e30f}, rounded.floats(0, 2));
  }

  /** Python: {@code struct.pack(">2x2BI2i", 12, 1, 2, 16777216, 16777217)}. */
  @Test
  void integersAreHeldAsDoublesOnlyWhereFloatsLoseThem() {
    assertEquals(DataType.FLOAT32, read("00000c0100000001" + "01000000").type());
    Dataset data = read("00000c0100000002" + "0100000001000001");
    assertEquals(DataType.FLOAT64, data.type());
    assertArrayEquals(new double[] {16_777_216, 16_777_217}, data.doubles(0, 2));
  }

  @Test
  void elementsBeyondOneChunkAreInOrder() {
    int count = 40_000;
    byte[] content = Arrays.copyOf(hex("00000c02" + "00009c40" + "00000001"), 12 + 4 * count);
    for (int i = 0; i < count; i++) {
      content[12 + 4 * i + 2] = (byte) (i >> 8);
      content[12 + 4 * i + 3] = (byte) i;
    }
    Dataset data = read(IdxReader.standard(), content);
    for (int i = 0; i < count; i++) {
      assertEquals(i, data.value(i, 0));
    }
  }

  @Test
  void labelsComeFromASecondFile() throws IOException {
    Path pictures = write("pictures.idx", hex(PICTURES));
    Path labels = write("labels.idx", hex("0000080100000002" + "0509"));
    Dataset data = IdxReader.standard().labels(labels).read(pictures);
    assertArrayEquals(new int[] {5, 9}, data.labels().orElseThrow());
    assertEquals("labels.idx", data.provenance().sources().get(1).name());
    Path wrongCount = write("three.idx", hex("0000080100000003" + "050900"));
    assertRefused(
        "pictures.idx: 3 labels do not fit 2 rows",
        () -> IdxReader.standard().labels(wrongCount).read(pictures));
    assertRefused(
        "pictures.idx: labels have one dimension, but this file has 2 x 2 x 3 values of 1 byte",
        () -> IdxReader.standard().labels(pictures).read(pictures));
    Path fractional = write("half.idx", hex("00000d0100000002" + "3f0000003f800000"));
    assertRefused(
        "half.idx: label 0 (counted from 0) is 0.5, not a whole number",
        () -> IdxReader.standard().labels(fractional).read(pictures));
  }

  @Test
  void missingEmptyAndFolderAreNamed() throws IOException {
    Path none = folder.resolve("none.idx");
    assertRefused(none + ": there is no such file", () -> IdxReader.standard().read(none));
    assertRefused(folder + ": it is a folder", () -> IdxReader.standard().read(folder));
    Path empty = write("empty.idx", new byte[0]);
    assertRefused("empty.idx: the file is empty", () -> IdxReader.standard().read(empty));
    Path nothing = write("nothing.gz", gzip(new byte[0]));
    assertRefused(
        "nothing.gz: the file ends after 0 bytes, within its IDX header",
        () -> IdxReader.standard().read(nothing));
  }

  @Test
  void everyTruncationAndEveryExcessIsRefused() throws IOException {
    byte[] whole = hex(PICTURES);
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      message(() -> read(IdxReader.standard(), cut));
      byte[] packed = gzip(cut);
      message(() -> read(IdxReader.standard(), packed));
    }
    byte[] packed = gzip(whole);
    for (int length = 1; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      message(() -> read(IdxReader.standard(), cut));
    }
    assertRefused(
        "f.idx: the IDX header promises 2 x 2 x 3 values of 1 byte, but only 11 bytes can follow:"
            + " the file is cut short or damaged, or its unpacked size exceeds the limit set",
        () -> read(IdxReader.standard(), Arrays.copyOf(whole, whole.length - 1)));
    assertRefused(
        "f.idx: the file is cut short: its header promises 2 x 2 x 3 values of 1 byte, but it ends"
            + " after 27 bytes",
        () -> read(IdxReader.standard(), gzip(Arrays.copyOf(whole, whole.length - 1))));
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertRefused(
        "f.idx: the file goes on after the 2 x 2 x 3 values of 1 byte it promises",
        () -> read(IdxReader.standard(), longer));
  }

  @ParameterizedTest
  @CsvSource({
    "0000080180000000,2147483648 values of 1 byte",
    "00000801ffffffff,4294967295 values of 1 byte",
    "00000e0340000000ffffffffffffffff,1073741824 x 4294967295 x 4294967295 values of 8 bytes",
    "0000080480000000800000008000000080000000,"
        + "2147483648 x 2147483648 x 2147483648 x 2147483648 values of 1 byte"
  })
  void promisesBeyondTheFileAreRefusedBeforeMemoryIsAllocated(String header, String promise)
      throws IOException {
    byte[] plain = hex(header + "00".repeat(16));
    String message = message(() -> read(IdxReader.standard(), plain));
    assertTrue(
        message.startsWith(
            "f.idx: the IDX header promises " + promise + ", but only 16 bytes can follow"),
        message);
    byte[] packed = gzip(plain);
    assertTrue(
        message(() -> read(IdxReader.standard(), packed))
            .contains("promises " + promise + ", but"));
  }

  @Test
  void headersThatAreNotIdxAreRefused() {
    assertRefused(
        "f.idx: an IDX file begins with two zero bytes, but this one begins with 89 50",
        () -> read("89504e47"));
    assertRefused(
        "f.idx: the IDX type code 0a is none of 08 09 0b 0c 0d 0e", () -> read("00000a0100000001"));
    assertRefused("f.idx: the IDX header has no dimensions", () -> read("0000080000"));
    assertRefused(
        "f.idx: the IDX header promises no values: 3 x 0", () -> read("000008020000000300000000"));
    assertRefused(
        "f.idx: the file ends after 8 bytes, within its IDX header",
        () -> read("0000080200000003"));
  }

  @Test
  void nonFiniteValuesAreRefusedUnlessAllowed() {
    byte[] nan = hex("00000d0200000001000000023f8000007fc00000");
    assertRefused(
        "f.idx: row 0, column 1 (counted from 0) is NaN, but values must be finite; fill such values"
            + " in, or tell the reader to allow them",
        () -> read(IdxReader.standard(), nan));
    assertTrue(Double.isNaN(read(IdxReader.standard().allowNonFinite(), nan).value(0, 1)));
    // 1e300 is finite in the file and infinite as float32.
    byte[] large = hex("00000e0100000001" + "7e37e43c8800759c");
    assertEquals(1e300, read(IdxReader.standard(), large).value(0, 0));
    message(() -> read(IdxReader.standard().precision(DataType.FLOAT32), large));
  }

  @Test
  void memoryAndUnpackingAreBoundedAsSet() throws IOException {
    ReadLimits standard = ReadLimits.standard();
    byte[] pictures = hex(PICTURES);
    IdxReader smallMemory = IdxReader.standard().limits(standard.withValueBytes(11));
    assertRefused(
        "f.idx: 2 x 2 x 3 values of 1 byte need 12 bytes of memory, more than the limit of 11;"
            + " start Java with a larger -Xmx or raise the limit",
        () -> read(smallMemory, pictures));
    Path packed = write("p.gz", gzip(pictures));
    assertRefused(
        "p.gz: the IDX header promises 2 x 2 x 3 values of 1 byte, but at most 11 bytes can follow:"
            + " the file is cut short or damaged, or its unpacked size exceeds the limit set",
        () -> IdxReader.standard().limits(standard.withUnpackedBytes(27)).read(packed));
    assertEquals(
        2, IdxReader.standard().limits(standard.withUnpackedBytes(28)).read(packed).rows());
  }

  @Test
  void gzipBombIsStoppedAtTheEndOfTheData() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      out.write(hex(PICTURES));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    assertRefused(
        "f.idx: the file goes on after the 2 x 2 x 3 values of 1 byte it promises",
        () -> read(IdxReader.standard(), bomb.toByteArray()));
  }
}
