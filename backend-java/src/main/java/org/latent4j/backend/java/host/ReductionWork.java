package org.latent4j.backend.java.host;

import java.util.List;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;

/**
 * A reduction whose results are cut along their first axis. Same bits as {@link ReductionEngine}.
 */
final class ReductionWork implements Work {
  private final Workspaces workspaces;
  private final Bound in;
  private final Place out;
  private final int extent;
  private final boolean along;
  private final AxisFold alongAxis;
  private final RowFold[] acrossRows;
  private final Traversal[] traversals;
  private final List<Access> accesses;
  private final double cost;

  /**
   * Makes the work of a node.
   *
   * @param workspaces the arrays of the threads
   * @param operation what to reduce; an axis of one block, and not all axes
   * @param in the operand
   * @param out where the result is
   * @param parts how many parts
   */
  ReductionWork(
      Workspaces workspaces, Operation.Reduction operation, Bound in, Place out, int parts) {
    this.workspaces = workspaces;
    this.in = in;
    this.out = out;
    int axis = operation.axis();
    Shape shape = in.layout().shape();
    this.extent = shape.dim(axis);
    long stride = in.layout().stride(axis);
    this.alongAxis = new AxisFold(operation.op(), stride, extent);
    Layout kept = RowEngine.dropAxis(in.layout(), axis);
    Layout own = Layout.dense(kept.shape());
    this.along = ReductionEngine.isAlong(stride, extent, kept.shape().size());
    this.traversals = new Traversal[parts];
    this.acrossRows = new RowFold[parts];
    Bands bands = new Bands(kept.shape().dim(0), parts);
    for (int part = 0; part < parts; part++) {
      Layout from = bands.band(kept, 0, part);
      traversals[part] = new Traversal(from.shape(), from, bands.band(own, 0, part));
      acrossRows[part] = new RowFold(operation.op(), stride, extent, traversals[part]);
    }
    this.accesses =
        List.of(
            in.read(parts == 1 ? null : Footprint.of(in.layout(), axis == 0 ? 1 : 0)),
            new Access(out, parts == 1 ? null : Footprint.of(own, 0), true));
    this.cost = cost(shape);
  }

  /** Returns about how long it takes to reduce a tensor of this shape, in nanoseconds. */
  static double cost(Shape shape) {
    return 0.3 * shape.size();
  }

  /** Says whether a reduction can be cut here; if not, {@link ReductionEngine} does it alone. */
  static boolean takes(Operation.Reduction operation, Shape shape) {
    return shape.rank() >= 2
        && shape.size() > 0
        && ReductionEngine.isOneBlock(shape.dim(operation.axis()));
  }

  @Override
  public void run(int part) {
    if (part >= traversals.length) {
      return;
    }
    Traversal traversal = traversals[part];
    Workspace workspace = workspaces.get();
    for (long start = 0; start < traversal.size(); start += Chunk.SIZE) {
      int n = (int) Math.min(Chunk.SIZE, traversal.size() - start);
      double[] results =
          along
              ? foldAlong(workspace, traversal, start, n)
              : acrossRows[part].fold(
                  workspace, in.place().storage(), in.place().offset(), start, n);
      ReductionEngine.store(workspace, results, traversal, start, out.storage(), out.offset(), n);
    }
  }

  private double[] foldAlong(Workspace workspace, Traversal traversal, long start, int n) {
    double[] values = workspace.doubleRegisters(2)[0];
    double[] indices = workspace.doubleRegisters(2)[1];
    for (int i = 0; i < n; i++) {
      long at = in.place().offset() + traversal.offset(0, start + i);
      alongAxis.fold(workspace, in.place().storage(), at, 0, extent, values, indices, i);
    }
    return alongAxis.resultsAreIndices() ? indices : values;
  }

  @Override
  public List<Access> accesses() {
    return accesses;
  }

  @Override
  public double cost() {
    return cost;
  }
}
