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
import org.latent4j.op.DataType;

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
    assertEquals(DataType.UINT8, data.type());
    assertEquals(Scale.IDENTITY, data.scale());
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
      assertEquals((double) b / divisor, scaled.value(0, b));
      assertEquals((float) b / divisor, scaled.floats(0, 1)[b]);
    }
    assertArrayEquals(bytes, scaled.bytes(0, 1));
    assertEquals(new Scale(0, divisor), scaled.scale());
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
    assertEquals(DataType.UINT8, bytes.type());
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

  @Test
  void doublesAreHeldExactly() {
    double[] values = {0.1, 1 / 3.0, -1e-300, 16_777_217};
    Dataset data = Dataset.of("d", values, 2);
    assertEquals(DataType.FLOAT64, data.type());
    assertArrayEquals(values, data.doubles(0, 2));
    assertArrayEquals(
        values,
        Dataset.of("d", new double[][] {{0.1, 1 / 3.0}, {-1e-300, 16_777_217}}).doubles(0, 2));
    assertArrayEquals(new float[] {0.1f, 1 / 3f, -0f, 16_777_216}, data.floats(0, 2));
    assertEquals(0.1 / 7, data.scale(7).value(0, 0));
    // What is held as floats is scaled in double precision, too.
    assertEquals(300 / 7.0, Dataset.of("d", new float[] {300}, 1).scale(7).value(0, 0));
  }

  @Test
  void whatBelongsToARowMovesWithIt() {
    Dataset data =
        numbered(6)
            .withWeights(0, 1, 2, 3, 4, 5)
            .withTargets(Dataset.of("t", new double[] {0, 0, 1, 2, 2, 4, 3, 6, 4, 8, 5, 10}, 2));
    for (Dataset moved : List.of(data.shuffle(3), data.take(5, 0, 0, 3), data.slice(2, 5))) {
      for (int i = 0; i < moved.rows(); i++) {
        int row = (int) moved.value(i, 0);
        assertEquals(10 * row, moved.labels().orElseThrow()[i]);
        assertEquals(row, moved.weights().orElseThrow()[i]);
        assertEquals(row, moved.targets().orElseThrow().value(i, 0));
        assertEquals(2 * row, moved.targets().orElseThrow().value(i, 1));
      }
    }
    Dataset prepared = data.scale(2).threshold(0.5);
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, prepared.weights().orElseThrow());
    assertEquals(10, prepared.targets().orElseThrow().value(5, 1));
  }

  @Test
  void weightsAndTargetsMustFit() {
    Dataset data = numbered(2);
    assertRefused("numbers: 1 weights do not fit 2 rows", () -> data.withWeights(1));
    assertRefused(
        "numbers: every weight is 0, so that no row counts", () -> data.withWeights(0, 0));
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          "numbers: the weight of row 1 (counted from 0) is "
              + bad
              + ", but weights must be finite and at least 0",
          () -> data.withWeights(1, bad));
    }
    assertRefused("numbers: 3 targets do not fit 2 rows", () -> data.withTargets(1, 2, 3));
    assertRefused(
        "numbers: 3 rows of targets do not fit 2 rows", () -> data.withTargets(numbered(3)));
  }

  @Test
  void missingValuesReadAsNaNAndKeepEveryRule() {
    float nan = Float.NaN;
    Dataset data = Dataset.of("d", new float[] {1, nan, 3, nan, 5, 6}, 2).missingWhereNaN();
    assertTrue(data.hasMissing());
    assertArrayEquals(new byte[] {1, 0, 1, 0, 1, 1}, data.present(0, 3));
    assertArrayEquals(new float[] {1, nan, 3, nan, 5, 6}, data.floats(0, 3));
    assertArrayEquals(new double[] {1, nan, 3, nan, 5, 6}, data.doubles(0, 3));
    assertArrayEquals(new byte[] {1, 1, 1, 0}, data.take(2, 0).present(0, 2));
    data.requireFinite("test");
    assertEquals(new Range(1, 6), data.range());
    Dataset unit = data.scaleToUnit();
    assertArrayEquals(new double[] {0, nan, 0.4, nan, 0.8, 1}, unit.doubles(0, 3), 1e-15);
    Dataset binary = unit.threshold(0.5);
    assertArrayEquals(new float[] {0, nan, 0, nan, 1, 1}, binary.floats(0, 3));
    assertArrayEquals(new byte[] {0, 0, 0, 0, 1, 1}, binary.bytes(0, 3));
    assertRefused(
        "d: row 0, column 1 (counted from 0) is missing, but training needs every value; fill it in"
            + " or leave the row out",
        () -> data.requireComplete("training"));
    Dataset complete = Dataset.of("d", new float[] {1, 2}, 2);
    assertSame(complete, complete.requireComplete("training"));
    assertTrue(!complete.missingWhereNaN().hasMissing());
    Dataset none = Dataset.of("d", new float[] {nan, nan}, 2).missingWhereNaN();
    assertRefused("d: every value is missing, so there are no extremes", none::range);
  }

  @Test
  void contentHashTellsWhateverAModelCanSee() {
    Dataset data = numbered(3);
    Dataset twin = numbered(3).withName("twin").withColumnNames(List.of("a", "b"));
    assertEquals(data.contentHash(), twin.contentHash());
    float nan = Float.NaN;
    List<Dataset> others =
        List.of(
            data.take(0, 2, 1),
            data.slice(0, 2),
            data.scale(2),
            data.withLabels(0, 10, 21),
            data.withWeights(1, 1, 1),
            data.withWeights(1, 1, 2),
            data.withTargets(1, 2, 3),
            data.withTargets(1, 2, 4),
            Dataset.of("d", new float[] {0, 0}, 2),
            Dataset.of("d", new double[] {0, 0}, 2),
            Dataset.of("d", new float[] {0, nan}, 2).missingWhereNaN(),
            Dataset.of("d", new float[] {nan, 0}, 2).missingWhereNaN());
    List<String> hashes = others.stream().map(Dataset::contentHash).toList();
    assertEquals(others.size(), hashes.stream().distinct().count());
    assertTrue(!hashes.contains(data.contentHash()));
  }
}
