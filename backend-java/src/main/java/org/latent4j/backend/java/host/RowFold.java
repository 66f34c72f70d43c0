package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.Reductions;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Reduces many neighbouring results at once, by combining whole rows. Float sums are made in
 * float32 over blocks of rows and in float64 across the blocks.
 */
final class RowFold {
  private final ReductionOp op;
  private final long stride;
  private final int extent;
  private final Traversal traversal;

  RowFold(ReductionOp op, long stride, int extent, Traversal traversal) {
    this.op = op;
    this.stride = stride;
    this.extent = extent;
    this.traversal = traversal;
  }

  /**
   * Returns the results {@code start .. start + n - 1} in an array of the workspace.
   *
   * @param workspace the arrays of the thread
   * @param in where the operand is
   * @param base what is added to the offset that the traversal knows
   * @param start the first result
   * @param n how many
   */
  double[] fold(Workspace workspace, HostStorage in, long base, long start, int n) {
    double[] results = workspace.doubleRegisters(3)[0];
    if (extent == 0) {
      Arrays.fill(results, 0, n, 0);
    } else if (in.type() == DataType.FLOAT32 && op == ReductionOp.SUM) {
      sumFloats(workspace, in, base, start, results, n);
    } else if (in.type() == DataType.FLOAT32 && op != ReductionOp.ARGMAX) {
      float[][] registers = workspace.floatRegisters(2);
      traversal.read(0, in, base, start, registers[0], n);
      for (int row = 1; row < extent; row++) {
        traversal.read(0, in, base + row * stride, start, registers[1], n);
        Reductions.combine(op, registers[0], registers[1], AlignedArrays.floatsToEndOfLine(n));
      }
      Elements.toDoubles(registers[0], results, n);
    } else {
      foldDoubles(workspace, in, base, start, results, n);
    }
    return results;
  }

  private void sumFloats(
      Workspace workspace, HostStorage in, long base, long start, double[] results, int n) {
    float[][] registers = workspace.floatRegisters(2);
    Arrays.fill(results, 0, n, 0);
    for (int from = 0; from < extent; from += ColumnSums.BLOCK) {
      traversal.read(0, in, base + from * stride, start, registers[0], n);
      for (int row = from + 1; row < Math.min(extent, from + ColumnSums.BLOCK); row++) {
        traversal.read(0, in, base + row * stride, start, registers[1], n);
        Reductions.combine(
            ReductionOp.SUM, registers[0], registers[1], AlignedArrays.floatsToEndOfLine(n));
      }
      for (int i = 0; i < n; i++) {
        results[i] += registers[0][i];
      }
    }
  }

  private void foldDoubles(
      Workspace workspace, HostStorage in, long base, long start, double[] results, int n) {
    double[] best = workspace.doubleRegisters(3)[1];
    double[] row = workspace.doubleRegisters(3)[2];
    boolean indices = op == ReductionOp.ARGMAX;
    double[] values = indices ? best : results;
    Arrays.fill(results, 0, n, 0);
    for (int i = 0; i < extent; i++) {
      readDoubles(workspace, in, base + i * stride, start, i == 0 ? values : row, n);
      if (i > 0 && indices) {
        Reductions.keepLarger(values, results, row, i, n);
      } else if (i > 0) {
        Reductions.combine(op, values, row, n);
      }
    }
  }

  private void readDoubles(
      Workspace workspace, HostStorage in, long at, long start, double[] out, int n) {
    if (in.type() == DataType.FLOAT64) {
      traversal.read(0, in, at, start, out, n);
    } else {
      Object array = Elements.array(workspace, in.type());
      traversal.read(0, in, at, start, array, n);
      Elements.toDoubles(array, out, n);
    }
  }
}
