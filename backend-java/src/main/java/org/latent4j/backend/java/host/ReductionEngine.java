package org.latent4j.backend.java.host;

import org.latent4j.backend.View;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.graph.Layout;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Reduces one axis, in one of two ways. Where the axis runs along the memory, or little is left of
 * the tensor, each result is made alone from its own elements ({@link AxisFold}). Otherwise many
 * results grow together while whole rows are added to them ({@link RowFold}).
 *
 * <p>The way and the size of the blocks depend on shapes and strides alone, so the result does not
 * depend on the number of threads.
 */
final class ReductionEngine {
  /** Elements that are worth waking another thread for. */
  private static final long WORTH_SHARING = 100_000;

  /** An axis shorter than this is cheaper to reduce across. */
  private static final int LONG_AXIS = 16;

  /** Fewer results than this are cheaper to make one by one. */
  private static final int FEW_RESULTS = 16;

  /** Elements of a block of an axis; the partial results of blocks are combined in order. */
  private static final int AXIS_BLOCK = 1 << 16;

  /** Results that one part makes at least when many grow together. */
  private static final int FEWEST_COLUMNS = 64;

  private final Workers workers;
  private final Workspaces workspaces;

  ReductionEngine(Workers workers, Workspaces workspaces) {
    this.workers = workers;
    this.workspaces = workspaces;
  }

  void run(ReductionOp op, View in, int axis, View out) {
    Layout kept = RowEngine.dropAxis(in.layout(), axis);
    int extent = in.layout().shape().dim(axis);
    long stride = in.layout().stride(axis);
    Traversal traversal = new Traversal(kept.shape(), kept, out.layout());
    if (traversal.size() == 0) {
      return;
    }
    boolean shared = traversal.size() * Math.max(1, extent) >= WORTH_SHARING;
    if (isAlong(stride, extent, traversal.size())) {
      AxisFold fold = new AxisFold(op, stride, extent);
      foldAlong(fold, HostBackend.storage(in), traversal, HostBackend.storage(out), shared);
    } else {
      RowFold fold = new RowFold(op, stride, extent, traversal);
      foldAcross(fold, HostBackend.storage(in), traversal, HostBackend.storage(out), shared);
    }
  }

  /** Whether each result is made alone from its own elements. */
  static boolean isAlong(long stride, int extent, long results) {
    return extent > 0 && ((stride == 1 && extent >= LONG_AXIS) || results < FEW_RESULTS);
  }

  /** Whether an axis is short enough to be reduced in one block. */
  static boolean isOneBlock(int extent) {
    return extent <= AXIS_BLOCK;
  }

  private void foldAlong(
      AxisFold fold, HostStorage in, Traversal traversal, HostStorage out, boolean shared) {
    int blocks = (fold.extent() + AXIS_BLOCK - 1) / AXIS_BLOCK;
    long size = traversal.size();
    for (long first = 0; first < size; first += Chunk.SIZE) {
      long start = first;
      int n = (int) Math.min(Chunk.SIZE, size - first);
      int tasks = n * blocks;
      double[] values = new double[tasks];
      double[] indices = new double[tasks];
      int parts = shared ? Math.min(tasks, 4 * workers.count()) : 1;
      workers.run(
          parts,
          part -> {
            Workspace workspace = workspaces.get();
            int last = (int) ((part + 1L) * tasks / parts);
            for (int task = (int) ((long) part * tasks / parts); task < last; task++) {
              long at = traversal.offset(0, start + task / blocks);
              int from = task % blocks * AXIS_BLOCK;
              int count = Math.min(AXIS_BLOCK, fold.extent() - from);
              fold.fold(workspace, in, at, from, count, values, indices, task);
            }
          });
      fold.combine(values, indices, blocks, n);
      double[] results = fold.resultsAreIndices() ? indices : values;
      store(workspaces.get(), results, traversal, start, out, 0, n);
    }
  }

  private void foldAcross(
      RowFold fold, HostStorage in, Traversal traversal, HostStorage out, boolean shared) {
    long size = traversal.size();
    long even = (size + workers.count() - 1) / workers.count();
    int columns = shared ? (int) Math.max(FEWEST_COLUMNS, Math.min(Chunk.SIZE, even)) : Chunk.SIZE;
    int parts = Math.toIntExact((size + columns - 1) / columns);
    workers.run(
        shared ? parts : 1,
        part -> {
          long first = shared ? (long) part * columns : 0;
          long last = shared ? Math.min(size, first + columns) : size;
          for (long start = first; start < last; start += columns) {
            int n = (int) Math.min(columns, last - start);
            Workspace workspace = workspaces.get();
            double[] results = fold.fold(workspace, in, 0, start, n);
            store(workspace, results, traversal, start, out, 0, n);
          }
        });
  }

  /** Writes results, converted, to a view that {@code base} is added to. */
  static void store(
      Workspace workspace,
      double[] results,
      Traversal traversal,
      long start,
      HostStorage out,
      long base,
      int n) {
    if (out.type() == DataType.FLOAT64) {
      traversal.write(1, out, base, start, results, n);
    } else {
      Object array = Elements.array(workspace, out.type());
      Elements.fromDoubles(results, array, n);
      traversal.write(1, out, base, start, array, n);
    }
  }
}
