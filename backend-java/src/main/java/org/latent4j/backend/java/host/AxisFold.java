package org.latent4j.backend.java.host;

import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.backend.java.loops.Reductions;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/** Reduces runs of elements along an axis to one value each, as {@link Reductions} does. */
final class AxisFold {
  private final ReductionOp op;
  private final long stride;
  private final int extent;

  AxisFold(ReductionOp op, long stride, int extent) {
    this.op = op;
    this.stride = stride;
    this.extent = extent;
  }

  int extent() {
    return extent;
  }

  boolean resultsAreIndices() {
    return op == ReductionOp.ARGMAX;
  }

  /**
   * Reduces {@code count} elements from position {@code from} of the axis that begins at {@code at}
   * of {@code in}; writes the value, and the position for ARGMAX.
   */
  void fold(
      Workspace workspace,
      HostStorage in,
      long at,
      int from,
      int count,
      double[] values,
      double[] indices,
      int to) {
    for (int done = 0; done < count; done += Chunk.SIZE) {
      int n = Math.min(Chunk.SIZE, count - done);
      long first = at + (from + done) * stride;
      double value;
      int index = 0;
      if (in.type() == DataType.FLOAT32) {
        float[] x = workspace.floats;
        read(in, first, x, n);
        index = op == ReductionOp.ARGMAX ? Reductions.indexOfMax(x, n) : 0;
        value =
            op == ReductionOp.ARGMAX
                ? x[index]
                : Reductions.reduce(op, x, n, workspace.floatScratch);
      } else {
        double[] x = workspace.doubles;
        readDoubles(workspace, in, first, n);
        index = op == ReductionOp.ARGMAX ? Reductions.indexOfMax(x, n) : 0;
        value = op == ReductionOp.ARGMAX ? x[index] : Reductions.reduce(op, x, n);
      }
      accumulate(values, indices, to, value, from + done + index, done == 0);
    }
  }

  /** Combines the results of consecutive blocks, in order, and moves them together. */
  void combine(double[] values, double[] indices, int blocks, int n) {
    for (int i = 0; i < n; i++) {
      for (int block = 0; block < blocks; block++) {
        int from = i * blocks + block;
        accumulate(values, indices, i, values[from], indices[from], block == 0);
      }
    }
  }

  private void accumulate(
      double[] values, double[] indices, int to, double value, double index, boolean first) {
    if (first) {
      values[to] = value;
      indices[to] = index;
    } else if (op == ReductionOp.ARGMAX) {
      if (Reductions.replaces(value, values[to])) {
        values[to] = value;
        indices[to] = index;
      }
    } else {
      values[to] = Reductions.combine(op, values[to], value);
    }
  }

  private void read(HostStorage in, long at, Object array, int n) {
    if (stride == 0) {
      in.read(at, array, 0, 1);
      Elements.repeat(array, 0, 1, n);
    } else if (stride == 1) {
      in.read(at, array, 0, n);
    } else {
      in.readStrided(at, stride, array, 0, n);
    }
  }

  private void readDoubles(Workspace workspace, HostStorage in, long at, int n) {
    Object array = Elements.array(workspace, in.type());
    read(in, at, array, n);
    if (in.type() != DataType.FLOAT64) {
      Elements.toDoubles(array, workspace.doubles, n);
    }
  }
}
