package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Precision;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.kernel.Kernels;
import org.latent4j.backend.cuda.kernel.KeySource;
import org.latent4j.backend.cuda.kernel.Sequel;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/** Turns a plan into commands. */
final class PlanTranslation {
  private final Engine engine;
  private final Plan plan;
  private final PlanMemory memory;
  private final Precision precision;
  private final Halves halves;
  private final Set<Integer> factors;
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
      Commands to) {
    this.engine = engine;
    this.plan = plan;
    this.fused = fused;
    this.memory = memory;
    this.precision = precision;
    this.halves = halves;
    this.factors = Halves.factors(plan);
    this.to = to;
    Map<Storage, List<Integer>> writers = writers(plan, memory);
    this.sequels = new ReductionSequels(plan, memory, writers);
    this.keys = new DerivedKeys(plan, memory, writers);
  }

  void run() {
    for (int number = 0; number < plan.nodes().size(); number++) {
      to.nextOperation();
      plan.nodes().get(number).results().forEach(this::forgetHalves);
      if (sequels.isSequel(number)) {
        reduce(sequels.reductionOf(number), sequels.sequel(number));
      } else if (!sequels.isLeft(number)) {
        translate(plan.nodes().get(number), number);
      }
    }
    for (PlanMemory.Replacement replacement : memory.replacements()) {
      if (replacement.stage() != null) {
        copy(memory.resolve(replacement.source()), replacement.stage());
      }
    }
    for (PlanMemory.Replacement replacement : memory.replacements()) {
      View stage = replacement.stage();
      View source = stage == null ? memory.resolve(replacement.source()) : stage;
      copy(source, memory.value(replacement.state()));
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
    Operation operation = node.operation();
    View out = memory.value(node.results().get(0));
    if (operation instanceof Operation.Elementwise elementwise) {
      elementwise(elementwise, node);
    } else if (operation instanceof Operation.MatrixProduct product) {
      product(product, node, out);
    } else if (operation instanceof Operation.Reduction reduction) {
      reduce(reduction, node, out);
    } else if (operation instanceof Operation.Gather) {
      to.add(engine.kernels.gather(operand(node, 0), operand(node, 1), out));
    } else if (operation instanceof Operation.ScatterAdd) {
      clear(out);
      to.add(engine.kernels.scatterAdd(operand(node, 0), operand(node, 1), out));
    } else if (operation instanceof Operation.Assemble assemble) {
      assemble(assemble, node, out);
    } else {
      foldKey((Operation.FoldKey) operation, node, number, out);
    }
  }

  private void forgetHalves(int value) {
    halves.forget(memory.value(value).storage());
  }

  private View operand(Plan.Node node, int slot) {
    return memory.resolve(node.operands().get(slot));
  }

  private void elementwise(Operation.Elementwise elementwise, Plan.Node node) {
    int inputs = elementwise.expression().inputCount();
    List<Plan.Operand> operands = node.operands();
    to.add(
        engine.kernels.elementwise(
            elementwise.expression(),
            elementwise.shape(),
            operands.subList(0, inputs).stream().map(memory::resolve).toList(),
            operands.subList(inputs, operands.size()).stream().map(keys::key).toList(),
            node.results().stream().map(memory::value).toList(),
            promisedHalves(node)));
  }

  /** By the number of an output that products read in bfloat16, where else it is stored. */
  private Map<Integer, Storage> promisedHalves(Plan.Node node) {
    Map<Integer, Storage> promised = new TreeMap<>();
    for (int output = 0; output < node.results().size(); output++) {
      if (precision == Precision.BF16 && factors.contains(node.results().get(output))) {
        promised.put(output, halves.promise(memory.value(node.results().get(output))));
      }
    }
    return promised;
  }

  private void reduce(Operation.Reduction reduction, Plan.Node node, View out) {
    Operation.Elementwise elements = fused.elementsOf(node.results().get(0));
    to.add(
        elements == null
            ? engine.kernels.reduce(reduction.op(), operand(node, 0), reduction.axis(), out)
            : engine.kernels.reduce(
                reduction.op(),
                elements.expression(),
                elements.shape(),
                node.operands().stream().map(memory::resolve).toList(),
                List.of(),
                reduction.axis(),
                out));
  }

  private void reduce(Plan.Node node, Sequel sequel) {
    Operation.Reduction reduction = (Operation.Reduction) node.operation();
    List<View> inputs = node.operands().stream().map(memory::resolve).toList();
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
    int last = node.operands().size() - 1;
    if (product.beta() != 0) {
      View addend = operand(node, last);
      boolean inPlace = addend.storage() == out.storage() && addend.layout().equals(out.layout());
      if (!inPlace) {
        copy(addend, out);
      }
    }
    Scalar alpha = new Scalar(product.alpha(), product.scaled() ? operand(node, 2) : null);
    View a = operand(node, 0);
    View b = operand(node, 1);
    engine.products().add(to, alpha, a, b, product.beta(), out, precision, halves);
  }

  private void assemble(Operation.Assemble assemble, Plan.Node node, View out) {
    List<Layout> regions = assemble.regions();
    long covered = regions.stream().mapToLong(region -> region.shape().size()).sum();
    if (covered != assemble.shape().size()) {
      clear(out);
    }
    for (int part = 0; part < regions.size(); part++) {
      Layout region = regions.get(part).shifted(out.layout().offset());
      copy(operand(node, part), new View(out.storage(), region));
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
      to.add(new Command.Clear(Commands.place(out), bytes));
    }
  }

  private void copy(View from, View out) {
    boolean plain =
        from.storage().type() == out.storage().type()
            && from.layout().isDense()
            && out.layout().isDense();
    long bytes = out.layout().shape().size() * out.storage().type().bytes();
    if (!plain) {
      to.add(engine.kernels.copy(from, out));
    } else if (bytes > 0) {
      to.add(new Command.Copy(Commands.place(out), Commands.place(from), bytes));
    }
  }
}
