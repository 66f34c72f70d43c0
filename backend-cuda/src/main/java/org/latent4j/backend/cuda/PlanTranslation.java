package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Precision;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.kernel.Kernels;
import org.latent4j.backend.cuda.kernel.KeySource;
import org.latent4j.backend.cuda.kernel.Sequel;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;

/** Turns a plan into commands. */
final class PlanTranslation {
  private final Engine engine;
  private final Plan plan;
  private final PlanMemory memory;
  private final Precision precision;
  private final Halves halves;
  private final Stacks stacks;
  private final Bfloat16Values values;
  private final Commands to;
  private final FusedReductions fused;
  private final ReductionSequels sequels;
  private final DerivedKeys keys;

  PlanTranslation(
      Engine engine,
      Plan plan,
      FusedReductions fused,
      PlanMemory memory,
      Precision precision,
      Halves halves,
      Stacks stacks,
      Commands to) {
    this.engine = engine;
    this.plan = plan;
    this.fused = fused;
    this.memory = memory;
    this.precision = precision;
    this.halves = halves;
    this.stacks = stacks;
    this.to = to;
    Map<Storage, List<Integer>> writers = writers(plan, memory);
    this.sequels = new ReductionSequels(plan, memory, writers);
    this.keys = new DerivedKeys(plan, memory, writers);
    this.values = new Bfloat16Values(plan, stacks.values(), this::storesBfloat16);
    if (precision == Precision.BF16) {
      stacks.reserveHalves();
    }
  }

  /** Whether the kernel of a node can store one of its results in bfloat16. */
  private boolean storesBfloat16(int number, int output) {
    Operation operation = plan.nodes().get(number).operation();
    boolean stores =
        (operation instanceof Operation.Elementwise && !sequels.isSequel(number))
            || operation instanceof Operation.Gather
            || (operation instanceof Operation.Reduction && output > 0);
    return stores && precision == Precision.BF16;
  }

  void run() {
    for (int number = 0; number < plan.nodes().size(); number++) {
      to.nextOperation();
      if (sequels.isSequel(number)) {
        sequel(number);
      } else if (!sequels.isLeft(number)) {
        translate(plan.nodes().get(number), number);
      }
      halves.nextNode();
    }
    for (PlanMemory.Replacement replacement : memory.replacements()) {
      if (replacement.stage() != null) {
        engine.copy(to, memory.resolve(replacement.source()), replacement.stage());
      }
    }
    for (PlanMemory.Replacement replacement : memory.replacements()) {
      View stage = replacement.stage();
      View source = stage == null ? memory.resolve(replacement.source()) : stage;
      engine.copy(to, source, memory.value(replacement.state()));
    }
  }

  /** The numbers of the nodes that write to each storage, in order. */
  private static Map<Storage, List<Integer>> writers(Plan plan, PlanMemory memory) {
    Map<Storage, List<Integer>> writers = new HashMap<>();
    for (int number = 0; number < plan.nodes().size(); number++) {
      for (int result : plan.nodes().get(number).results()) {
        Storage storage = memory.value(result).storage();
        writers.computeIfAbsent(storage, unused -> new ArrayList<>()).add(number);
      }
    }
    return writers;
  }

  private void translate(Plan.Node node, int number) {
    if (stacks.contains(node.results().get(0))) {
      stacks.fill(to, node, precision == Precision.BF16);
      return;
    }
    List<View> operands = operands(node);
    forgetHalves(node);
    View out = memory.value(node.results().get(0));
    node.operation().accept(new Translation(node, number, operands, out));
  }

  /** Adds the commands of a node. */
  private final class Translation implements Operation.Cases<Void> {
    private final Plan.Node node;
    private final int number;
    private final List<View> operands;
    private final View out;

    Translation(Plan.Node node, int number, List<View> operands, View out) {
      this.node = node;
      this.number = number;
      this.operands = operands;
      this.out = out;
    }

    @Override
    public Void elementwise(Operation.Elementwise elementwise) {
      PlanTranslation.this.elementwise(elementwise, node, operands);
      return null;
    }

    @Override
    public Void matrixProduct(Operation.MatrixProduct product) {
      product(product, node, out);
      return null;
    }

    @Override
    public Void reduction(Operation.Reduction reduction) {
      reduce(reduction, node, operands, out);
      return null;
    }

    @Override
    public Void gather(Operation.Gather gather) {
      to.add(engine.kernels.gather(operands.get(0), operands.get(1), places(node, 0)));
      return null;
    }

    @Override
    public Void scatterAdd(Operation.ScatterAdd scatterAdd) {
      clear(out);
      to.add(engine.kernels.scatterAdd(operand(node, 0), operand(node, 1), out));
      return null;
    }

    @Override
    public Void withRows(Operation.WithRows withRows) {
      View before = operand(node, 0);
      boolean inPlace = before.storage() == out.storage() && before.layout().equals(out.layout());
      if (!inPlace) {
        engine.copy(to, before, out);
      }
      to.add(engine.kernels.replaceRows(operand(node, 2), operand(node, 1), out));
      return null;
    }

    @Override
    public Void assemble(Operation.Assemble assemble) {
      PlanTranslation.this.assemble(assemble, node, out);
      return null;
    }

    @Override
    public Void foldKey(Operation.FoldKey fold) {
      PlanTranslation.this.foldKey(fold, node, number, out);
      return null;
    }
  }

  private void forgetHalves(Plan.Node node) {
    node.results().forEach(result -> halves.forget(memory.value(result)));
  }

  private View operand(Plan.Node node, int slot) {
    return memory.resolve(node.operands().get(slot));
  }

  /** What a node reads, for kernels. Factors of products go through {@link Halves} instead. */
  private List<View> operands(Plan.Node node) {
    return node.operands().stream().map(this::read).toList();
  }

  /** Where kernels read an operand. */
  private View read(Plan.Operand operand) {
    int value = operand.value();
    return values.isAlone(value) ? halves.promised(memory.value(value)) : memory.resolve(operand);
  }

  private void elementwise(Operation.Elementwise elementwise, Plan.Node node, List<View> operands) {
    int inputs = elementwise.expression().inputCount();
    List<List<View>> places = new ArrayList<>();
    for (int output = 0; output < node.results().size(); output++) {
      places.add(places(node, output));
    }
    to.add(
        engine.kernels.store(
            elementwise.expression(),
            elementwise.shape(),
            operands.subList(0, inputs),
            node.operands().subList(inputs, operands.size()).stream().map(keys::key).toList(),
            places));
  }

  /** Where a kernel stores a result: as what it is, in bfloat16, or both. */
  private List<View> places(Plan.Node node, int output) {
    int value = node.results().get(output);
    View place = memory.value(value);
    if (!values.isStored(value)) {
      return List.of(place);
    }
    View promised = halves.promise(place);
    return values.isAlone(value) ? List.of(promised) : List.of(place, promised);
  }

  private void reduce(
      Operation.Reduction reduction, Plan.Node node, List<View> operands, View out) {
    Operation.Elementwise elements = fused.elementsOf(node.results().get(0));
    int axis = reduction.axis();
    if (elements == null) {
      to.add(engine.kernels.reduce(reduction.op(), operands.get(0), axis, out));
      return;
    }
    Expression expression = elements.expression();
    Shape shape = elements.shape();
    if (node.results().size() == 1) {
      to.add(
          engine.kernels.reduce(reduction.op(), expression, shape, operands, List.of(), axis, out));
      return;
    }
    List<List<View>> places = new ArrayList<>();
    for (int output = 1; output < node.results().size(); output++) {
      places.add(places(node, output));
    }
    to.add(engine.kernels.sumAndStore(expression, shape, operands, axis, places, out));
  }

  private void sequel(int number) {
    Plan.Node node = sequels.reductionOf(number);
    Operation.Reduction reduction = (Operation.Reduction) node.operation();
    List<View> inputs = operands(node);
    Sequel sequel = sequels.sequel(number, this::read);
    forgetHalves(plan.nodes().get(number));
    Operation.Elementwise elements = fused.elementsOf(node.results().get(0));
    to.add(
        engine.kernels.reduce(
            reduction.op(),
            elements == null
                ? Kernels.element(inputs.get(0).storage().type())
                : elements.expression(),
            elements == null ? inputs.get(0).layout().shape() : elements.shape(),
            inputs,
            reduction.axis(),
            sequel));
  }

  private void product(Operation.MatrixProduct product, Plan.Node node, View out) {
    View addend = product.beta() == 0 ? out : operand(node, node.operands().size() - 1);
    Scalar alpha = new Scalar(product.alpha(), product.scaled() ? operand(node, 2) : null);
    View a = operand(node, 0);
    View b = operand(node, 1);
    engine.products().add(to, alpha, a, b, product.beta(), addend, out, precision, halves);
  }

  private void assemble(Operation.Assemble assemble, Plan.Node node, View out) {
    List<Layout> regions = assemble.regions();
    long covered = regions.stream().mapToLong(region -> region.shape().size()).sum();
    if (covered != assemble.shape().size()) {
      clear(out);
    }
    for (int part = 0; part < regions.size(); part++) {
      Layout region = regions.get(part).shifted(out.layout().offset());
      engine.copy(to, operand(node, part), new View(out.storage(), region));
    }
  }

  private void foldKey(Operation.FoldKey fold, Plan.Node node, int number, View out) {
    View counter = fold.counted() ? operand(node, 1) : null;
    KeySource key = keys.key(node.operands().get(0)).fold(fold.n(), counter);
    if (!keys.derives(number, node.results().get(0), key)) {
      to.add(engine.kernels.foldKey(key, out));
    }
  }

  /** The view is dense. */
  private void clear(View out) {
    long bytes = out.layout().shape().size() * out.storage().type().bytes();
    if (bytes > 0) {
      Command.Work clear = new Command.Clear(Commands.place(out), bytes);
      to.add(clear, List.of(), List.of(out), Cost.ofBytes(bytes));
    }
  }
}
