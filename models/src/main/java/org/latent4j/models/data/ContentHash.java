package org.latent4j.models.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** SHA-256 of data that did not come from a file; {@link Provenance.Source} says of which bytes. */
final class ContentHash {

  private static final int FEW_ROWS = 8;

  private ContentHash() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static Provenance.Source source(String name, ByteValues values) {
    MessageDigest digest = begun(values);
    byte[] row = new byte[values.columns()];
    for (int i = 0; i < values.rows(); i++) {
      values.copyRowBytes(i, row, 0);
      digest.update(row);
    }
    return new Provenance.Source(name, hex(digest));
  }

  static Provenance.Source source(String name, FloatValues values) {
    MessageDigest digest = begun(values);
    ByteBuffer four = ByteBuffer.allocate(Float.BYTES);
    for (int i = 0; i < values.rows(); i++) {
      for (int j = 0; j < values.columns(); j++) {
        digest.update(four.putFloat(0, values.get(i, j)).array());
      }
    }
    return new Provenance.Source(name, hex(digest));
  }

  private static MessageDigest begun(Values values) {
    MessageDigest digest = sha256();
    ByteBuffer size = ByteBuffer.allocate(2 * Integer.BYTES);
    digest.update(size.putInt(values.rows()).putInt(values.columns()).array());
    return digest;
  }

  /** Row numbers for a provenance: listed where they are few, else their number and their hash. */
  static String describe(int[] rows) {
    if (rows.length <= FEW_ROWS) {
      return Arrays.stream(rows).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
    MessageDigest digest = sha256();
    ByteBuffer four = ByteBuffer.allocate(Integer.BYTES);
    for (int row : rows) {
      digest.update(four.putInt(0, row).array());
    }
    return rows.length + " rows, sha256:" + hex(digest);
  }
}
