package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Writes a kernel of a reduction. A block makes several results at a time; the lanes of a result
 * take the elements of a segment in turn, then meet in a tree of fixed shape. Sums of floats are
 * made in float32 over at most {@link #BLOCK} elements and in float64 from there on.
 */
final class ReductionText {
  /** Elements that a lane adds in float32. */
  private static final int BLOCK = 32;

  /** The index of a maximum that has not been found yet: larger than every other. */
  private static final String NONE = "0x7fffffff";

  private final ReductionForm form;
  private final @Nullable NodeText nodes;
  private final Lines lines = new Lines();

  private ReductionText(ReductionForm form) {
    this.form = form;
    Expression skeleton = form.skeleton();
    nodes = skeleton == null ? null : new NodeText(skeleton);
  }

  static Kernel write(ReductionForm form, Parameters parameters) {
    return new ReductionText(form).kernel(parameters);
  }

  private Kernel kernel(Parameters parameters) {
    writePreparation();
    lines.open("for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x)");
    writeTile();
    lines.add("%s value = %s;", form.valueType(), identity());
    if (form.hasIndex()) {
      lines.add("int index = %s;", NONE);
    }
    if (storesResult()) {
      lines.add("Index place = 0;");
    }
    lines.open("if (kept < results)");
    writeCoordinates();
    writeLoop();
    lines.close();
    if (form.lanes() > 1) {
      writeTree();
    }
    writeResult();
    lines.close();
    String what = form.skeleton() == null ? "results of segments" : form.skeleton().toString();
    SequelForm sequel = form.sequel();
    String then = sequel == null ? "" : ", then " + sequel.skeleton();
    String comment = form.op().name().toLowerCase(Locale.ROOT) + " of " + what + then;
    return lines.kernel("reduce", comment, ReductionSplit.BOUNDS, form.wide(), parameters);
  }

  /** Whether the results themselves are stored. */
  private boolean storesResult() {
    return form.out() != null && form.sequel() == null;
  }

  private void writePreparation() {
    int threads = ReductionSplit.THREADS;
    if (form.lanes() > 1) {
      lines.add("__shared__ %s values[%d];", form.valueType(), threads);
      if (form.hasIndex()) {
        lines.add("__shared__ int indices[%d];", threads);
      }
    }
    String inner = form.along() ? "% " + form.lanes() : "/ " + form.columns();
    String outer = form.along() ? "/ " + form.lanes() : "% " + form.columns();
    lines.add("const int lane = threadIdx.x " + inner + ";");
    lines.add("const int member = threadIdx.x " + outer + ";");
    NodeText used = nodes;
    if (used != null) {
      for (int key = 0; key < form.keys().size(); key++) {
        if (used.needsKey(key)) {
          form.keys().get(key).write(lines, "key" + key);
        }
      }
      for (int slot = 0; slot < form.inputs().size(); slot++) {
        if (form.inputs().get(slot).access() == Access.SCALAR && used.needsInput(slot)) {
          String type = form.elementType();
          String element = load(form.inputs().get(slot).type(), "*in" + slot, type);
          lines.add("const %s x%d = %s;", type, slot, element);
        }
      }
    }
  }

  /** Which result, and which part of the axis. */
  private void writeTile() {
    String group = "tile";
    if (form.out() == null) {
      lines.add("const Index group = %s;", quotient("tile", "segments"));
      lines.add("const Index segment = tile - group * segments;");
      group = "group";
    }
    lines.add("const Index kept = %s * %d + member;", group, form.columns());
    if (form.out() == null) {
      lines.add("const Index from = segment * length;");
      lines.add("const Index to = extent - from < length ? extent : from + length;");
    } else {
      lines.add("const Index from = 0;");
      lines.add("const Index to = extent;");
    }
  }

  private String quotient(String dividend, String divisor) {
    return Parameters.quotient(dividend, divisor, form.wide(), lines.used());
  }

  /** The coordinates of the result, and where its elements and itself lie. */
  private void writeCoordinates() {
    boolean needed = storesResult() || !form.stores().isEmpty();
    NodeText used = nodes;
    for (int slot = 0; used != null && slot < form.inputs().size(); slot++) {
      needed |= isRead(used, slot);
    }
    boolean linear = used != null && used.needsLinear();
    if (needed || linear) {
      writeCoordinatesOfResult();
    }
    for (int slot = 0; used != null && slot < form.inputs().size(); slot++) {
      if (isRead(used, slot)) {
        lines.add("const Index in%d_base = %s;", slot, place("in" + slot));
        OperandForm input = form.inputs().get(slot);
        if (input.access() == Access.REPEATED) {
          String element = "in" + slot + "[in" + slot + "_base]";
          String type = form.elementType();
          lines.add("const %s x%d = %s;", type, slot, load(input.type(), element, type));
        }
      }
    }
    for (int store = 0; store < form.stores().size(); store++) {
      lines.add("const Index to%d_base = %s;", store, place("to" + store));
    }
    if (linear) {
      lines.add("const Index linear_base = %s;", place("linear"));
    }
    if (storesResult()) {
      lines.add("place = %s;", place("out"));
    }
  }

  private void writeCoordinatesOfResult() {
    String rest = "kept";
    for (int axis = form.rank() - 1; axis > 0; axis--) {
      lines.add("const Index rest%d = %s;", axis, quotient(rest, "extent" + axis));
      lines.add("const Index c%d = %s - rest%d * extent%d;", axis, rest, axis, axis);
      rest = "rest" + axis;
    }
    lines.add("const Index c0 = " + rest + ";");
  }

  private boolean isRead(NodeText used, int slot) {
    return form.inputs().get(slot).access() != Access.SCALAR && used.needsInput(slot);
  }

  private String place(String name) {
    List<String> terms = new ArrayList<>();
    for (int axis = 0; axis < form.rank(); axis++) {
      terms.add("c" + axis + " * " + name + "_stride" + axis);
    }
    return String.join(" + ", terms);
  }

  private void writeLoop() {
    boolean blocks = form.isSum() && nodes != null && form.computeType() == DataType.FLOAT32;
    if (blocks) {
      int step = BLOCK * form.lanes();
      lines.open("for (Index start = from + lane; start < to; start += " + step + ")");
      lines.add("const Index end = to - start < %d ? to : start + %d;", step, step);
      lines.add("float block = 0;");
      writeElements(Objects.requireNonNull(nodes), "start", "end");
      lines.add("value += block;").close();
    } else if (nodes == null) {
      lines.add("#pragma unroll 4");
      lines.open("for (Index j = from + lane; j < to; j += " + form.lanes() + ")");
      lines.add("const %s element = parts[kept * extent + j];", form.valueType());
      if (form.hasIndex()) {
        lines.add("const int number = part_indices[kept * extent + j];");
      }
      writeMerge("element", "number");
      lines.close();
    } else {
      writeElements(nodes, "from + lane", "to");
    }
  }

  /** Some elements are loaded, then made, added and stored: no load waits for anything else. */
  private void writeElements(NodeText made, String first, String end) {
    int stride = form.lanes();
    int step = form.ahead() * stride;
    lines.open("for (Index next = %s; next < %s; next += %d)", first, end, step);
    List<Integer> read = new ArrayList<>();
    for (int slot = 0; slot < form.inputs().size(); slot++) {
      if (isRead(made, slot) && form.inputs().get(slot).access() == Access.STRIDED) {
        read.add(slot);
        lines.add("%s x%d[%d];", form.inputs().get(slot).type().cuda(), slot, form.ahead());
      }
    }
    if (!read.isEmpty()) {
      lines.unroll("k", form.ahead());
      lines.add("const Index j = next + k * %d;", stride);
      for (int slot : read) {
        String type = form.inputs().get(slot).type().cuda();
        lines.add("x%d[k] = j < %s ? %s : (%s) 0;", slot, end, place(slot), type);
      }
      lines.close();
    }
    lines.unroll("k", form.ahead());
    lines.add("const Index j = next + k * %d;", stride);
    String element = writeElement(made);
    if (end.equals("end")) {
      // No branch, so that elements are computed side by side.
      lines.add("block = j < end ? block + %s : block;", element);
    } else {
      lines.open("if (j < " + end + ")");
      if (form.hasIndex()) {
        lines.add("const int number = (int) j;");
      }
      writeMerge(element, "number");
      lines.close();
    }
    writeStores(end);
    lines.close().close();
  }

  private void writeStores(String end) {
    Expression skeleton = Objects.requireNonNull(form.skeleton());
    for (int store = 0; store < form.stores().size(); store++) {
      ElementType type = form.stores().get(store);
      lines.use(type.storeHelper());
      String value = type.store("t" + skeleton.outputs().get(store + 1).node());
      lines.add("const %s y%d = %s;", type.cuda(), store, value);
    }
    for (int store = 0; store < form.stores().size(); store++) {
      lines.add(
          "if (j < %s) to%d[to%d_base + j * to%d_step] = y%d;", end, store, store, store, store);
    }
  }

  /** The element of an input that belongs to element j. */
  private static String place(int slot) {
    return "in" + slot + "[in" + slot + "_base + j * in" + slot + "_step]";
  }

  /** Writes what makes element j; returns its name. */
  private String writeElement(NodeText made) {
    Expression skeleton = Objects.requireNonNull(form.skeleton());
    if (made.needsLinear()) {
      lines.add("const Index linear = linear_base + j * linear_step;");
    }
    for (int number = 0; number < skeleton.nodes().size(); number++) {
      if (skeleton.nodes().get(number) instanceof Expression.Uniform uniform
          && made.needs(number)) {
        lines.use(Helper.UNIFORM);
        lines.add("%s u%d[1];", form.elementType(), number);
        lines.add(
            "latent4j_uniform(key%d_0, key%d_1, (unsigned long long) first%d + linear, u%d);",
            uniform.keySlot(), uniform.keySlot(), uniform.firstIndex(), number);
      }
    }
    made.write(lines, new Leaves());
    return "t" + skeleton.outputs().get(0).node();
  }

  private final class Leaves implements NodeText.Leaves {
    @Override
    public String input(int slot) {
      if (slot >= form.inputs().size()) {
        return "number" + (slot - form.inputs().size());
      }
      OperandForm operand = form.inputs().get(slot);
      return operand.access() == Access.STRIDED
          ? load(operand.type(), "x" + slot + "[k]", form.elementType())
          : "x" + slot;
    }

    @Override
    public String index(int axis) {
      String extent = "axis" + axis + "_extent";
      String steps = quotient("linear", "axis" + axis + "_run");
      String position = steps + " - " + quotient(steps, extent) + " * " + extent;
      return "(" + form.elementType() + ") (" + position + ")";
    }

    @Override
    public String uniform(int node) {
      return "u" + node + "[0]";
    }
  }

  private String load(ElementType type, String element, String computeType) {
    lines.use(type.loadHelper());
    return type.load(element, computeType);
  }

  private String identity() {
    boolean single = form.computeType() == DataType.FLOAT32;
    String infinity =
        single ? "__int_as_float(0x7f800000)" : "__longlong_as_double(0x7ff0000000000000LL)";
    return switch (form.op()) {
      case SUM -> "0";
      case MAX, ARGMAX -> "-" + infinity;
      case MIN -> infinity;
    };
  }

  /** Takes another value, and its index, into account. */
  private void writeMerge(String other, String otherIndex) {
    String template = form.op().cuda(form.isSum() ? DataType.FLOAT64 : form.computeType());
    if (form.op() != ReductionOp.ARGMAX) {
      lines.add("value = " + String.format(Locale.ROOT, template, "value", other) + ";");
      return;
    }
    // Equal ones, and NaNs among themselves, go by their indices.
    String wins = String.format(Locale.ROOT, template, "value", other);
    String loses = String.format(Locale.ROOT, template, other, "value");
    String earlier = "(!" + loses + " && " + otherIndex + " < index)";
    lines.open("if (index == " + NONE + " || " + wins + " || " + earlier + ")");
    lines.add("value = %s;", other);
    lines.add("index = %s;", otherIndex);
    lines.close();
  }

  private void writeTree() {
    lines.add("values[threadIdx.x] = value;");
    if (form.hasIndex()) {
      lines.add("indices[threadIdx.x] = index;");
    }
    lines.add("__syncthreads();");
    lines.add("#pragma unroll");
    lines.open("for (int half = " + form.lanes() / 2 + "; half > 0; half /= 2)");
    lines.open("if (lane < half)");
    String distance = form.along() ? "half" : "half * " + form.columns();
    lines.add("const int partner = threadIdx.x + %s;", distance);
    lines.add("const %s other = values[partner];", form.valueType());
    if (form.hasIndex()) {
      lines.add("const int number = indices[partner];");
      lines.open("if (number != " + NONE + ")");
      writeMerge("other", "number");
      lines.close();
      lines.add("indices[threadIdx.x] = index;");
    } else {
      writeMerge("other", "");
    }
    lines.add("values[threadIdx.x] = value;");
    lines.close();
    lines.add("__syncthreads();");
    lines.close();
  }

  private void writeResult() {
    lines.open("if (lane == 0 && kept < results)");
    ElementType out = form.out();
    SequelForm sequel = form.sequel();
    if (out != null && sequel != null) {
      writeSequel(out, sequel);
    } else if (out == null) {
      lines.add("parts[kept * segments + segment] = value;");
      if (form.hasIndex()) {
        lines.add("part_indices[kept * segments + segment] = index;");
      }
    } else if (form.hasIndex()) {
      lines.add("out[place] = index;");
    } else {
      lines.use(out.storeHelper());
      lines.add("out[place] = " + out.store("value") + ";");
    }
    lines.close();
  }

  /** Goes on with the result as if it had been stored and read again. */
  private void writeSequel(ElementType through, SequelForm sequel) {
    Expression skeleton = sequel.skeleton();
    String type = skeleton.computeType().cuda();
    NodeText made = new NodeText(skeleton);
    writeCoordinatesOfResult();
    lines.use(through.storeHelper());
    lines.add("const %s reduced = (%s) (%s);", type, type, through.store("value"));
    for (int i = 0; i < sequel.inputs().size(); i++) {
      String element = "more" + i + "[" + place("more" + i) + "]";
      lines.add("const %s m%d = %s;", type, i, load(sequel.inputs().get(i), element, type));
    }
    made.write(lines, new LeavesOfSequel(sequel));
    for (int i = 0; i < sequel.outputs().size(); i++) {
      ElementType stored = sequel.outputs().get(i);
      lines.use(stored.storeHelper());
      String value = "t" + skeleton.outputs().get(i).node();
      lines.add("out%d[%s] = %s;", i, place("out" + i), stored.store(value));
    }
  }

  /** What is done to the result of a reduction has neither positions nor draws. */
  private record LeavesOfSequel(SequelForm sequel) implements NodeText.Leaves {
    @Override
    public String input(int slot) {
      return sequel.name(slot);
    }

    @Override
    public String index(int axis) {
      throw new AssertionError("kernel: a sequel has no position along axis " + axis);
    }

    @Override
    public String uniform(int node) {
      throw new AssertionError("kernel: a sequel has no draw, but node " + node + " is one");
    }
  }
}
