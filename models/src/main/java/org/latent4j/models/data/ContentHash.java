package org.latent4j.models.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.latent4j.models.io.Sha256;

/** SHA-256 of data that did not come from a file; {@link Provenance.Source} says of which bytes. */
final class ContentHash {

  private static final int FEW_ROWS = 8;

  private ContentHash() {}

  static Provenance.Source source(String name, Values values) {
    MessageDigest digest = Sha256.begin();
    ByteBuffer size = ByteBuffer.allocate(2 * Integer.BYTES);
    digest.update(size.putInt(values.rows()).putInt(values.columns()).array());
    addStored(digest, values);
    return new Provenance.Source(name, Sha256.hex(digest));
  }

  /** Numbers as they are stored, big-endian. */
  static void addStored(MessageDigest digest, Values values) {
    Object row = Values.newArray(values.type(), values.columns());
    ByteBuffer bytes = ByteBuffer.allocate(values.columns() * values.type().bytes());
    for (int i = 0; i < values.rows(); i++) {
      values.copyStored(i, row, 0);
      bytes.clear();
      if (row instanceof byte[] unsigned) {
        bytes.put(unsigned);
      } else if (row instanceof float[] floats) {
        bytes.asFloatBuffer().put(floats);
      } else {
        bytes.asDoubleBuffer().put((double[]) row);
      }
      digest.update(bytes.array());
    }
  }

  /**
   * Everything that a model can see of a data set: type, size, scale, values, and which are known;
   * labels, weights and targets.
   */
  static String of(Dataset data, Values values, RowAttributes attributes) {
    MessageDigest digest = Sha256.begin();
    addValues(digest, values);
    attributes.addTo(digest);
    data.targets().ifPresent(targets -> add(digest, targets.contentHash()));
    return Sha256.hex(digest);
  }

  private static void addValues(MessageDigest digest, Values values) {
    Scale scale = values.scale();
    add(digest, values.type() + " " + values.rows() + " x " + values.columns() + " " + scale);
    addStored(digest, values);
    byte[] present = new byte[values.columns()];
    for (int i = 0; values.hasMissing() && i < values.rows(); i++) {
      values.copyPresent(i, present, 0);
      digest.update(present);
    }
  }

  static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Row numbers for a provenance: listed where they are few, else their number and their hash. */
  static String describe(int[] rows) {
    if (rows.length <= FEW_ROWS) {
      return Arrays.stream(rows).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
    MessageDigest digest = Sha256.begin();
    ByteBuffer four = ByteBuffer.allocate(Integer.BYTES);
    for (int row : rows) {
      digest.update(four.putInt(0, row).array());
    }
    return rows.length + " rows, sha256:" + Sha256.hex(digest);
  }
}
