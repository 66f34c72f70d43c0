package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Expression;

/**
 * Writes an elementwise kernel. A thread takes a chunk of neighbouring elements of the inner axis
 * at a time: it finds the chunk, loads, draws, computes and stores, then goes on by the size of the
 * grid.
 */
final class ElementwiseText {
  private final ElementwiseForm form;
  private final NodeText nodes;
  private final Lines lines = new Lines();

  private ElementwiseText(ElementwiseForm form) {
    this.form = form;
    this.nodes = new NodeText(form.skeleton());
  }

  static Kernel write(ElementwiseForm form, Parameters parameters) {
    return new ElementwiseText(form).kernel(parameters);
  }

  private Kernel kernel(Parameters parameters) {
    writeKeys();
    for (int slot = 0; slot < form.inputs().size(); slot++) {
      OperandForm input = form.inputs().get(slot);
      if (input.access() == Access.SCALAR && nodes.needsInput(slot)) {
        String type = form.computeType().cuda();
        lines.use(input.type().loadHelper());
        lines.add("const %s x%d = %s;", type, slot, input.type().load("*in" + slot, type));
      }
    }
    lines.add("const Index step = (Index) gridDim.x * blockDim.x;");
    lines.open(
        "for (Index item = (Index) blockIdx.x * blockDim.x + threadIdx.x; item < items; item +="
            + " step)");
    writePlace();
    for (int slot = 0; slot < form.inputs().size(); slot++) {
      if (form.inputs().get(slot).access() != Access.SCALAR && nodes.needsInput(slot)) {
        writeLoad(slot);
      }
    }
    writeDraws();
    writeElements();
    for (int output = 0; output < form.outputs().size(); output++) {
      writeStore(output);
    }
    lines.close();
    return lines.kernel("elementwise", form.skeleton().toString(), form.wide(), parameters);
  }

  private void writeKeys() {
    List<Integer> needed = new ArrayList<>();
    for (int key = 0; key < form.keys().size(); key++) {
      if (nodes.needsKey(key)) {
        needed.add(key);
      }
    }
    if (form.shared() && !needed.isEmpty()) {
      writeSharedKeys(needed);
    } else {
      needed.forEach(key -> form.keys().get(key).write(lines, "key" + key));
    }
  }

  private void writeSharedKeys(List<Integer> needed) {
    lines.add("__shared__ unsigned int keys[%d];", 2 * form.keys().size());
    lines.open("if (threadIdx.x == 0)");
    for (int key : needed) {
      form.keys().get(key).write(lines, "key" + key);
      lines.add("keys[%d] = key%d_0;", 2 * key, key);
      lines.add("keys[%d] = key%d_1;", 2 * key + 1, key);
    }
    lines.close();
    lines.add("__syncthreads();");
    for (int key : needed) {
      lines.add("const unsigned int key%d_0 = keys[%d];", key, 2 * key);
      lines.add("const unsigned int key%d_1 = keys[%d];", key, 2 * key + 1);
    }
  }

  /** The chunk's row, column and linear number, and the coordinates of its row. */
  private void writePlace() {
    int width = form.width();
    String times = width == 1 ? "" : " * " + width;
    boolean linear = nodes.needsLinear();
    boolean column = linear || form.needsColumn();
    if (form.rank() > 1) {
      lines.add("const Index row = %s;", quotient("item", "chunks"));
    }
    if (column) {
      String inRow = form.rank() == 1 ? "item" : "(item - row * chunks)";
      lines.add("const Index column = %s%s;", inRow, times);
    }
    if (linear) {
      lines.add("const Index linear = %scolumn;", form.rank() == 1 ? "" : "row * inner + ");
    }
    if (!form.whole()) {
      lines.add(
          "const int count = inner - column < %d ? (int) (inner - column) : %d;", width, width);
    }
    if (form.rank() > 1 && form.needsCoordinates()) {
      writeCoordinates();
    }
  }

  private void writeCoordinates() {
    String rest = "row";
    for (int axis = form.rank() - 2; axis > 0; axis--) {
      String extent = "extent" + axis;
      lines.add("const Index rest%d = %s;", axis, quotient(rest, extent));
      lines.add("const Index c%d = %s - rest%d * %s;", axis, rest, axis, extent);
      rest = "rest" + axis;
    }
    lines.add("const Index c0 = %s;", rest);
  }

  private String quotient(String dividend, String divisor) {
    return Parameters.quotient(dividend, divisor, form.wide(), lines.used());
  }

  private void writeLoad(int slot) {
    OperandForm input = form.inputs().get(slot);
    String name = "in" + slot;
    if (input.gathered()) {
      lines.use(Helper.INDEX);
      lines.add("const int row%d = %s_rows[c0 * %s_rows_stride];", slot, name, name);
      lines.add("const bool found%d = latent4j_row(row%d, %s_limit, fault);", slot, slot, name);
    }
    String type = input.type().cuda();
    lines.add("%s x%d[%d];", type, slot, form.width());
    writePlaceOf(input, name);
    String guard = input.gathered() ? "found" + slot : "";
    if (input.access() == Access.VECTOR) {
      String whole = form.whole() ? guard : guard.isEmpty() ? full() : guard + " && " + full();
      if (whole.isEmpty()) {
        writeVectorLoad(slot, input.type());
        return;
      }
      lines.open("if (" + whole + ")");
      writeVectorLoad(slot, input.type());
      lines.otherwise();
      writeSingleLoads(slot, input, guard);
      lines.close();
    } else {
      writeSingleLoads(slot, input, guard);
    }
  }

  private String full() {
    return "count == " + form.width();
  }

  /** A pointer to the first element of the chunk. */
  private void writePlaceOf(OperandForm operand, String name) {
    List<String> terms = new ArrayList<>();
    for (int axis = 0; axis < form.rank() - 1; axis++) {
      boolean byIndex = operand.gathered() && axis == 0;
      String number = name.substring("in".length());
      terms.add(
          byIndex
              ? "(found" + number + " ? row" + number + " * " + name + "_row_stride : 0)"
              : "c" + axis + " * " + name + "_stride" + axis);
    }
    if (operand.access() == Access.STRIDED) {
      terms.add("column * " + name + "_stride" + (form.rank() - 1));
    } else if (operand.access() == Access.VECTOR) {
      terms.add("column");
    }
    lines.add("auto* const %s_chunk = %s + (%s);", name, name, String.join(" + ", terms));
  }

  private void writeVectorLoad(int slot, ElementType type) {
    int piece = type.piece(form.width());
    String vector = type.vector(piece);
    for (int first = 0; first < form.width(); first += piece) {
      String name = "v" + slot + "_" + first;
      lines.add(
          "const %s %s = reinterpret_cast<const %s*>(in%d_chunk)[%d];",
          vector, name, vector, slot, first / piece);
      for (int k = 0; k < piece; k++) {
        lines.add("x%d[%d] = %s.%s;", slot, first + k, name, "xyzw".charAt(k));
      }
    }
  }

  private void writeSingleLoads(int slot, OperandForm input, String guard) {
    List<String> conditions = new ArrayList<>();
    if (!guard.isEmpty()) {
      conditions.add(guard);
    }
    if (!form.whole()) {
      conditions.add("k < count");
    }
    String element = "in" + slot + "_chunk[" + elementAt(input, "in" + slot) + "]";
    lines.unroll("k", form.width());
    if (conditions.isEmpty()) {
      lines.add("x%d[k] = %s;", slot, element);
    } else {
      String condition = String.join(" && ", conditions);
      lines.add("x%d[k] = %s ? %s : (%s) 0;", slot, condition, element, input.type().cuda());
    }
    lines.close();
  }

  private String elementAt(OperandForm operand, String name) {
    return switch (operand.access()) {
      case SCALAR, REPEATED -> "0";
      case VECTOR -> "k";
      case STRIDED -> "k * " + name + "_stride" + (form.rank() - 1);
    };
  }

  private void writeDraws() {
    List<Expression.Node> all = form.skeleton().nodes();
    for (int number = 0; number < all.size(); number++) {
      if (all.get(number) instanceof Expression.Uniform uniform && nodes.needs(number)) {
        String function = form.paired() ? "latent4j_pairs" : "latent4j_uniform";
        String place = form.paired() ? ", " : " + ";
        lines.use(form.paired() ? Helper.PAIRS : Helper.UNIFORM);
        String key = "key" + uniform.keySlot();
        lines.add("%s u%d[%d];", form.computeType().cuda(), number, form.width());
        lines.add(
            "%s(%s_0, %s_1, (unsigned long long) first%d%slinear, u%d);",
            function, key, key, uniform.firstIndex(), place, number);
      }
    }
  }

  private void writeElements() {
    for (int output = 0; output < form.outputs().size(); output++) {
      lines.add("%s y%d[%d];", form.outputs().get(output).type().cuda(), output, form.width());
    }
    lines.unroll("k", form.width());
    nodes.write(lines, new Leaves());
    for (int output = 0; output < form.outputs().size(); output++) {
      ElementType type = form.outputs().get(output).type();
      lines.use(type.storeHelper());
      String value = "t" + form.skeleton().outputs().get(output).node();
      lines.add("y%d[k] = %s;", output, type.store(value));
    }
    lines.close();
  }

  private final class Leaves implements NodeText.Leaves {
    private final String type = form.computeType().cuda();

    @Override
    public String input(int slot) {
      if (slot >= form.inputs().size()) {
        return "number" + (slot - form.inputs().size());
      }
      OperandForm operand = form.inputs().get(slot);
      if (operand.access() == Access.SCALAR) {
        return "x" + slot;
      }
      lines.use(operand.type().loadHelper());
      return operand.type().load("x" + slot + "[k]", type);
    }

    @Override
    public String uniform(int node) {
      return "u" + node + "[k]";
    }

    @Override
    public String index(int axis) {
      String run = "axis" + axis + "_run";
      String extent = "axis" + axis + "_extent";
      String steps = quotient("(linear + k)", run);
      String turns = quotient(steps, extent);
      return "(" + type + ") (" + steps + " - " + turns + " * " + extent + ")";
    }
  }

  private void writeStore(int output) {
    OperandForm operand = form.outputs().get(output);
    String name = "out" + output;
    writePlaceOf(operand, name);
    if (operand.access() != Access.VECTOR) {
      writeSingleStores(output, operand);
    } else if (form.whole()) {
      writeVectorStore(output, operand.type());
    } else {
      lines.open("if (" + full() + ")");
      writeVectorStore(output, operand.type());
      lines.otherwise();
      writeSingleStores(output, operand);
      lines.close();
    }
  }

  private void writeVectorStore(int output, ElementType type) {
    int piece = type.piece(form.width());
    String vector = type.vector(piece);
    for (int first = 0; first < form.width(); first += piece) {
      List<String> elements = new ArrayList<>();
      for (int k = 0; k < piece; k++) {
        elements.add("y" + output + "[" + (first + k) + "]");
      }
      lines.add(
          "reinterpret_cast<%s*>(out%d_chunk)[%d] = make_%s(%s);",
          vector, output, first / piece, vector, String.join(", ", elements));
    }
  }

  private void writeSingleStores(int output, OperandForm operand) {
    String name = "out" + output;
    lines.unroll("k", form.width());
    String guard = form.whole() ? "" : "if (k < count) ";
    lines.add("%s%s_chunk[%s] = y%d[k];", guard, name, elementAt(operand, name), output);
    lines.close();
  }
}
