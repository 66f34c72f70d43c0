package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;

/** Parts of a tensor put together, each thread with a band of an axis that all parts span. */
final class AssembleWork implements Work {
  private final Workspaces workspaces;
  private final List<Bound> operands;
  private final Place out;
  private final Traversal[] wholes;
  private final Traversal[][] copies;
  private final boolean hasGaps;
  private final List<Access> accesses = new ArrayList<>();
  private final double cost;

  /**
   * Makes the work of a node.
   *
   * @param workspaces the arrays of the threads
   * @param operation which parts go where
   * @param operands the parts
   * @param out where the result is
   * @param axis the axis to cut, one that {@link #spans} names; of no meaning for one part
   * @param parts how many threads share the work
   */
  AssembleWork(
      Workspaces workspaces,
      Operation.Assemble operation,
      List<Bound> operands,
      Place out,
      int axis,
      int parts) {
    this.workspaces = workspaces;
    this.operands = operands;
    this.out = out;
    Layout own = Layout.dense(operation.shape());
    List<Layout> regions = operation.regions();
    long covered = regions.stream().mapToLong(region -> region.shape().size()).sum();
    this.hasGaps = covered != operation.shape().size();
    this.cost = 0.1 * (covered + (hasGaps ? operation.shape().size() : 0));
    this.wholes = new Traversal[parts];
    this.copies = new Traversal[parts][operands.size()];
    for (int part = 0; part < parts; part++) {
      Layout whole = band(own, axis, parts, part);
      wholes[part] = new Traversal(whole.shape(), whole);
      for (int i = 0; i < operands.size(); i++) {
        Layout from = band(operands.get(i).layout(), axis, parts, part);
        copies[part][i] =
            new Traversal(from.shape(), from, band(regions.get(i), axis, parts, part));
      }
    }
    for (Bound operand : operands) {
      accesses.add(operand.read(parts == 1 ? null : Footprint.of(operand.layout(), axis)));
    }
    accesses.add(new Access(out, parts == 1 ? null : Footprint.of(own, axis), true));
  }

  private static Layout band(Layout layout, int axis, int parts, int part) {
    return parts == 1
        ? layout
        : new Bands(layout.shape().dim(axis), parts).band(layout, axis, part);
  }

  /** Whether every part reaches from end to end of an axis of the result, so that it can be cut. */
  static boolean spans(Operation.Assemble operation, int axis) {
    Layout own = Layout.dense(operation.shape());
    return operation.regions().stream()
        .allMatch(
            region ->
                isBox(region, own) && region.shape().dim(axis) == operation.shape().dim(axis));
  }

  /** Whether a region is a range of each axis, in the order of the axes. */
  private static boolean isBox(Layout region, Layout own) {
    if (region.shape().rank() != own.shape().rank() || region.shape().size() == 0) {
      return false;
    }
    long rest = region.offset();
    for (int axis = 0; axis < own.shape().rank(); axis++) {
      if (own.shape().dim(axis) == 1) {
        continue; // All of it; such an axis has no stride.
      }
      int extent = region.shape().dim(axis);
      boolean inStep = extent == 1 || region.stride(axis) == own.stride(axis);
      if (!inStep || rest / own.stride(axis) + extent > own.shape().dim(axis)) {
        return false;
      }
      rest %= own.stride(axis);
    }
    return true;
  }

  @Override
  public void run(int part) {
    if (part >= wholes.length) {
      return;
    }
    Object array = Elements.array(workspaces.get(), out.storage().type());
    if (hasGaps) {
      fillZero(wholes[part], array);
    }
    for (int i = 0; i < operands.size(); i++) {
      copy(copies[part][i], operands.get(i).place(), array);
    }
  }

  private void fillZero(Traversal whole, Object array) {
    Elements.fillZero(array, Chunk.SIZE);
    for (long chunk = 0; chunk < whole.chunks(); chunk++) {
      int n = whole.length(chunk);
      whole.write(0, out.storage(), out.offset(), whole.start(chunk), array, n);
    }
  }

  private void copy(Traversal copy, Place from, Object array) {
    for (long chunk = 0; chunk < copy.chunks(); chunk++) {
      long start = copy.start(chunk);
      int n = copy.length(chunk);
      copy.read(0, from.storage(), from.offset(), start, array, n);
      copy.write(1, out.storage(), out.offset(), start, array, n);
    }
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
