package org.latent4j.models.data.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;
import static org.latent4j.models.io.Refusals.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.latent4j.models.data.idx.IdxReaderTest;

class DataStreamTest {

  private static final ReadLimits STANDARD = ReadLimits.standard();

  private static byte[] drain(DataStream in) {
    byte[] all = new byte[1 << 20];
    return Arrays.copyOf(all, in.read(all, 0, all.length));
  }

  @Test
  void plainBytesPassAndTheirNumberIsKnown() {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    DataStream in = DataStream.open("f", content, STANDARD);
    assertEquals(7, in.mostBytes());
    assertTrue(in.sizeIsExact());
    assertArrayEquals(content, drain(in));
    assertEquals(7, in.count());
    // printf content | sha256sum
    assertEquals(
        "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73",
        in.provenance().sha256());
  }

  @Test
  void gzipIsUnpackedAndHashedUnpacked() throws IOException {
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    byte[] packed = IdxReaderTest.gzip(content);
    DataStream in = DataStream.open("f", packed, STANDARD);
    assertFalse(in.sizeIsExact());
    assertEquals(1032L * packed.length, in.mostBytes());
    assertArrayEquals(content, drain(in));
    assertEquals(DataStream.open("f", content, STANDARD).mostBytes(), in.count());
  }

  @Test
  void bestCompressionStaysBelowTheBound() throws IOException {
    byte[] zeros = new byte[1 << 20];
    byte[] packed = IdxReaderTest.gzip(zeros);
    DataStream in = DataStream.open("f", packed, STANDARD);
    assertTrue(zeros.length > 950 * packed.length, "not a hard case");
    assertTrue(in.mostBytes() >= zeros.length);
    assertArrayEquals(zeros, drain(in));
  }

  @Test
  void unpackingStopsAtTheLimit() throws IOException {
    byte[] packed = IdxReaderTest.gzip(new byte[1 << 20]);
    DataStream exact = DataStream.open("f", packed, STANDARD.withUnpackedBytes(1 << 20));
    assertEquals(1 << 20, drain(exact).length);
    DataStream in = DataStream.open("f", packed, STANDARD.withUnpackedBytes((1 << 20) - 1));
    assertRefused(
        "f: it unpacks to more than 1048575 bytes, the limit set against gzip bombs; raise it if the"
            + " file is to be trusted",
        () -> drain(in));
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    byte[] packed = IdxReaderTest.gzip("content".getBytes(StandardCharsets.UTF_8));
    byte[] cut = Arrays.copyOf(packed, packed.length - 9);
    assertRefused(
        "f: the gzip data is cut short", () -> drain(DataStream.open("f", cut, STANDARD)));
    byte[] noHeader = Arrays.copyOf(packed, 3);
    assertRefused("f: the gzip data is cut short", () -> DataStream.open("f", noHeader, STANDARD));
    byte[] wrongSum = packed.clone();
    wrongSum[packed.length - 8] ^= 1;
    assertTrue(
        message(() -> drain(DataStream.open("f", wrongSum, STANDARD)))
            .startsWith("f: the gzip data is damaged: "));
  }

  @Test
  void limitsMustBePositive() {
    for (long bad : new long[] {0, -1}) {
      assertThrows(IllegalArgumentException.class, () -> STANDARD.withUnpackedBytes(bad));
      assertThrows(IllegalArgumentException.class, () -> STANDARD.withValueBytes(bad));
    }
  }
}
