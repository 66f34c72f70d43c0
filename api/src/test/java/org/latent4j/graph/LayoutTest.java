package org.latent4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayoutTest {
  /** The storage indices that a layout reads, in row-major order, by the definition. */
  private static List<Long> indices(Layout layout) {
    List<Long> indices = new ArrayList<>();
    Shape shape = layout.shape();
    for (long element = 0; element < shape.size(); element++) {
      long rest = element;
      long index = layout.offset();
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        index += rest % shape.dim(axis) * layout.stride(axis);
        rest /= shape.dim(axis);
      }
      indices.add(index);
    }
    return indices;
  }

  @Test
  void denseIsRowMajor() {
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), indices(Layout.dense(Shape.of(2, 3))));
    assertTrue(Layout.dense(Shape.of(2, 3)).isDense());
  }

  @Test
  void transposeReordersWithoutMoving() {
    Layout transposed = Layout.dense(Shape.of(2, 3)).transpose(1, 0);
    assertEquals(Shape.of(3, 2), transposed.shape());
    assertEquals(List.of(0L, 3L, 1L, 4L, 2L, 5L), indices(transposed));
    assertFalse(transposed.isDense());
    assertThrows(
        IllegalArgumentException.class, () -> Layout.dense(Shape.of(2, 3)).transpose(0, 0));
    assertThrows(IllegalArgumentException.class, () -> Layout.dense(Shape.of(2, 3)).transpose(0));
  }

  @Test
  void sliceOfRowsIsDenseAndSliceOfColumnsIsNot() {
    Layout rows = Layout.dense(Shape.of(4, 3)).slice(0, 1, 3);
    assertTrue(rows.isDense());
    assertEquals(List.of(3L, 4L, 5L, 6L, 7L, 8L), indices(rows));
    Layout columns = Layout.dense(Shape.of(4, 3)).slice(-1, 1, 3);
    assertFalse(columns.isDense());
    assertEquals(List.of(1L, 2L, 4L, 5L, 7L, 8L, 10L, 11L), indices(columns));
    assertEquals(12, columns.end());
  }

  @Test
  void sliceNamesTheRangeThatDoesNotLieInTheAxis() {
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> Layout.dense(Shape.of(4, 3)).slice(0, 2, 5));
    assertEquals("slice: range 2 to 5 does not lie in axis 0 of [4, 3]", error.getMessage());
  }

  @Test
  void anEmptySliceAtTheEndStaysInsideTheStorage() {
    Layout empty = Layout.dense(Shape.of(4, 3)).slice(0, 4, 4);
    assertEquals(0, empty.shape().size());
    assertTrue(empty.end() <= 12);
  }

  @Test
  void broadcastRepeatsWithStrideZero() {
    Layout row = Layout.dense(Shape.of(3)).broadcastTo(Shape.of(2, 3));
    assertEquals(List.of(0L, 1L, 2L, 0L, 1L, 2L), indices(row));
    Layout column = Layout.dense(Shape.of(2, 1)).broadcastTo(Shape.of(2, 3));
    assertEquals(List.of(0L, 0L, 0L, 1L, 1L, 1L), indices(column));
    assertThrows(IllegalArgumentException.class, () -> row.broadcastTo(Shape.of(3, 3)));
  }

  @Test
  void reshapeIsAViewOnlyOfARun() {
    Layout dense = Layout.dense(Shape.of(4, 3)).slice(0, 1, 3);
    Layout reshaped = dense.reshape(Shape.of(3, 2)).orElseThrow();
    assertEquals(indices(dense), indices(reshaped));
    assertEquals(Optional.empty(), dense.transpose(1, 0).reshape(Shape.of(6)));
    assertThrows(IllegalArgumentException.class, () -> dense.reshape(Shape.of(7)));
  }

  @Test
  void expandedAxesDoNotMatterForDensity() {
    Layout expanded = Layout.dense(Shape.of(4, 3)).expand(1);
    assertEquals(Shape.of(4, 1, 3), expanded.shape());
    assertTrue(expanded.isDense());
    assertEquals(expanded, Layout.dense(Shape.of(4, 1, 3)));
  }

  @Test
  void anyChainOfViewsReadsWhatTheSameChainOnAnArrayReads() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 500; trial++) {
      Layout layout = Layout.dense(Shape.of(2 + random.nextInt(3), 3, 1 + random.nextInt(4)));
      List<Long> before = indices(layout);
      int from = random.nextInt(2);
      Layout view = layout.slice(1, from, from + 2).transpose(2, 0, 1);
      Shape shape = view.shape();
      List<Long> expected = new ArrayList<>();
      for (int k = 0; k < shape.dim(0); k++) {
        for (int i = 0; i < shape.dim(1); i++) {
          for (int j = 0; j < shape.dim(2); j++) {
            expected.add(before.get((i * 3 + j + from) * shape.dim(0) + k));
          }
        }
      }
      assertEquals(expected, indices(view));
    }
  }

  @Test
  void oneRepeatedElementTakesAnyShapeWithoutACopy() {
    Layout repeated = Layout.dense(Shape.of()).shifted(3).broadcastTo(Shape.of(6));
    Layout matrix = repeated.reshape(Shape.of(2, 3)).orElseThrow();
    assertEquals(Layout.of(Shape.of(2, 3), 3, 0, 0), matrix);
    assertEquals(Optional.empty(), Layout.of(Shape.of(2, 3), 0, 0, 1).reshape(Shape.of(6)));
  }
}
