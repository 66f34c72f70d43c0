package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/**
 * The order in which the elements of a shape are visited, in chunks, for several views at once:
 * row-major, with neighbouring axes merged where no view tells them apart. Dense views of any rank
 * so become one axis, and a bias added to rows becomes two.
 */
final class Traversal {
  private final int[] extents;
  private final long[] offsets;
  private final long[][] strides;
  private final long size;
  private final int inner;
  private final int chunk;
  private final long chunksOfRow;
  private final long chunks;
  private final boolean[] sameRows;
  private final boolean[] dense;
  private final long[] rowsInStep;
  private final InputKind[] kinds;

  /**
   * Merges axes and divides the elements into chunks.
   *
   * @param shape the shape
   * @param layouts views of that shape
   */
  Traversal(Shape shape, Layout... layouts) {
    int views = layouts.length;
    int[] merged = new int[Math.max(1, shape.rank())];
    long[][] steps = new long[views][merged.length];
    int rank = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int extent = shape.dim(axis);
      if (extent == 1) {
        continue;
      }
      if (rank > 0 && merges(layouts, axis, extent, steps, rank - 1, merged[rank - 1])) {
        merged[rank - 1] *= extent;
        rank--;
      } else {
        merged[rank] = extent;
      }
      for (int view = 0; view < views; view++) {
        steps[view][rank] = layouts[view].stride(axis);
      }
      rank++;
    }
    if (rank == 0) {
      merged[rank++] = 1;
    }
    this.extents = Arrays.copyOf(merged, rank);
    this.strides = steps;
    this.size = shape.size();
    this.offsets = new long[views];
    for (int view = 0; view < views; view++) {
      offsets[view] = layouts[view].offset();
    }
    this.inner = extents[rank - 1];
    if (rank == 1 || inner > Chunk.SIZE) {
      // Rows of even pieces; a single axis is one row.
      chunksOfRow = Math.max(1, (inner + Chunk.SIZE - 1L) / Chunk.SIZE);
      chunk = rank == 1 ? Chunk.SIZE : (int) ((inner + chunksOfRow - 1) / chunksOfRow);
      chunks = size == 0 ? 0 : size / inner * chunksOfRow;
    } else {
      // Whole rows, so that what is repeated in every row is the same for every chunk.
      chunksOfRow = 0;
      chunk = inner == 0 ? 0 : Chunk.SIZE / inner * inner;
      chunks = size == 0 ? 0 : (size + chunk - 1) / chunk;
    }
    this.sameRows = new boolean[views];
    this.dense = new boolean[views];
    this.rowsInStep = new long[views];
    this.kinds = new InputKind[views];
    for (int view = 0; view < views; view++) {
      sameRows[view] = findSameRows(view);
      dense[view] = findDense(view);
      rowsInStep[view] = findRowsInStep(view);
      kinds[view] = findKind(view);
    }
  }

  /** Whether an axis continues the one before it in every view, and the product is an int. */
  private static boolean merges(
      Layout[] layouts, int axis, int extent, long[][] steps, int before, int extentBefore) {
    if ((long) extent * extentBefore > Integer.MAX_VALUE) {
      return false;
    }
    for (int view = 0; view < layouts.length; view++) {
      if (steps[view][before] != layouts[view].stride(axis) * extent) {
        return false;
      }
    }
    return true;
  }

  long size() {
    return size;
  }

  long chunks() {
    return chunks;
  }

  /** Returns the row-major number of the first element of a chunk. */
  long start(long number) {
    return chunksOfRow == 0
        ? number * chunk
        : number / chunksOfRow * inner + number % chunksOfRow * chunk;
  }

  /** Returns the number of elements of a chunk, at most {@link Chunk#SIZE}. */
  int length(long number) {
    return chunksOfRow == 0
        ? (int) Math.min(chunk, size - number * chunk)
        : (int) Math.min(chunk, inner - number % chunksOfRow * chunk);
  }

  /** Says how a view repeats itself. */
  InputKind kind(int view) {
    return kinds[view];
  }

  private InputKind findKind(int view) {
    int last = extents.length - 1;
    if (!sameRows[view]) {
      return InputKind.STREAMED;
    } else if (strides[view][last] == 0) {
      return InputKind.SCALAR;
    }
    return last > 0 && chunksOfRow == 0 ? InputKind.REPEATED : InputKind.STREAMED;
  }

  /** Whether a view shows the same row again and again. */
  private boolean findSameRows(int view) {
    for (int axis = 0; axis < extents.length - 1; axis++) {
      if (strides[view][axis] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the elements of a view follow each other without gaps, whatever other views do. */
  private boolean findDense(int view) {
    long next = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      if (strides[view][axis] != next) {
        return false;
      }
      next *= extents[axis];
    }
    return true;
  }

  /** How many rows lie one step apart before the step changes; 1 for a single row. */
  private long findRowsInStep(int view) {
    long rows = 1;
    for (int axis = extents.length - 2; axis >= 0; axis--) {
      if (strides[view][axis] != strides[view][extents.length - 2] * rows) {
        break;
      }
      rows *= extents[axis];
    }
    return rows;
  }

  /** Reads the elements of a view, moved by {@code base}, from number {@code start} on. */
  void read(int view, HostStorage storage, long base, long start, Object array, int n) {
    if (dense[view]) {
      storage.read(base + offsets[view] + start, array, 0, n);
      return;
    }
    long step = strides[view][extents.length - 1];
    for (int done = 0; done < n; ) {
      long row = (start + done) / inner;
      int column = (int) (start + done - row * inner);
      long at = base + rowOffset(view, row) + column * step;
      if (column > 0 || n - done < inner) {
        int run = Math.min(inner - column, n - done);
        storage.readRows(at, 0, step, 1, run, array, done);
        done += run;
      } else if (sameRows[view]) {
        storage.readRows(at, 0, step, 1, inner, array, done);
        Elements.repeat(array, done, inner, n - done);
        return;
      } else {
        int rows = rows(view, row, n - done);
        long rowStep = strides[view][extents.length - 2];
        storage.readRows(at, rowStep, step, rows, inner, array, done);
        done += rows * inner;
      }
    }
  }

  /** Writes the elements of a view, moved by {@code base}, from number {@code start} on. */
  void write(int view, HostStorage storage, long base, long start, Object array, int n) {
    if (dense[view]) {
      storage.write(base + offsets[view] + start, array, 0, n);
      return;
    }
    long step = strides[view][extents.length - 1];
    for (int done = 0; done < n; ) {
      long row = (start + done) / inner;
      int column = (int) (start + done - row * inner);
      long at = base + rowOffset(view, row) + column * step;
      if (column > 0 || n - done < inner || extents.length == 1) {
        int run = Math.min(inner - column, n - done);
        storage.writeRows(at, 0, step, 1, run, array, done);
        done += run;
      } else {
        int rows = rows(view, row, n - done);
        long rowStep = strides[view][extents.length - 2];
        storage.writeRows(at, rowStep, step, rows, inner, array, done);
        done += rows * inner;
      }
    }
  }

  /** How many whole rows from {@code row} on, of at most {@code n} elements, lie one step apart. */
  private int rows(int view, long row, int n) {
    return (int) Math.min(n / inner, rowsInStep[view] - row % rowsInStep[view]);
  }

  /** Returns where in the storage an element of a view is. */
  long offset(int view, long number) {
    return rowOffset(view, number / inner) + number % inner * strides[view][extents.length - 1];
  }

  private long rowOffset(int view, long row) {
    if (extents.length <= 2) {
      return offsets[view] + row * strides[view][0] * (extents.length - 1);
    }
    long rest = row;
    long at = offsets[view];
    for (int axis = extents.length - 2; axis >= 0; axis--) {
      at += rest % extents[axis] * strides[view][axis];
      rest /= extents[axis];
    }
    return at;
  }
}
