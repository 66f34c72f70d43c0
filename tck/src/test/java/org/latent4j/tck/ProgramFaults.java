package org.latent4j.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.latent4j.backend.Executable;
import org.latent4j.backend.Key;
import org.latent4j.backend.OperationCall;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Faults of programs: single operations are right, but what is prepared of a plan is not. */
final class ProgramFaults {
  private ProgramFaults() {}

  static List<Fault> all() {
    return List.of(
        plan("9.01", "what a product is added to is lost", ProgramFaults::withoutAddends),
        Fault.of("9.02", "keys are read at the first run only", FrozenKeys::new),
        Fault.of("9.03", "a second recording does nothing", OneRecording::new),
        Fault.of("9.04", "the offset of an input is ignored", NoOffsets::new),
        plan("9.05", "layouts of constants are ignored", ProgramFaults::denseConstants),
        Fault.of("9.06", "layouts of outputs are ignored", DenseOutputs::new),
        plan("9.07", "states are not replaced", plan -> withUpdates(plan, List.of())),
        Fault.of("9.08", "states are replaced one after another", OneAfterAnother::new),
        Fault.of("9.09", "states are replaced one after another", OneAfterAnother::new),
        Fault.of("9.10", "outputs are computed after states are replaced", UpdatesFirst::new),
        plan("9.11", "keys in the state stay", ProgramFaults::withoutKeyUpdates),
        Fault.of("9.12", "the state is copied when the program is prepared", OwnState::new),
        plan("9.13", "the rate of a product is lost", ProgramFaults::withoutRates),
        Fault.of("9.14", "states are replaced one after another", OneAfterAnother::new),
        Fault.of("9.15", "sums start from what the memory held", NoZeros::new),
        Fault.of("9.16", "a run that fails has replaced the state", HalfDone::new),
        plan("9.17", "what a product is added to is lost", ProgramFaults::withoutAddends),
        Fault.of("9.18", "many runs at once are one run less", OneRunLess::new),
        Fault.of("9.19", "each action has a state of its own", OwnState::new),
        Fault.of("9.20", "the state is copied when the program is prepared", OwnState::new),
        Fault.of("9.21", "measuring moves a state of its own", OwnState::new),
        plan("9.22", "parts of one row lie over each other", ProgramFaults::partsOfOneRow),
        Fault.of("9.23", "gaps hold what the memory held", NoZeros::new),
        plan("9.24", "the rows that are not replaced are lost", ProgramFaults::onlyNewRows));
  }

  private static Fault plan(String rule, String fault, UnaryOperator<Plan> change) {
    return Fault.of(
        rule,
        fault,
        () ->
            new ReferenceBackend() {
              @Override
              public Executable prepare(Plan plan, View[] constants, View[] states) {
                return super.prepare(change.apply(plan), constants, states);
              }
            });
  }

  private static Plan withUpdates(Plan plan, List<Plan.Update> updates) {
    return new Plan(plan.values(), plan.nodes(), updates, plan.outputs());
  }

  private static Plan withoutKeyUpdates(Plan plan) {
    return withUpdates(
        plan,
        plan.updates().stream()
            .filter(update -> !isKey(plan.values().get(update.state())))
            .toList());
  }

  private static boolean isKey(Plan.Value value) {
    return value.type() == DataType.INT32 && value.shape().rank() == 1;
  }

  private static Plan withNodes(Plan plan, UnaryOperator<Plan.Node> change) {
    List<Plan.Node> nodes = plan.nodes().stream().map(change).toList();
    return new Plan(plan.values(), nodes, plan.updates(), plan.outputs());
  }

  private static Plan withoutAddends(Plan plan) {
    return withNodes(
        plan,
        node ->
            node.operation() instanceof Operation.MatrixProduct product
                ? new Plan.Node(
                    new Operation.MatrixProduct(product.alpha(), product.scaled(), 0),
                    node.operands(),
                    node.results())
                : node);
  }

  private static Plan withoutRates(Plan plan) {
    return withNodes(
        plan,
        node ->
            node.operation() instanceof Operation.MatrixProduct product
                ? new Plan.Node(
                    new Operation.MatrixProduct(product.alpha(), false, product.beta()),
                    node.operands(),
                    node.results())
                : node);
  }

  private static Plan partsOfOneRow(Plan plan) {
    return withNodes(
        plan,
        node ->
            node.operation() instanceof Operation.Assemble assemble && assemble.shape().dim(0) == 1
                ? new Plan.Node(
                    new Operation.Assemble(
                        assemble.shape(),
                        assemble.regions().stream().map(r -> r.shifted(-r.offset())).toList()),
                    node.operands(),
                    node.results())
                : node);
  }

  private static Plan onlyNewRows(Plan plan) {
    return withNodes(
        plan,
        node ->
            node.operation() instanceof Operation.WithRows
                ? new Plan.Node(
                    new Operation.ScatterAdd(node.operands().get(0).layout().shape().dim(0)),
                    List.of(node.operands().get(2), node.operands().get(1)),
                    node.results())
                : node);
  }

  private static Plan denseConstants(Plan plan) {
    return withNodes(
        plan,
        node ->
            new Plan.Node(
                node.operation(),
                node.operands().stream()
                    .map(
                        operand ->
                            plan.values().get(operand.value()).role() == Plan.Role.CONSTANT
                                ? new Plan.Operand(
                                    operand.value(), Layout.dense(operand.layout().shape()))
                                : operand)
                    .toList(),
                node.results()));
  }

  /** An executable that goes wrong in one place. */
  private static class Changed implements Executable {
    final Executable right;

    Changed(Executable right) {
      this.right = right;
    }

    @Override
    public void run(View[] inputs) {
      right.run(inputs);
    }

    @Override
    public View output(int index) {
      return right.output(index);
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private static final class OneRunLess extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      return new Changed(super.prepare(plan, constants, states)) {
        @Override
        public void run(View[] inputs, int times) {
          right.run(inputs, Math.max(1, times - 1));
        }
      };
    }
  }

  private static final class FrozenKeys extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      List<Integer> inputs = plan.valuesOf(Plan.Role.INPUT);
      return new Changed(super.prepare(plan, constants, states)) {
        private final View[] first = new View[inputs.size()];

        @Override
        public void run(View[] bindings) {
          View[] read = bindings.clone();
          for (int i = 0; i < read.length; i++) {
            if (isKey(plan.values().get(inputs.get(i)))) {
              first[i] = first[i] == null ? copy(read[i]) : first[i];
              read[i] = first[i];
            }
          }
          right.run(read);
        }
      };
    }

    private View copy(View view) {
      return copyOf(this, view);
    }
  }

  private static View copyOf(ReferenceBackend backend, View view) {
    Storage storage = backend.allocate(view.storage().type(), view.layout().shape().size());
    View copy = new View(storage, Layout.dense(view.layout().shape()));
    OperationCall.copy(backend, view, copy);
    return copy;
  }

  private static final class OneRecording extends ReferenceBackend {
    private boolean prepared;

    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      boolean again = prepared;
      prepared = true;
      return new Changed(super.prepare(plan, constants, states)) {
        private boolean bound;

        @Override
        public void run(View[] inputs) {
          if (!again || !bound) {
            right.run(again ? zeros(inputs) : inputs);
          }
          bound = true;
        }
      };
    }

    private View[] zeros(View[] views) {
      return Arrays.stream(views)
          .map(
              view ->
                  new View(
                      allocate(view.storage().type(), view.layout().shape().size()),
                      Layout.dense(view.layout().shape())))
          .toArray(View[]::new);
    }
  }

  private static final class NoOffsets extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      return new Changed(super.prepare(plan, constants, states)) {
        @Override
        public void run(View[] inputs) {
          right.run(
              Arrays.stream(inputs)
                  .map(view -> new View(view.storage(), Layout.dense(view.layout().shape())))
                  .toArray(View[]::new));
        }
      };
    }
  }

  private static final class DenseOutputs extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      return new Changed(super.prepare(plan, constants, states)) {
        @Override
        public View output(int index) {
          View output = right.output(index);
          return new View(output.storage(), Layout.dense(output.layout().shape()));
        }
      };
    }
  }

  /** Replaces each state when its new value is read, without regard to the states after it. */
  private static final class OneAfterAnother extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      List<Plan.Operand> outputs = new ArrayList<>(plan.outputs());
      plan.updates().forEach(update -> outputs.add(update.source()));
      Plan open = new Plan(plan.values(), plan.nodes(), List.of(), outputs);
      return new Changed(super.prepare(open, constants, states)) {
        @Override
        public void run(View[] inputs) {
          right.run(inputs);
          for (int i = 0; i < states.length; i++) {
            OperationCall.copy(
                OneAfterAnother.this, right.output(plan.outputs().size() + i), states[i]);
          }
        }
      };
    }
  }

  private static final class UpdatesFirst extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      Executable again = super.prepare(withUpdates(plan, List.of()), constants, states);
      return new Changed(super.prepare(plan, constants, states)) {
        @Override
        public void run(View[] inputs) {
          right.run(inputs);
          again.run(inputs);
        }

        @Override
        public View output(int index) {
          return again.output(index);
        }
      };
    }
  }

  private static final class OwnState extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      View[] own = Arrays.stream(states).map(s -> copyOf(this, s)).toArray(View[]::new);
      return super.prepare(plan, constants, own);
    }
  }

  /** Filling with a constant does nothing, and new memory is not clear. */
  private static final class NoZeros extends ReferenceBackend {
    @Override
    public Storage allocate(DataType type, long length) {
      Memory memory = new Memory(type, (int) length);
      Arrays.fill(memory.numbers(), 3);
      return memory;
    }

    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      if (inputs.length > 0 || keys.length > 0) {
        super.elementwise(expression, shape, inputs, keys, outputs);
      }
    }
  }

  private static final class HalfDone extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      return new Changed(super.prepare(plan, constants, states)) {
        @Override
        public void run(View[] inputs) {
          try {
            right.run(inputs);
          } catch (IndexOutOfBoundsException e) {
            OperationCall.copy(HalfDone.this, inputs[0], states[0]);
            throw e;
          }
        }
      };
    }
  }
}
