package org.latent4j.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.assertRefused;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

  private static Dataset numbered(int rows) {
    float[] values = new float[2 * rows];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      values[2 * i] = i;
      values[2 * i + 1] = -i - 0.5f;
      labels[i] = 10 * i;
    }
    return Dataset.of("numbers", values, 2).withLabels(labels);
  }

  private static float[] all(Dataset data) {
    return data.floats(0, data.rows());
  }

  @Test
  void valuesAreRowMajorAndCopied() {
    float[] array = {1, 2, 3, 4, 5, 6};
    Dataset data = Dataset.of("d", array, 3);
    array[0] = 99;
    data.floats(0, 2)[1] = 99;
    assertEquals(2, data.rows());
    assertEquals(3, data.columns());
    assertEquals(6, data.size());
    assertEquals(1, data.value(0, 0));
    assertEquals(6, data.value(1, 2));
    assertArrayEquals(new float[] {4, 5, 6}, data.floats(1, 1));
    assertArrayEquals(all(data), all(Dataset.of("d", new float[][] {{1, 2, 3}, {4, 5, 6}})));
    assertEquals("d [2, 3]", data.toString());
  }

  @Test
  void bytesAreUnsignedAndCopied() {
    byte[] array = {0, 1, (byte) 128, (byte) 255};
    Dataset data = Dataset.ofBytes("d", array, 2);
    array[0] = 9;
    data.bytes(0, 1)[0] = 9;
    assertArrayEquals(new float[] {0, 1, 128, 255}, all(data));
    assertArrayEquals(new byte[] {(byte) 128, (byte) 255}, data.bytes(1, 1));
    assertEquals(Optional.of(ByteScale.IDENTITY), data.byteScale());
  }

  @Test
  void incompleteOrMissingRowsAreRefused() {
    assertRefused(
        "d: 5 values do not make whole rows of 2 columns", () -> Dataset.of("d", new float[5], 2));
    assertRefused(
        "d: 0 values do not make whole rows of 2 columns",
        () -> Dataset.ofBytes("d", new byte[0], 2));
    assertRefused(
        "d: 4 values do not make whole rows of 0 columns", () -> Dataset.of("d", new float[4], 0));
    assertRefused("d: there are no values", () -> Dataset.of("d", new float[0][]));
    assertRefused("d: there are no values", () -> Dataset.of("d", new float[][] {{}}));
    assertRefused(
        "d: row 1 (counted from 0) has 1 values, but row 0 has 2",
        () -> Dataset.of("d", new float[][] {{1, 2}, {3}}));
  }

  @Test
  void placesOutsideAreRefused() {
    Dataset data = numbered(3);
    assertThrows(IndexOutOfBoundsException.class, () -> data.value(3, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> data.value(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> data.floats(2, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> data.take(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> data.slice(1, 4));
    assertThrows(IllegalArgumentException.class, () -> data.slice(1, 1));
    assertThrows(IllegalArgumentException.class, data::take);
    assertThrows(IllegalStateException.class, () -> data.bytes(0, 1));
  }

  @Test
  void descriptionMustFitTheSize() {
    Dataset data = numbered(3);
    assertRefused("numbers: 2 labels do not fit 3 rows", () -> data.withLabels(1, 2));
    assertRefused("numbers: 4 pixels do not fit 2 columns", () -> data.withImageShape(2, 2));
    assertRefused(
        "numbers: 1 names do not fit 2 columns", () -> data.withColumnNames(List.of("a")));
    assertThrows(IllegalArgumentException.class, () -> data.withImageShape(-1, -2));
    Dataset described = data.withImageShape(1, 2).withColumnNames(List.of("a", "b"));
    assertEquals(Optional.of(new ImageShape(1, 2)), described.imageShape());
    assertEquals(List.of("a", "b"), described.threshold(0).slice(0, 1).columnNames());
    assertEquals("other", described.withName("other").name());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 255, 49, 103})
  void scaledBytesAreTheCorrectlyRoundedQuotients(int divisor) {
    byte[] bytes = new byte[256];
    for (int b = 0; b < 256; b++) {
      bytes[b] = (byte) b;
    }
    Dataset scaled = Dataset.ofBytes("d", bytes, 256).scale(divisor);
    for (int b = 0; b < 256; b++) {
      assertEquals((float) b / divisor, scaled.value(0, b));
    }
    assertArrayEquals(bytes, scaled.bytes(0, 1));
    assertEquals(Optional.of(new ByteScale(0, divisor)), scaled.byteScale());
  }

  @Test
  void scalesFollowOneAnother() {
    Dataset twice = Dataset.ofBytes("d", new byte[] {0, 8, 16}, 3).scale(4).scale(4);
    assertArrayEquals(new float[] {0, 0.5f, 1}, all(twice));
    Dataset floats = Dataset.of("d", new float[] {0, -8, 16}, 3).scale(4).scale(4);
    assertArrayEquals(new float[] {0, -0.5f, 1}, all(floats));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void divisorMustBePositiveAndFinite(double divisor) {
    assertThrows(IllegalArgumentException.class, () -> numbered(2).scale(divisor));
  }

  @Test
  void unitScaleMapsTheExtremesExactly() {
    Dataset floats = Dataset.of("d", new float[] {0.1f, 0.7f, -0.3f, 0.2f}, 2).scaleToUnit();
    assertEquals(0, floats.value(1, 0));
    assertEquals(1, floats.value(0, 1));
    floats.requireIn01("test");
    // The earlier scale must not leave a rounding error at the ends.
    Dataset bytes = Dataset.ofBytes("d", new byte[] {3, 7, (byte) 200}, 3).scale(255).scaleToUnit();
    assertArrayEquals(new float[] {0, 4f / 197, 1}, all(bytes));
    assertTrue(bytes.byteScale().isPresent());
  }

  @Test
  void unitScaleNeedsTwoFiniteValues() {
    assertRefused(
        "d: scaleToUnit needs two different values, but every one is 3.0",
        () -> Dataset.of("d", new float[] {3, 3}, 2).scaleToUnit());
    assertRefused(
        "d: scaleToUnit needs two different values, but every one is 0.5",
        () -> Dataset.ofBytes("d", new byte[] {1, 1}, 2).scale(2).scaleToUnit());
    assertRefused(
        "d: row 0, column 1 (counted from 0) is Infinity, but scaleToUnit needs finite values",
        () -> Dataset.of("d", new float[] {3, Float.POSITIVE_INFINITY}, 2).scaleToUnit());
  }

  @Test
  void thresholdIsStrict() {
    Dataset data = Dataset.of("d", new float[] {0.4f, 0.5f, 0.6f, Float.NEGATIVE_INFINITY}, 4);
    assertArrayEquals(new byte[] {0, 0, 1, 0}, data.threshold(0.5).bytes(0, 1));
    Dataset bytes = Dataset.ofBytes("d", new byte[] {7, 8, 9, (byte) 255}, 4).scale(16);
    assertArrayEquals(new float[] {0, 0, 1, 1}, all(bytes.threshold(0.5)));
    assertRefused(
        "d: row 0, column 0 (counted from 0) is NaN, but threshold cannot compare NaN",
        () -> Dataset.of("d", new float[] {Float.NaN}, 1).threshold(0.5));
    assertThrows(IllegalArgumentException.class, () -> data.threshold(Double.NaN));
  }

  @Test
  void valuesOutsideTheUnitIntervalAreNamed() {
    for (float bad : new float[] {-0.001f, 1.001f, Float.NaN, Float.POSITIVE_INFINITY}) {
      Dataset data = Dataset.of("d", new float[] {0, 1, 0.5f, bad}, 2);
      assertRefused(
          "d: row 1, column 1 (counted from 0) is "
              + bad
              + ", but training needs values in [0, 1]; scale or threshold the data first",
          () -> data.requireIn01("training"));
    }
    Dataset fine = Dataset.of("d", new float[] {0, 1, 0.5f, -0f}, 2);
    assertSame(fine, fine.requireIn01("test"));
  }

  @Test
  void shuffleAndTakeMoveLabelsWithTheirRows() {
    Dataset data = numbered(50);
    int[] order = Permutation.random(50, 3);
    for (Dataset moved : List.of(data.shuffle(3), data.take(order))) {
      int[] labels = moved.labels().orElseThrow();
      for (int i = 0; i < 50; i++) {
        assertEquals(order[i], moved.value(i, 0));
        assertEquals(-order[i] - 0.5f, moved.value(i, 1));
        assertEquals(10 * order[i], labels[i]);
      }
    }
    assertArrayEquals(new float[] {2, -2.5f, 2, -2.5f}, all(data.take(2, 2)));
  }

  @Test
  void splitsAreDisjointAndComplete() {
    Dataset data = numbered(10);
    Split ordered = data.split(7);
    assertArrayEquals(all(data.slice(0, 7)), all(ordered.train()));
    assertArrayEquals(all(data.slice(7, 10)), all(ordered.heldOut()));
    Split random = data.split(0.7, 5);
    assertEquals(7, random.train().rows());
    assertEquals(3, random.heldOut().rows());
    assertArrayEquals(all(data.shuffle(5).slice(7, 10)), all(random.heldOut()));
    assertEquals(1, data.split(1e-9, 5).train().rows());
    assertEquals(9, data.split(1 - 1e-9, 5).train().rows());
  }

  @Test
  void splitsWithAnEmptyPartAreRefused() {
    Dataset data = numbered(4);
    for (int first : new int[] {-1, 0, 4, 5}) {
      assertThrows(IllegalArgumentException.class, () -> data.split(first));
    }
    for (double fraction : new double[] {0, 1, -0.5, 1.5, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> data.split(fraction, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> data.slice(0, 1).split(0.5, 1));
  }

  @Test
  void operationsLeaveTheOriginalAsItIs() {
    Dataset data = numbered(5);
    final float[] before = all(data);
    data.scale(2).scaleToUnit().threshold(0.5).shuffle(1);
    data.labels().orElseThrow()[0] = 99;
    assertArrayEquals(before, all(data));
    assertEquals(0, data.labels().orElseThrow()[0]);
    assertEquals(List.of(), data.provenance().transformations());
  }

  @Test
  void provenanceNamesSourceHashAndSteps() {
    // Python: hashlib.sha256(struct.pack(">2i", 1, 2) + struct.pack(">2f", 1.5, -2)).hexdigest()
    String hash = "e7cb97df27578778fe56cb64351eb652e4526f9a45473be8ddd0777f42142e19";
    Dataset data = Dataset.of("pair", new float[] {1.5f, -2}, 2);
    assertEquals("pair sha256:" + hash, data.provenance().toString());
    Provenance steps =
        data.scaleToUnit().binarize(7).withName("renamed").threshold(0.5).take(0, 0).provenance();
    assertEquals(
        "pair sha256:"
            + hash
            + "; scaleToUnit(); binarize(0x0000000000000007); threshold(0.5); take(0, 0)",
        steps.toString());
    String many = numbered(20).take(new int[10]).provenance().transformations().get(0);
    assertTrue(many.matches("take\\(10 rows, sha256:[0-9a-f]{64}\\)"), many);
  }

  @Test
  void hashTellsEqualFromDifferentContent() {
    String once = hash(Dataset.of("a", new float[] {1, 2, 3, 4}, 2));
    assertEquals(once, hash(Dataset.of("b", new float[][] {{1, 2}, {3, 4}})));
    assertTrue(!once.equals(hash(Dataset.of("a", new float[] {1, 2, 3, 4}, 4))));
    assertTrue(!once.equals(hash(Dataset.of("a", new float[] {1, 2, 3, 5}, 2))));
  }

  private static String hash(Dataset data) {
    return data.provenance().sources().get(0).sha256();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999, 1_500_001})
  void dataLongerThanOneBlockKeepItsOrder(int columns) {
    int rows = 3_100_000 / columns;
    byte[] values = new byte[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) ((i * 0x9e3779b9L) >>> 24);
    }
    assertTrue(values.length > 2 * Values.BLOCK_ELEMENTS);
    Dataset data = Dataset.ofBytes("long", values, columns);
    assertArrayEquals(values, data.bytes(0, rows));
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = Byte.toUnsignedInt(values[i]);
      assertEquals(floats[i], data.value(i / columns, i % columns));
    }
    assertArrayEquals(floats, Dataset.of("long", floats, columns).floats(0, rows));
    assertArrayEquals(data.bytes(rows - 1, 1), data.slice(rows - 1, rows).bytes(0, 1));
    assertArrayEquals(values, data.slice(0, rows).bytes(0, rows));
  }
}
