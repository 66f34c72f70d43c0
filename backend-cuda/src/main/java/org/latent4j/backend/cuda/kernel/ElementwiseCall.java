package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Plans one elementwise operation: the form of its kernel, the parameters and the grid. */
final class ElementwiseCall {
  /** Fewer elements than this are spread over more threads, one or two to each. */
  private static final long FEW = 1 << 17;

  /** From so many on, what every thread does before its first element counts. */
  private static final long MANY = 1 << 18;

  /** The number of an element without these bits is the upper word of its block's counter. */
  private static final int UPPER = 33;

  private static final long NARROW = Integer.MAX_VALUE;

  private final Skeleton skeleton;
  private final Shape shape;
  private final List<Operand> inputs;
  private final List<KeySource> keys;
  private final List<Operand> outputs;
  private final List<Operand> operands = new ArrayList<>();
  private final Axes axes;

  ElementwiseCall(
      Skeleton skeleton,
      Shape shape,
      List<Operand> inputs,
      List<KeySource> keys,
      List<Operand> outputs) {
    this.skeleton = skeleton;
    this.shape = shape;
    this.inputs = inputs;
    this.keys = keys;
    this.outputs = outputs;
    operands.addAll(inputs);
    operands.addAll(outputs);
    List<Layout> layouts = operands.stream().map(Operand::layout).toList();
    axes = Axes.of(shape, layouts, operands.stream().anyMatch(Operand::gathered));
  }

  Work plan(KernelCache cache, Grid grid) {
    if (shape.size() == 0) {
      return Work.NONE;
    }
    ElementwiseForm form = form();
    long chunks = (axes.inner() + form.width() - 1) / form.width();
    long items = axes.rows() * chunks;
    Parameters parameters = parameters(form, items, chunks);
    Kernel kernel = cache.kernel(form, () -> ElementwiseText.write(form, parameters));
    return Work.of(grid.items(kernel, items, parameters.arguments()));
  }

  private ElementwiseForm form() {
    int width = width();
    List<OperandForm> forms = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      forms.add(new OperandForm(operand.type(), access(i, width), operand.gathered()));
    }
    return new ElementwiseForm(
        skeleton.expression(),
        List.copyOf(forms.subList(0, inputs.size())),
        List.copyOf(forms.subList(inputs.size(), forms.size())),
        keys.stream().map(KeyForm::of).toList(),
        axes.rank(),
        width,
        axes.inner() % width == 0,
        isWide(),
        isPaired(width),
        shape.size() >= MANY && keys.stream().anyMatch(key -> !key.folds().isEmpty()));
  }

  /** Whether every draw begins with the first word of a block, and so does every chunk of it. */
  private boolean isPaired(int width) {
    boolean single = skeleton.expression().computeType() == DataType.FLOAT32;
    boolean even = width % 2 == 0 && (axes.rank() == 1 || axes.inner() % 2 == 0);
    if (!single || !even || isWide()) {
      return false;
    }
    for (long first : skeleton.firsts()) {
      long last = first + shape.size() - 1;
      if (first % 2 != 0 || first >>> UPPER != last >>> UPPER) {
        return false;
      }
    }
    return !skeleton.firsts().isEmpty();
  }

  /**
   * As many elements as are loaded at once if everything that steps along the inner axis can be;
   * else one, or the two that a block of random bits serves.
   */
  private int width() {
    boolean single = skeleton.expression().computeType() == DataType.FLOAT32;
    int least = single && !skeleton.firsts().isEmpty() ? 2 : 1;
    int most = single ? 4 : 2;
    for (int width = shape.size() < FEW ? least : most; width > 1; width /= 2) {
      boolean fits = axes.inner() >= width;
      for (int i = 0; fits && i < operands.size(); i++) {
        Access access = access(i, width);
        fits = access != Access.STRIDED;
      }
      if (fits) {
        return width;
      }
    }
    return axes.inner() >= least ? least : 1;
  }

  private Access access(int operand, int width) {
    Operand at = operands.get(operand);
    Access access = Access.of(axes, operand, at.layout().offset(), width);
    boolean written = operand >= inputs.size();
    return access == Access.SCALAR && (written || at.gathered()) ? Access.STRIDED : access;
  }

  private boolean isWide() {
    boolean narrow = shape.size() < NARROW;
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      // A gathered row is found with 64 bits in any case.
      long rows = operand.gathered() ? (axes.extents().get(0) - 1) * axes.stride(i, 0) : 0;
      narrow &= operand.reach() - rows < NARROW;
    }
    return !narrow;
  }

  private Parameters parameters(ElementwiseForm form, long items, long chunks) {
    Parameters parameters = new Parameters(form.wide());
    for (int slot = 0; slot < inputs.size(); slot++) {
      String name = "in" + slot;
      Operand input = inputs.get(slot);
      parameters.input(input.type().cuda(), name, input.address());
      addRows(parameters, name, input, slot);
      addStrides(parameters, name, form.inputs().get(slot), slot);
    }
    for (int i = 0; i < skeleton.constants().size(); i++) {
      parameters.number(form.computeType(), "number" + i, skeleton.constants().get(i));
    }
    for (int key = 0; key < keys.size(); key++) {
      KeyForm.add(parameters, "key" + key, keys.get(key));
    }
    for (int i = 0; i < skeleton.firsts().size(); i++) {
      parameters.int64("first" + i, skeleton.firsts().get(i));
    }
    for (int output = 0; output < outputs.size(); output++) {
      String name = "out" + output;
      Operand operand = outputs.get(output);
      parameters.output(operand.type().cuda(), name, operand.address());
      addStrides(parameters, name, form.outputs().get(output), inputs.size() + output);
    }
    addExtents(parameters, items, chunks);
    return parameters;
  }

  private void addRows(Parameters parameters, String name, Operand operand, int layout) {
    View rows = operand.rows();
    if (rows != null) {
      Operand indices = Operand.of(rows);
      parameters.input("int", name + "_rows", indices.address());
      parameters.int64(name + "_rows_stride", rows.layout().stride(0));
      parameters.int64(name + "_row_stride", axes.stride(layout, 0));
      parameters.integer(name + "_limit", operand.limit());
    }
  }

  private void addStrides(Parameters parameters, String name, OperandForm form, int layout) {
    if (form.access() == Access.SCALAR) {
      return;
    }
    int inner = axes.rank() - 1;
    int stepped = form.access() == Access.STRIDED ? inner + 1 : inner;
    for (int axis = form.gathered() ? 1 : 0; axis < stepped; axis++) {
      parameters.index(name + "_stride" + axis, axes.stride(layout, axis));
    }
  }

  private void addExtents(Parameters parameters, long items, long chunks) {
    parameters.index("items", items);
    parameters.index("inner", axes.inner());
    if (axes.rank() > 1) {
      parameters.divisor("chunks", chunks);
    }
    for (int axis = 1; axis < axes.rank() - 1; axis++) {
      parameters.divisor("extent" + axis, axes.extents().get(axis));
    }
    for (int axis : skeleton.axes()) {
      parameters.divisor("axis" + axis + "_run", ReductionCall.run(shape, axis));
      parameters.divisor("axis" + axis + "_extent", shape.dim(axis));
    }
    if (operands.stream().anyMatch(Operand::gathered)) {
      parameters.output("int", "fault", new Argument.Fault());
    }
  }
}
