package org.latent4j.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latent4j.models.io.Refusals.assertRefused;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartsTest {

  /** Row i holds i, has the label 10 i, the weight i + 1 and the target -i. */
  private static Dataset numbered(int rows) {
    double[] values = IntStream.range(0, rows).mapToDouble(i -> i).toArray();
    return Dataset.of("numbers", values, 1)
        .withLabels(IntStream.range(0, rows).map(i -> 10 * i).toArray())
        .withWeights(IntStream.range(0, rows).mapToDouble(i -> i + 1).toArray())
        .withTargets(IntStream.range(0, rows).mapToDouble(i -> -i).toArray());
  }

  private static List<Dataset> all(Parts parts) {
    return Stream.of(Optional.of(parts.training()), parts.validation(), parts.test())
        .flatMap(Optional::stream)
        .toList();
  }

  /** That each row is in one part, once, with all that belongs to it. */
  private static void assertDisjointAndComplete(int rows, Parts parts) {
    BitSet seen = new BitSet();
    for (Dataset part : all(parts)) {
      for (int i = 0; i < part.rows(); i++) {
        int row = (int) part.value(i, 0);
        assertEquals(false, seen.get(row), "row " + row + " twice");
        seen.set(row);
        assertEquals(10 * row, part.labels().orElseThrow()[i]);
        assertEquals(row + 1, part.weights().orElseThrow()[i]);
        assertEquals(-row, part.targets().orElseThrow().value(i, 0));
      }
    }
    assertEquals(rows, seen.cardinality());
  }

  private static int[] sizes(Parts parts) {
    return new int[] {
      parts.training().rows(),
      parts.validation().map(Dataset::rows).orElse(0),
      parts.test().map(Dataset::rows).orElse(0)
    };
  }

  @Test
  void partsAreDisjointAndCover() {
    Dataset data = numbered(100);
    for (int validation : new int[] {0, 1, 30}) {
      for (int test : new int[] {0, 1, 69}) {
        Parts counted = Parts.ofCounts(data, validation, test);
        assertArrayEquals(new int[] {100 - validation - test, validation, test}, sizes(counted));
        assertDisjointAndComplete(100, counted);
      }
    }
    for (double validation : new double[] {0, 1e-9, 0.1, 0.333, 0.5}) {
      for (double test : new double[] {0, 1e-9, 0.1, 0.4999}) {
        for (int rows : new int[] {3, 4, 7, 100}) {
          assertDisjointAndComplete(rows, Parts.ofFractions(numbered(rows), validation, test, 5));
        }
      }
    }
  }

  @Test
  void countsTakeTheLastRowsInOrder() {
    Parts parts = Parts.ofCounts(numbered(10), 2, 3);
    assertArrayEquals(new double[] {0, 1, 2, 3, 4}, parts.training().doubles(0, 5));
    assertArrayEquals(new double[] {5, 6}, parts.validation().orElseThrow().doubles(0, 2));
    assertArrayEquals(new double[] {7, 8, 9}, parts.test().orElseThrow().doubles(0, 3));
  }

  @Test
  void fractionsTakeShuffledRows() {
    Dataset data = numbered(10);
    Parts parts = Parts.ofFractions(data, 0.3, 0, 5);
    assertArrayEquals(new int[] {7, 3, 0}, sizes(parts));
    assertArrayEquals(data.shuffle(5).doubles(0, 7), parts.training().doubles(0, 7));
    assertArrayEquals(new int[] {5, 3, 2}, sizes(Parts.ofFractions(data, 0.3, 0.2, 5)));
    assertArrayEquals(new int[] {9, 1, 0}, sizes(Parts.ofFractions(data, 1e-9, 0, 5)));
    assertArrayEquals(new int[] {1, 9, 0}, sizes(Parts.ofFractions(data, 1 - 1e-9, 0, 5)));
    assertArrayEquals(new int[] {1, 1, 1}, sizes(Parts.ofFractions(numbered(3), 0.01, 0.98, 5)));
  }

  @Test
  void partsWithoutARowToLearnFromAreRefused() {
    Dataset data = numbered(4);
    for (int[] bad : new int[][] {{4, 0}, {0, 4}, {2, 2}, {-1, 0}, {0, -1}, {5, -1}}) {
      assertThrows(
          IllegalArgumentException.class, () -> Parts.ofCounts(data, bad[0], bad[1]), bad[0] + "");
    }
    for (double bad : new double[] {1, -0.5, 1.5, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> Parts.ofFractions(data, bad, 0, 1), bad + "");
      assertThrows(
          IllegalArgumentException.class, () -> Parts.ofFractions(data, 0, bad, 1), bad + "");
    }
    Dataset two = data.slice(0, 2);
    assertThrows(IllegalArgumentException.class, () -> Parts.ofFractions(two, 0.3, 0.3, 1));
  }

  @Test
  void explicitPartsNeedTheSameColumns() {
    Dataset training = Dataset.of("a", new double[] {1, 2}, 2);
    Dataset test = Dataset.of("b", new double[] {3, 4}, 2);
    Parts parts = Parts.of(training).withTest(test);
    assertEquals(Optional.empty(), parts.validation());
    assertEquals("b", parts.test().orElseThrow().name());
    assertEquals(0.5, parts.map(part -> part.scale(6)).test().orElseThrow().value(0, 0));
    Dataset wide = Dataset.of("c", new double[] {1, 2, 3}, 3);
    assertRefused(
        "c [1, 3] has other columns than the training part a [1, 2]; parts need the same columns in"
            + " the same order, with the same names",
        () -> parts.withValidation(wide));
    assertThrows(
        IllegalArgumentException.class,
        () -> parts.withTest(test.withColumnNames(List.of("y", "x"))));
  }
}
