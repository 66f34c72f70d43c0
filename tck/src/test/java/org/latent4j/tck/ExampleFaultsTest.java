package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Executable;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.ReductionOp;

/** Every example fails on a backend with a fault, eagerly and compiled. */
class ExampleFaultsTest {
  private record Fault(String rule, String fault, Supplier<Backend> open) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault("12.01", "the rate of a product is lost", RatelessProducts::new),
          new Fault("12.01", "a program does not replace its state", StuckStates::new),
          new Fault("12.02", "the counter of a child key is ignored", CounterlessKeys::new),
          new Fault("12.02", "the first row is picked every time", FirstRows::new),
          new Fault("12.03", "all draws come from one key", OneKey::new),
          new Fault("12.03", "a sum leaves an element out", ShortSums::new),
          new Fault("12.04", "the counter of a child key is ignored", CounterlessKeys::new),
          new Fault("12.04", "all draws come from one key", OneKey::new),
          new Fault("12.05", "parts are put into the same place", OnePlace::new));

  private static final class RatelessProducts extends ReferenceBackend {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      super.matmul(Scalar.of(alpha.factor()), a, b, beta, out);
    }
  }

  private static final class StuckStates extends ReferenceBackend {
    @Override
    public Executable prepare(Plan plan, View[] constants, View[] states) {
      Plan stuck = new Plan(plan.values(), plan.nodes(), List.of(), plan.outputs());
      return super.prepare(stuck, constants, states);
    }
  }

  private static final class CounterlessKeys extends ReferenceBackend {
    @Override
    public void foldKey(Key parent, int n, View counter, View out) {
      super.foldKey(parent, n, null, out);
    }
  }

  private static final class FirstRows extends ReferenceBackend {
    @Override
    public void gather(View source, View indices, View out) {
      Layout stuck = Layout.of(indices.layout().shape(), indices.layout().offset(), 0);
      super.gather(source, new View(indices.storage(), stuck), out);
    }
  }

  private static final class OneKey extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      Key[] same = keys.clone();
      Arrays.fill(same, Key.of(1));
      super.elementwise(expression, shape, inputs, same, outputs);
    }
  }

  private static final class ShortSums extends ReferenceBackend {
    @Override
    public void reduce(ReductionOp op, View in, int axis, View out) {
      int all = in.layout().shape().dim(axis);
      super.reduce(op, new View(in.storage(), in.layout().slice(axis, 0, all - 1)), axis, out);
    }
  }

  private static final class OnePlace extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      View[] moved = outputs.clone();
      for (int i = 0; i < moved.length; i++) {
        Layout layout = moved[i].layout();
        moved[i] = new View(moved[i].storage(), layout.shifted(-layout.offset()));
      }
      super.elementwise(expression, shape, inputs, keys, moved);
    }
  }

  @TestFactory
  @DisplayName("A fault is noticed by the example that stands on what is broken")
  Stream<DynamicTest> faultsAreNoticed() {
    return FAULTS.stream()
        .map(
            fault ->
                DynamicTest.dynamicTest(
                    "§" + fault.rule() + ": " + fault.fault(), () -> requireNoticed(fault)));
  }

  private static void requireNoticed(Fault fault) {
    try (ExampleProgramsVerification verification =
        new ExampleProgramsVerification() {
          @Override
          public Backend openBackend(BackendOptions options) {
            return fault.open().get();
          }
        }) {
      assertFalse(Rules.requireFailure(fault.rule(), verification).isBlank());
    }
  }

  @Test
  @DisplayName("Every example has a fault that it notices")
  void everyRuleHasAFault() {
    Set<String> broken = new TreeSet<>();
    FAULTS.forEach(fault -> broken.add(fault.rule()));
    Set<String> rules = new TreeSet<>();
    Rules.of(ExampleProgramsVerification.class).forEach(rule -> rules.add(rule.number()));
    assertEquals(rules, broken);
  }
}
