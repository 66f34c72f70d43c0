package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

class TraversalTest {
  private static final int[][] SHAPES = {
    {},
    {0},
    {1},
    {5},
    {1024},
    {1025},
    {3, 0},
    {1, 1, 1},
    {7, 10},
    {100, 500},
    {3, 1023},
    {2, 1024},
    {2, 1025},
    {5, 3000},
    {2, 3, 4},
    {4, 1, 6},
    {3, 20, 50},
    {2, 2, 2100},
    {1500, 2, 1},
    {300, 10},
    {11, 40, 3},
    {2, 600, 5},
    {200, 40}
  };

  @Test
  void chunksFollowEachOtherAndCoverTheShape() {
    for (int[] dims : SHAPES) {
      Shape shape = Shape.of(dims);
      for (Layout layout : layouts(shape)) {
        Traversal traversal = new Traversal(shape, layout, Layout.dense(shape));
        long next = 0;
        for (long chunk = 0; chunk < traversal.chunks(); chunk++) {
          assertEquals(next, traversal.start(chunk), "start in " + layout);
          int length = traversal.length(chunk);
          assertTrue(length > 0 && length <= Chunk.SIZE, length + " elements in " + layout);
          next += length;
        }
        assertEquals(shape.size(), next, "elements of " + layout);
      }
    }
  }

  @Test
  void readsEveryElementInRowMajorOrder() {
    for (int[] dims : SHAPES) {
      Shape shape = Shape.of(dims);
      for (Layout layout : layouts(shape)) {
        ArrayStorage storage = ArrayStorage.allocate(DataType.INT32, layout.end() + 1);
        int[] elements = (int[]) storage.array();
        for (int i = 0; i < elements.length; i++) {
          elements[i] = i;
        }
        Traversal traversal = new Traversal(shape, layout, Layout.dense(shape));
        int[] got = new int[Chunk.SIZE];
        for (long chunk = 0; chunk < traversal.chunks(); chunk++) {
          long start = traversal.start(chunk);
          int n = traversal.length(chunk);
          traversal.read(0, storage, 1, start, got, n);
          for (int i = 0; i < n; i++) {
            long place = place(layout, start + i);
            assertEquals(1 + place, got[i], "element " + (start + i) + " of " + layout);
            assertEquals(place, traversal.offset(0, start + i));
          }
        }
      }
    }
  }

  @Test
  void writesWhereItReads() {
    for (int[] dims : SHAPES) {
      Shape shape = Shape.of(dims);
      for (Layout layout : layouts(shape)) {
        if (hasRepeats(layout)) {
          continue;
        }
        ArrayStorage storage = ArrayStorage.allocate(DataType.INT32, layout.end());
        Traversal traversal = new Traversal(shape, layout);
        int[] values = new int[Chunk.SIZE];
        int[] back = new int[Chunk.SIZE];
        for (long chunk = 0; chunk < traversal.chunks(); chunk++) {
          long start = traversal.start(chunk);
          int n = traversal.length(chunk);
          for (int i = 0; i < n; i++) {
            values[i] = (int) start + i + 1;
          }
          traversal.write(0, storage, 0, start, values, n);
          traversal.read(0, storage, 0, start, back, n);
          for (int i = 0; i < n; i++) {
            assertEquals(values[i], back[i]);
          }
        }
        int written = 0;
        for (int element : (int[]) storage.array()) {
          written += element != 0 ? 1 : 0;
        }
        assertEquals(shape.size(), written, "places of " + layout);
      }
    }
  }

  @Test
  void aRepeatedViewIsTheSameInEveryChunk() {
    for (int[] dims : SHAPES) {
      Shape shape = Shape.of(dims);
      for (Layout layout : layouts(shape)) {
        Traversal traversal = new Traversal(shape, layout, Layout.dense(shape));
        if (traversal.kind(0) != InputKind.STREAMED) {
          for (long chunk = 0; chunk < traversal.chunks(); chunk++) {
            for (int i = 0; i < traversal.length(chunk); i++) {
              assertEquals(traversal.offset(0, i), traversal.offset(0, traversal.start(chunk) + i));
            }
          }
        }
      }
    }
  }

  @Test
  void aScalarIsOneElement() {
    for (int[] dims : SHAPES) {
      Shape shape = Shape.of(dims);
      Traversal traversal = new Traversal(shape, Layout.dense(Shape.of()).broadcastTo(shape));
      assertEquals(InputKind.SCALAR, traversal.kind(0), shape.toString());
    }
  }

  @Test
  void aBiasAddedToRowsIsRecognisedAsRepeated() {
    Shape shape = Shape.of(100, 500);
    Layout bias = Layout.dense(Shape.of(500)).broadcastTo(shape);
    Layout column = Layout.dense(Shape.of(100, 1)).broadcastTo(shape);
    Layout number = Layout.dense(Shape.of()).broadcastTo(shape);
    Traversal traversal = new Traversal(shape, Layout.dense(shape), bias, column, number);
    assertEquals(InputKind.STREAMED, traversal.kind(0));
    assertEquals(InputKind.REPEATED, traversal.kind(1));
    assertEquals(InputKind.STREAMED, traversal.kind(2));
    assertEquals(InputKind.SCALAR, traversal.kind(3));
  }

  /** Dense, shifted, transposed, with gaps, and with each axis repeated. */
  private static Layout[] layouts(Shape shape) {
    int rank = shape.rank();
    Layout[] layouts = new Layout[4 + rank];
    Layout dense = Layout.dense(shape);
    layouts[0] = dense;
    layouts[1] = dense.shifted(17);
    int[] reversed = new int[rank];
    int[] turned = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      reversed[axis] = rank - 1 - axis;
      turned[axis] = shape.dim(rank - 1 - axis);
    }
    layouts[2] = Layout.dense(Shape.of(turned)).transpose(reversed);
    long[] gaps = new long[rank];
    long step = 3;
    for (int axis = rank - 1; axis >= 0; axis--) {
      gaps[axis] = step;
      step = step * Math.max(1, shape.dim(axis)) + 2;
    }
    layouts[3] = Layout.of(shape, 5, gaps);
    for (int axis = 0; axis < rank; axis++) {
      int[] dims = shape.dims();
      dims[axis] = Math.min(1, dims[axis]);
      layouts[4 + axis] = Layout.dense(Shape.of(dims)).broadcastTo(shape);
    }
    return layouts;
  }

  private static boolean hasRepeats(Layout layout) {
    for (int axis = 0; axis < layout.shape().rank(); axis++) {
      if (layout.stride(axis) == 0 && layout.shape().dim(axis) > 1) {
        return true;
      }
    }
    return false;
  }

  private static long place(Layout layout, long number) {
    long rest = number;
    long place = layout.offset();
    for (int axis = layout.shape().rank() - 1; axis >= 0; axis--) {
      place += rest % layout.shape().dim(axis) * layout.stride(axis);
      rest /= layout.shape().dim(axis);
    }
    return place;
  }
}
