package org.latent4j.models.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.csv.CsvReader;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.data.file.ReadLimits;
import org.latent4j.models.data.idx.IdxReader;
import org.latent4j.models.data.idx.IdxReaderTest;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.io.Mutations;

/** Any bytes are read as a data set within the limits, or refused by the documented exception. */
class ReaderMutationTest {

  private static final int MUTATIONS = 20_000;
  private static final long MAX_VALUE_BYTES = 1 << 20;

  private static final ReadLimits LIMITS = new ReadLimits(1 << 20, MAX_VALUE_BYTES);

  /** A reader of bytes. */
  @FunctionalInterface
  interface Reading {
    Dataset read(byte[] file);
  }

  static Dataset readIdx(byte[] file) {
    return IdxReader.standard().limits(LIMITS).read(DataStream.open("fuzz", file, LIMITS));
  }

  static Dataset readCsv(byte[] file) {
    return CsvReader.standard().limits(LIMITS).read(DataStream.open("fuzz", file, LIMITS));
  }

  /** Answers whether the bytes were read. */
  static boolean readOrRefuse(Reading reading, byte[] file) {
    Dataset data;
    try {
      data = reading.read(file);
    } catch (DataFormatException refusal) {
      assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
      assertTrue(refusal.getMessage().length() < 500, refusal.getMessage());
      return false;
    }
    assertTrue(data.rows() > 0 && data.columns() > 0);
    assertTrue(data.size() <= MAX_VALUE_BYTES);
    data.requireFinite("a reader that refuses other values");
    assertEquals(data.rows(), data.labels().map(labels -> labels.length).orElse(data.rows()));
    return true;
  }

  private static void mutate(long seed, Reading reading, byte[]... originals) {
    for (byte[] original : originals) {
      assertTrue(readOrRefuse(reading, original));
    }
    Mutations mutations = new Mutations(seed, originals);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      refused += readOrRefuse(reading, mutations.next()) ? 0 : 1;
    }
    assertTrue(refused > MUTATIONS / 10 && refused < MUTATIONS, "refused " + refused);
  }

  @Test
  void mutatedIdxIsReadOrRefused() throws IOException {
    mutate(20_260_102, ReaderMutationTest::readIdx, idx());
  }

  @Test
  void mutatedCsvIsReadOrRefused() throws IOException {
    mutate(20_260_103, ReaderMutationTest::readCsv, csv());
  }

  static byte[][] idx() throws IOException {
    byte[] pictures = IdxReaderTest.hex(IdxReaderTest.PICTURES);
    byte[] floats = IdxReaderTest.hex("00000d0100000002" + "3f0000003f800000");
    return new byte[][] {pictures, floats, IdxReaderTest.gzip(pictures)};
  }

  static byte[][] csv() throws IOException {
    byte[] plain = "1,2.5,-3e2\n4,5,6\n".getBytes(StandardCharsets.UTF_8);
    byte[] named =
        "# note\r\n\"a\";b;label\r\n1;2;3\r\n\"4\";5;6\r\n".getBytes(StandardCharsets.UTF_8);
    return new byte[][] {plain, named, IdxReaderTest.gzip(named)};
  }
}
