package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.ExpressionAdjoint;
import org.latent4j.graph.ExpressionAdjoint.Arrival;
import org.latent4j.graph.ExpressionAdjoint.Contribution;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Walks a tape from its end to its beginning and carries adjoints (derivatives of the result) from
 * the results of each operation to its operands. Everything is done with the values of the tape, so
 * that a tape around it sees these operations.
 */
final class ReversePass {
  private final Tape tape;
  private final @Nullable Tensor[] adjoints;
  private final boolean[] masked;

  /** What has arrived at views of a value and has not been carried to the whole yet. */
  private final Map<Integer, Map<Layout, Tensor>> ofViews = new HashMap<>();

  ReversePass(Tape tape) {
    this.tape = tape;
    this.adjoints = new Tensor[tape.valueCount()];
    this.masked = new boolean[tape.valueCount()];
  }

  /** Starts with the result, whose derivative with respect to itself is 1. */
  void start(Tensor result) {
    add(result, Tensor.full(result.backend(), result.type(), 1), false);
    List<Tape.Entry> entries = tape.entries();
    for (int i = entries.size() - 1; i >= 0; i--) {
      Tape.Entry entry = entries.get(i);
      entry.operation().accept(new Passing(entry));
    }
  }

  /** The adjoint of a variable once the walk is over, 0 if the result does not depend on it. */
  Tensor gradient(Tensor variable) {
    Tensor adjoint = arrived(variable.node());
    return adjoint != null
        ? adjoint
        : Tensor.full(variable.backend(), variable.type(), 0).broadcastTo(variable.shape());
  }

  private void add(Tensor operand, Tensor adjoint, boolean isMasked) {
    if (!tape.holds(operand)) {
      return;
    }
    int number = operand.node();
    masked[number] |= isMasked;
    if (operand.layout().equals(Layout.dense(tape.shapeOf(number)))) {
      addWhole(number, adjoint);
    } else {
      // Those that read the same elements are added up first: summed or put into place once.
      ofViews
          .computeIfAbsent(number, unused -> new LinkedHashMap<>())
          .merge(operand.layout(), adjoint, Tensor::add);
    }
  }

  private void addWhole(int number, Tensor adjoint) {
    Tensor before = adjoints[number];
    adjoints[number] = before == null ? adjoint : before.add(adjoint);
  }

  /** The adjoint of a value whose readers have all been passed; null if it is 0. */
  private @Nullable Tensor arrived(int number) {
    Map<Layout, Tensor> views = ofViews.remove(number);
    if (views != null) {
      views.forEach(
          (layout, adjoint) -> {
            Tensor whole = ViewAdjoint.of(adjoint, layout, tape.shapeOf(number));
            if (whole != null) {
              addWhole(number, whole);
            }
          });
    }
    return adjoints[number];
  }

  /** Carries the adjoints of the results of an operation to its operands. */
  private final class Passing implements Operation.Cases<Void> {
    private final Tape.Entry entry;
    private final List<Tensor> operands;

    Passing(Tape.Entry entry) {
      this.entry = entry;
      this.operands = entry.operands();
    }

    /** Does something with the adjoint of the only result, if it is not 0. */
    private Void withAdjoint(BiConsumer<Tensor, Boolean> pass) {
      int number = entry.results().get(0).node();
      Tensor adjoint = arrived(number);
      if (adjoint != null) {
        pass.accept(adjoint, masked[number]);
      }
      return null;
    }

    @Override
    public Void elementwise(Operation.Elementwise elementwise) {
      passElementwise(elementwise, entry);
      return null;
    }

    @Override
    public Void matrixProduct(Operation.MatrixProduct product) {
      return withAdjoint((adjoint, isMasked) -> passProduct(product, operands, adjoint, isMasked));
    }

    @Override
    public Void reduction(Operation.Reduction reduction) {
      return withAdjoint((adjoint, isMasked) -> passReduction(reduction, entry, adjoint, isMasked));
    }

    @Override
    public Void gather(Operation.Gather gather) {
      Tensor source = operands.get(0);
      int rows = source.shape().dim(0);
      return withAdjoint(
          (adjoint, isMasked) -> add(source, adjoint.scatterAdd(operands.get(1), rows), isMasked));
    }

    @Override
    public Void scatterAdd(Operation.ScatterAdd scatterAdd) {
      return withAdjoint(
          (adjoint, isMasked) -> add(operands.get(0), adjoint.gather(operands.get(1)), isMasked));
    }

    @Override
    public Void withRows(Operation.WithRows withRows) {
      return withAdjoint((adjoint, isMasked) -> passWithRows(operands, adjoint));
    }

    @Override
    public Void assemble(Operation.Assemble assemble) {
      return withAdjoint(
          (adjoint, isMasked) -> passAssemble(assemble, operands, adjoint, isMasked));
    }

    @Override
    public Void foldKey(Operation.FoldKey fold) {
      throw new AssertionError("gradients: keys are integers, which are not on a tape");
    }
  }

  // ---- elementwise ----

  private void passElementwise(Operation.Elementwise elementwise, Tape.Entry entry) {
    List<Arrival> arrivals = new ArrayList<>();
    List<Tensor> readable = new ArrayList<>();
    entry.operands().forEach(operand -> readable.add(tape.value(operand)));
    entry.results().forEach(result -> readable.add(tape.value(result)));
    for (Tensor result : entry.results()) {
      Tensor adjoint = tape.holds(result) ? arrived(result.node()) : null;
      boolean isMasked = adjoint != null && masked[result.node()];
      arrivals.add(adjoint == null ? Arrival.NONE : isMasked ? Arrival.MASKED : Arrival.PLAIN);
      readable.add(adjoint == null ? result : adjoint); // one that does not arrive is not read
    }
    if (arrivals.stream().allMatch(arrival -> arrival == Arrival.NONE)) {
      return;
    }
    List<Tensor> variables = new ArrayList<>();
    int[] groups = groups(entry.operands(), variables);
    List<DataType> types = variables.stream().map(Tensor::type).toList();
    ExpressionAdjoint derivative =
        ExpressionAdjoint.of(elementwise.expression(), groups, types, arrivals);
    List<Tensor> computed = computed(derivative, elementwise.shape(), readable);
    int firstAdjoint = entry.operands().size() + entry.results().size();
    for (Contribution contribution : derivative.contributions()) {
      Tensor adjoint =
          contribution.result() >= 0
              ? computed.get(contribution.result())
              : readable.get(firstAdjoint + contribution.same());
      add(variables.get(contribution.group()), adjoint, contribution.masked());
    }
  }

  /** Operands that read the same elements of a variable form a group. */
  private int[] groups(List<Tensor> operands, List<Tensor> variables) {
    int[] groups = new int[operands.size()];
    for (int slot = 0; slot < groups.length; slot++) {
      Tensor operand = operands.get(slot);
      groups[slot] = -1;
      for (int group = 0; group < variables.size() && tape.holds(operand); group++) {
        Tensor variable = variables.get(group);
        if (variable.node() == operand.node() && variable.layout().equals(operand.layout())) {
          groups[slot] = group;
        }
      }
      if (tape.holds(operand) && groups[slot] < 0) {
        groups[slot] = variables.size();
        variables.add(operand);
      }
    }
    return groups;
  }

  private static List<Tensor> computed(
      ExpressionAdjoint derivative, Shape shape, List<Tensor> readable) {
    if (derivative.expression() == null) {
      return List.of();
    }
    List<Tensor> inputs = derivative.slots().stream().map(readable::get).toList();
    return Elementwise.run("gradients", derivative.expression(), shape, inputs, List.of());
  }

  // ---- the other operations ----

  /** Of P = alpha s A B + beta C. */
  private void passProduct(
      Operation.MatrixProduct product, List<Tensor> operands, Tensor adjoint, boolean isMasked) {
    Tensor left = operands.get(0);
    Tensor right = operands.get(1);
    Tensor scale = product.scaled() ? operands.get(2) : null;
    Tensor factor = scale == null ? null : tape.value(scale);
    Tensor rightTransposed = tape.value(right).transpose();
    if (tape.holds(left)) {
      Tensor passed = Products.matmul(product.alpha(), factor, adjoint, rightTransposed, 0, null);
      add(left, passed, isMasked);
    }
    if (tape.holds(right)) {
      passToRight(product.alpha(), factor, tape.value(left), right, adjoint, isMasked);
    }
    if (scale != null && tape.holds(scale)) {
      Tensor unscaled = Products.matmul(product.alpha(), null, adjoint, rightTransposed, 0, null);
      add(scale, tape.value(left).mul(unscaled).sum(), isMasked);
    }
    if (product.beta() != 0) {
      Tensor addend = operands.get(operands.size() - 1);
      if (tape.holds(addend)) {
        add(addend, product.beta() == 1 ? adjoint : adjoint.mul(product.beta()), isMasked);
      }
    }
  }

  private void passToRight(
      double alpha,
      @Nullable Tensor scale,
      Tensor left,
      Tensor right,
      Tensor adjoint,
      boolean isMasked) {
    boolean shared =
        right.shape().rank() == 3 && right.shape().dim(0) > 1 && right.layout().stride(0) == 0;
    if (!shared) {
      add(right, Products.matmul(alpha, scale, left.transpose(), adjoint, 0, null), isMasked);
      return;
    }
    // One matrix serves the whole batch: one product of all rows, not a batch of products to add.
    Tensor leftRows = rowsOfBatch(left);
    Tensor passed =
        Products.matmul(alpha, scale, leftRows.transpose(), rowsOfBatch(adjoint), 0, null);
    add(right.slice(0, 0, 1), passed.expand(0), isMasked);
  }

  private static Tensor rowsOfBatch(Tensor batch) {
    Shape shape = batch.shape();
    return batch.reshape(Math.multiplyExact(shape.dim(0), shape.dim(1)), shape.dim(2));
  }

  private void passReduction(
      Operation.Reduction reduction, Tape.Entry entry, Tensor adjoint, boolean isMasked) {
    Tensor x = entry.operands().get(0);
    int axis = reduction.axis();
    if (reduction.op() == ReductionOp.SUM) {
      add(x, adjoint.expand(axis).broadcastTo(x.shape()), isMasked);
      return;
    }
    // The elements that equal the extremum share its adjoint.
    Tensor extremum = tape.value(entry.results().get(0));
    Tensor chosen = Functions.eq(tape.value(x), extremum.expand(axis));
    Tensor share = adjoint.div(chosen.sum(axis)).expand(axis);
    Tensor zero = Tensor.full(x.backend(), x.type(), 0);
    add(x, Functions.where(chosen, share, zero), true);
  }

  /** A row of the result is a choice between a row of the tensor and those that replace it. */
  private void passWithRows(List<Tensor> operands, Tensor adjoint) {
    Tensor x = operands.get(0);
    Tensor indices = operands.get(1);
    Tensor rows = operands.get(2);
    Tensor zero = Tensor.full(x.backend(), x.type(), 0);
    if (tape.holds(x)) {
      Tensor zeros = zero.broadcastTo(rows.shape());
      add(x, Products.withRows(adjoint, indices, zeros), true);
    }
    if (tape.holds(rows)) {
      Tensor chosen = adjoint.gather(indices);
      if (rows.shape().dim(0) > 1) {
        Tensor stays = Products.rowsThatStay(indices, x.shape().dim(0)).cast(x.type());
        for (int axis = 1; axis < rows.shape().rank(); axis++) {
          stays = stays.expand(axis);
        }
        chosen = Functions.where(stays, chosen, zero);
      }
      add(rows, chosen, true);
    }
  }

  private void passAssemble(
      Operation.Assemble assemble, List<Tensor> operands, Tensor adjoint, boolean isMasked) {
    Tensor dense = adjoint.layout().isDense() ? adjoint : Elementwise.copy(adjoint, adjoint.type());
    for (int part = 0; part < operands.size(); part++) {
      Layout region = assemble.regions().get(part).shifted(dense.layout().offset());
      add(operands.get(part), dense.view(region), isMasked);
    }
  }
}
