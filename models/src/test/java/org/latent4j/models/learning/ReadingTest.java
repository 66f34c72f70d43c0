package org.latent4j.models.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Draws.uniformLike;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** What a minibatch is made of. */
class ReadingTest extends BackendTest {
  private static final RandomKey KEY = RandomKey.of(1);

  private static Dataset data() {
    float[] values = {0, 1, 2, Float.NaN, 4, 5};
    return Dataset.of("data", values, 2)
        .missingWhereNaN()
        .withLabels(7, 8, 9)
        .withTargets(0.5, 1.5, 2.5)
        .withWeights(1, 0, 2);
  }

  private static Tensor rows(int... indices) {
    return Tensor.of(backend, indices, indices.length);
  }

  @Test
  void everyColumnThatIsAskedForIsThere() {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      Reading<Rows> all = Reading.of(EnumSet.allOf(Reading.Column.class), (rows, key) -> rows);
      Feed<Rows> feed = ResidentRows.feed(backend, type, all, data());
      Rows batch = feed.batch(rows(2, 1), KEY);
      assertEquals(type, batch.values().type());
      assertArrayEquals(new double[] {4, 5, 2, 0}, batch.values().toDoubles());
      assertArrayEquals(new int[] {9, 8}, batch.labels().orElseThrow().toInts());
      assertArrayEquals(new double[] {2.5, 1.5}, batch.targets().orElseThrow().toDoubles());
      assertArrayEquals(new double[] {1, 1, 1, 0}, batch.present().orElseThrow().toDoubles());
      assertArrayEquals(new double[] {2, 0}, batch.weights().orElseThrow().toDoubles());
      assertArrayEquals(new double[] {1, 0, 2}, feed.weights().orElseThrow());
      assertEquals(3, feed.rows());
    }
  }

  @Test
  void whatIsNotAskedForIsNotThere() {
    Dataset whole = Dataset.of("whole", new float[] {1, 2}, 1).withLabels(3, 4);
    Reading<Rows> none = Reading.of(Set.of(), (rows, key) -> rows);
    Rows batch = ResidentRows.feed(backend, DataType.FLOAT32, none, whole).batch(rows(1), KEY);
    assertTrue(batch.labels().isEmpty() && batch.targets().isEmpty());
    assertTrue(batch.present().isEmpty() && batch.weights().isEmpty());
    Reading.Labelled labelled =
        ResidentRows.feed(backend, DataType.FLOAT32, Reading.labelled(), whole)
            .batch(rows(1, 0), KEY);
    assertArrayEquals(new int[] {4, 3}, labelled.labels().toInts());
    assertArrayEquals(new float[] {2, 1}, labelled.values().toFloats());
  }

  @Test
  void dataWithoutTheColumnsAreRefused() {
    Dataset plain = Dataset.of("plain", new float[] {1, 2}, 1);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ResidentRows.feed(backend, DataType.FLOAT32, Reading.targeted(), plain));
    assertEquals(
        "training: the model needs numbers to be predicted for each row, but plain has none",
        refused.getMessage());
    // Missing values are nobody's zeros unless the reading asks which they are.
    assertThrows(
        RuntimeException.class,
        () -> ResidentRows.feed(backend, DataType.FLOAT32, Reading.values(), data()));
  }

  @Test
  void readingsThatDrawOneAfterTheOtherDrawFromKeysOfTheirOwn() {
    Dataset zeros = Dataset.of("zeros", new float[8], 1);
    Reading<Tensor> once = Reading.values().map((x, key) -> x.add(uniformLike(key, x)));
    Reading<Tensor> twice = once.map((x, key) -> x.sub(uniformLike(key, x)));
    Tensor all = rows(0, 1, 2, 3, 4, 5, 6, 7);
    float[] difference =
        ResidentRows.feed(backend, DataType.FLOAT32, twice, zeros).batch(all, KEY).toFloats();
    assertFalse(Arrays.equals(new float[8], difference), "the same numbers were drawn twice");
    // The first reading draws from child 0, as the trainer promises for binarisation.
    float[] drawn =
        ResidentRows.feed(backend, DataType.FLOAT32, once, zeros).batch(all, KEY).toFloats();
    Tensor like = Tensor.full(backend, DataType.FLOAT32, 0, 8, 1);
    assertArrayEquals(uniformLike(KEY.fold(0), like).toFloats(), drawn);
  }

  @Test
  void aCheckOfTheDataIsMadeOnce() {
    int[] checks = {0};
    Reading<Tensor> checked = Reading.values().requiring(data -> checks[0]++).map((x, key) -> x);
    Dataset plain = Dataset.of("plain", new float[] {1, 2}, 1);
    Feed<Tensor> feed = ResidentRows.feed(backend, DataType.FLOAT32, checked, plain);
    feed.batch(rows(0), KEY);
    assertEquals(1, checks[0]);
  }
}
