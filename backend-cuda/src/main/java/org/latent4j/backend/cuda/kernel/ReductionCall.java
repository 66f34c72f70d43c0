package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/** Plans a reduction of the values of an expression: one launch, or two where the axis is long. */
final class ReductionCall {
  private static final long NARROW = Integer.MAX_VALUE;
  private static final long ALIGNMENT = 256;

  /** Elements that a lane loads at once: at least, and at most of two inputs. */
  private static final int LEAST_AHEAD = 4;

  private static final int MOST_AHEAD = 16;

  private final ReductionOp op;
  private final Skeleton skeleton;
  private final Shape shape;
  private final int axis;
  private final List<Operand> inputs;
  private final List<KeySource> keys;
  private final List<Operand> stores;
  private final ElementType type;
  private final List<Operand> outs;
  private final @Nullable SequelCall sequel;
  private final Axes axes;
  private final long results;
  private final ReductionSplit split;
  private final boolean wide;

  ReductionCall(
      ReductionOp op,
      Skeleton skeleton,
      Shape shape,
      int axis,
      List<Operand> inputs,
      List<KeySource> keys,
      List<Operand> stores,
      Operand out) {
    this(op, skeleton, shape, axis, inputs, keys, stores, out.type(), List.of(out), null);
  }

  ReductionCall(
      ReductionOp op,
      Skeleton skeleton,
      Shape shape,
      int axis,
      List<Operand> inputs,
      List<KeySource> keys,
      SequelCall sequel) {
    this(
        op,
        skeleton,
        shape,
        axis,
        inputs,
        keys,
        List.of(),
        sequel.through(),
        sequel.outputs(),
        sequel);
  }

  private ReductionCall(
      ReductionOp op,
      Skeleton skeleton,
      Shape shape,
      int axis,
      List<Operand> inputs,
      List<KeySource> keys,
      List<Operand> stores,
      ElementType type,
      List<Operand> outs,
      @Nullable SequelCall sequel) {
    this.op = op;
    this.skeleton = skeleton;
    this.shape = shape;
    this.axis = axis;
    this.inputs = inputs;
    this.keys = keys;
    this.stores = stores;
    this.type = type;
    this.outs = outs;
    this.sequel = sequel;
    List<Operand> kept = new ArrayList<>(outs);
    if (sequel != null) {
      kept.addAll(sequel.inputs());
    }
    List<Layout> layouts = new ArrayList<>();
    layouts.add(without(Layout.dense(shape), axis));
    inputs.forEach(input -> layouts.add(without(input.layout(), axis)));
    stores.forEach(store -> layouts.add(without(store.layout(), axis)));
    kept.forEach(operand -> layouts.add(operand.layout()));
    axes = Axes.of(shape.without(axis), layouts, false);
    results = shape.without(axis).size();
    split = ReductionSplit.of(results, shape.dim(axis), isAlong());
    boolean narrow = shape.size() < NARROW;
    for (Operand operand : inputs) {
      narrow &= operand.reach() < NARROW;
    }
    for (Operand operand : stores) {
      narrow &= operand.reach() < NARROW;
    }
    for (Operand operand : kept) {
      narrow &= operand.reach() < NARROW;
    }
    wide = !narrow;
  }

  private static Layout without(Layout layout, int axis) {
    Shape shape = layout.shape().without(axis);
    long[] strides = new long[shape.rank()];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = layout.stride(i < axis ? i : i + 1);
    }
    return Layout.of(shape, layout.offset(), strides);
  }

  /** Whether neighbours in memory are neighbours along the axis, by the first input that moves. */
  private boolean isAlong() {
    for (int slot = 0; slot < inputs.size(); slot++) {
      long step = inputs.get(slot).layout().stride(axis);
      long inner = axes.stride(1 + slot, axes.rank() - 1);
      if (step != 0 || inner != 0) {
        return inner == 0 || (step != 0 && step < inner);
      }
    }
    return axis == shape.rank() - 1;
  }

  Work plan(KernelCache cache, Grid grid) {
    if (split.segments() == 1) {
      ReductionForm form = form(type);
      return Work.of(first(cache, grid, form));
    }
    return new Work(List.of(first(cache, grid, form(null)), second(cache, grid)), scratchBytes());
  }

  private ReductionForm form(@Nullable ElementType stored) {
    List<OperandForm> forms = new ArrayList<>();
    for (int slot = 0; slot < inputs.size(); slot++) {
      boolean scalar = !isMoving(slot);
      for (int i = 0; i < axes.rank(); i++) {
        scalar &= axes.stride(1 + slot, i) == 0;
      }
      Access moving = isMoving(slot) ? Access.STRIDED : Access.REPEATED;
      Access access = scalar ? Access.SCALAR : moving;
      forms.add(new OperandForm(inputs.get(slot).type(), access, false));
    }
    return new ReductionForm(
        op,
        skeleton.expression().computeType(),
        skeleton.expression(),
        forms,
        keys.stream().map(KeyForm::of).toList(),
        stores.stream().map(Operand::type).toList(),
        stored,
        stored == null ? null : sequelForm(),
        axes.rank(),
        split.lanes(),
        ahead(),
        split.along(),
        wide);
  }

  /** Whether an input steps along the axis that is reduced. */
  private boolean isMoving(int slot) {
    return inputs.get(slot).layout().stride(axis) != 0;
  }

  /**
   * As many elements as the loads of a lane hide their delay behind each other, as far as they fit
   * into registers; few where much is computed, since the text of an element is repeated.
   */
  private int ahead() {
    long turns = (split.length() + split.lanes() - 1) / split.lanes();
    int computed = 0;
    for (Expression.Node node : skeleton.expression().nodes()) {
      if (node instanceof Expression.Uniform) {
        return LEAST_AHEAD;
      }
      boolean leaf = node instanceof Expression.Input || node instanceof Expression.Constant;
      computed += leaf ? 0 : 1;
    }
    int most = (int) Math.min(turns, stores.isEmpty() ? MOST_AHEAD : LEAST_AHEAD);
    int loads = (int) IntStream.range(0, inputs.size()).filter(this::isMoving).count();
    int weight = Math.max(loads, computed);
    int ahead = LEAST_AHEAD;
    while (2 * ahead <= most && weight * ahead <= MOST_AHEAD) {
      ahead *= 2;
    }
    return ahead;
  }

  private Launch first(KernelCache cache, Grid grid, ReductionForm form) {
    Parameters parameters = new Parameters(wide);
    for (int slot = 0; slot < inputs.size(); slot++) {
      Operand input = inputs.get(slot);
      parameters.input(input.type().cuda(), "in" + slot, input.address());
      if (form.inputs().get(slot).access() != Access.SCALAR) {
        addStrides(parameters, "in" + slot, 1 + slot);
      }
      if (isMoving(slot)) {
        parameters.index("in" + slot + "_step", input.layout().stride(axis));
      }
    }
    for (int i = 0; i < stores.size(); i++) {
      Operand store = stores.get(i);
      parameters.output(store.type().cuda(), "to" + i, store.address());
      addStrides(parameters, "to" + i, 1 + inputs.size() + i);
      parameters.index("to" + i + "_step", store.layout().stride(axis));
    }
    for (int i = 0; i < skeleton.constants().size(); i++) {
      ElementType type = ElementType.of(form.computeType());
      parameters.number(type, "number" + i, skeleton.constants().get(i));
    }
    for (int key = 0; key < keys.size(); key++) {
      KeyForm.add(parameters, "key" + key, keys.get(key));
    }
    for (int i = 0; i < skeleton.firsts().size(); i++) {
      parameters.int64("first" + i, skeleton.firsts().get(i));
    }
    addPositions(parameters);
    if (form.out() == null) {
      addParts(parameters, form, true);
      parameters.divisor("segments", split.segments());
      parameters.index("length", split.length());
    } else {
      addOut(parameters);
    }
    return launch(cache, grid, form, parameters, shape.dim(axis), split);
  }

  /** The second launch reduces the results of the segments, which lie side by side. */
  private Launch second(KernelCache cache, Grid grid) {
    ReductionSplit rest = ReductionSplit.of(results, split.segments(), true);
    ReductionForm form =
        new ReductionForm(
            op,
            skeleton.expression().computeType(),
            null,
            List.of(),
            List.of(),
            List.of(),
            type,
            sequelForm(),
            axes.rank(),
            rest.lanes(),
            LEAST_AHEAD,
            true,
            wide);
    Parameters parameters = new Parameters(wide);
    addParts(parameters, form, false);
    addOut(parameters);
    return launch(cache, grid, form, parameters, split.segments(), rest);
  }

  private Launch launch(
      KernelCache cache,
      Grid grid,
      ReductionForm form,
      Parameters parameters,
      long extent,
      ReductionSplit shared) {
    long groups = (results + shared.columns() - 1) / shared.columns();
    long tiles = form.out() == null ? groups * split.segments() : groups;
    parameters.index("tiles", tiles);
    parameters.index("results", results);
    parameters.index("extent", extent);
    for (int i = 1; i < axes.rank(); i++) {
      parameters.divisor("extent" + i, axes.extents().get(i));
    }
    Kernel kernel = cache.kernel(form, () -> ReductionText.write(form, parameters));
    long turns = tiles * ((extent + shared.lanes() - 1) / shared.lanes());
    return grid.tiles(kernel, tiles, ReductionSplit.THREADS, parameters.arguments(), turns);
  }

  private void addStrides(Parameters parameters, String name, int layout) {
    for (int i = 0; i < axes.rank(); i++) {
      parameters.index(name + "_stride" + i, axes.stride(layout, i));
    }
  }

  private @Nullable SequelForm sequelForm() {
    return sequel == null ? null : sequel.form();
  }

  private void addOut(Parameters parameters) {
    int first = 1 + inputs.size() + stores.size();
    SequelCall then = sequel;
    if (then == null) {
      parameters.output(type.cuda(), "out", outs.get(0).address());
      addStrides(parameters, "out", first);
      return;
    }
    for (int i = 0; i < then.inputs().size(); i++) {
      Operand input = then.inputs().get(i);
      parameters.input(input.type().cuda(), "more" + i, input.address());
      addStrides(parameters, "more" + i, first + outs.size() + i);
    }
    then.addNumbers(parameters);
    for (int i = 0; i < outs.size(); i++) {
      parameters.output(outs.get(i).type().cuda(), "out" + i, outs.get(i).address());
      addStrides(parameters, "out" + i, first + i);
    }
  }

  /** The number of an element in the whole shape, for draws and positions. */
  private void addPositions(Parameters parameters) {
    if (skeleton.firsts().isEmpty() && skeleton.axes().isEmpty()) {
      return;
    }
    addStrides(parameters, "linear", 0);
    parameters.index("linear_step", Layout.dense(shape).stride(axis));
    for (int position : skeleton.axes()) {
      parameters.divisor("axis" + position + "_run", run(shape, position));
      parameters.divisor("axis" + position + "_extent", shape.dim(position));
    }
  }

  /** The number of elements that follow each other with the same position along an axis. */
  static long run(Shape shape, int axis) {
    long run = 1;
    for (int later = axis + 1; later < shape.rank(); later++) {
      run *= shape.dim(later);
    }
    return run;
  }

  private void addParts(Parameters parameters, ReductionForm form, boolean written) {
    String type = (written ? "" : "const ") + form.valueType();
    parameters.output(type, "parts", new Argument.Scratch(0));
    if (form.hasIndex()) {
      String index = written ? "int" : "const int";
      parameters.output(index, "part_indices", new Argument.Scratch(valueBytes()));
    }
  }

  private long valueBytes() {
    long size = op == ReductionOp.SUM ? Double.BYTES : elementBytes();
    return (results * split.segments() * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private long elementBytes() {
    return skeleton.expression().computeType() == DataType.FLOAT32 ? Float.BYTES : Double.BYTES;
  }

  private long scratchBytes() {
    long indices = op == ReductionOp.ARGMAX ? results * split.segments() * Integer.BYTES : 0;
    return valueBytes() + indices;
  }
}
