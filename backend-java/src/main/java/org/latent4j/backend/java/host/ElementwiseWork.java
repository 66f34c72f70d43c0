package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;

/** An expression evaluated over a shape that is cut along one axis. */
final class ElementwiseWork implements Work {
  private final Workspaces workspaces;
  private final List<Bound> inputs;
  private final List<Bound> keys;
  private final List<ColumnSums.Result> outputs;
  private final ElementwiseCall[] calls;
  private final List<Access> accesses = new ArrayList<>();
  private final double cost;

  /**
   * Makes the work of a node.
   *
   * @param workspaces the arrays of the threads
   * @param kernel its expression, compiled
   * @param operation the node's operation
   * @param operands what it reads
   * @param outputs its results
   * @param axis the axis to cut; of no meaning for one part
   * @param parts how many parts; 1 if the shape is of rank 0
   */
  ElementwiseWork(
      Workspaces workspaces,
      Kernel kernel,
      Operation.Elementwise operation,
      List<Bound> operands,
      List<ColumnSums.Result> outputs,
      int axis,
      int parts) {
    int inputCount = operation.expression().inputCount();
    this.workspaces = workspaces;
    this.inputs = operands.subList(0, inputCount);
    this.keys = operands.subList(inputCount, operands.size());
    this.outputs = outputs;
    this.cost = kernel.cost() * operation.shape().size();
    this.calls = new ElementwiseCall[parts];
    Layout own = Layout.dense(operation.shape());
    for (int part = 0; part < parts; part++) {
      calls[part] = call(kernel, own, axis, parts, part);
    }
    for (Bound input : inputs) {
      accesses.add(input.read(parts == 1 ? null : Footprint.of(input.layout(), axis)));
    }
    keys.forEach(key -> accesses.add(key.read(null)));
    for (ColumnSums.Result output : outputs) {
      addAccesses(output, own, axis, parts);
    }
  }

  private void addAccesses(ColumnSums.Result output, Layout own, int axis, int parts) {
    if (output.kept()) {
      accesses.add(new Access(output.place(), parts == 1 ? null : Footprint.of(own, axis), true));
    }
    if (output.sums() != null) {
      Layout blocks = Layout.dense(ColumnSums.shape(own.shape()));
      boolean byColumns = parts > 1 && axis == 1;
      accesses.add(new Access(output.sums(), byColumns ? Footprint.of(blocks, 1) : null, true));
    }
  }

  private ElementwiseCall call(Kernel kernel, Layout own, int axis, int parts, int part) {
    List<Layout> layouts = new ArrayList<>();
    inputs.forEach(input -> layouts.add(band(input.layout(), axis, parts, part)));
    Layout mine = band(own, axis, parts, part);
    outputs.forEach(unused -> layouts.add(mine));
    Shape shape = mine.shape();
    int from = parts == 1 ? 0 : new Bands(own.shape().dim(axis), parts).from(part);
    Numbering numbering =
        parts == 1 ? Numbering.whole(own.shape()) : Numbering.band(own.shape(), shape, axis, from);
    boolean summed = outputs.stream().anyMatch(output -> output.sums() != null);
    if (summed) {
      // A view that shows the same row again and again, so that chunks are whole rows.
      layouts.add(Layout.of(shape, 0, 0, 1));
    }
    Traversal traversal = new Traversal(shape, layouts.toArray(Layout[]::new));
    ElementwiseCall call =
        new ElementwiseCall(kernel, numbering, traversal, inputs.size(), keys.size());
    for (int number = 0; number < outputs.size(); number++) {
      ColumnSums.Result output = outputs.get(number);
      if (output.sums() != null) {
        call.sum(number, sums(output.sums(), own, axis, parts, part), output.kept());
      }
    }
    return call;
  }

  private static ColumnSums sums(Place to, Layout own, int axis, int parts, int part) {
    Layout blocks = Layout.dense(ColumnSums.shape(own.shape()));
    if (axis == 1) {
      return new ColumnSums(to, band(blocks, 1, parts, part), 0, own.shape().dim(0));
    }
    Bands bands = new Bands(own.shape().dim(0), parts);
    return new ColumnSums(to, blocks, bands.from(part), bands.to(part) - bands.from(part));
  }

  private static Layout band(Layout layout, int axis, int parts, int part) {
    return parts == 1
        ? layout
        : new Bands(layout.shape().dim(axis), parts).band(layout, axis, part);
  }

  @Override
  public void run(int part) {
    if (part >= calls.length) {
      return;
    }
    Workspace workspace = workspaces.get();
    ElementwiseCall call = calls[part];
    for (int slot = 0; slot < inputs.size(); slot++) {
      Place place = inputs.get(slot).place();
      call.setInput(slot, place.storage(), place.offset());
    }
    for (int slot = 0; slot < keys.size(); slot++) {
      call.setKey(slot, keys.get(slot).key(workspace));
    }
    for (int number = 0; number < outputs.size(); number++) {
      Place place = outputs.get(number).place();
      call.setOutput(number, place.storage(), place.offset());
    }
    call.run(workspace, 0, call.traversal().chunks());
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
