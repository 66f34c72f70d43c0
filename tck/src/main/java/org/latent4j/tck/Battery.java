package org.latent4j.tck;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.tck.Workspace.Operand;
import org.latent4j.tck.Workspace.Target;

/** Operations of every kind on fixed operands, small and large, whose results are compared. */
final class Battery {
  /** Whether the results of a step may depend on the number of threads. */
  enum Kind {
    ELEMENTWISE,
    REDUCTION,
    PRODUCT,
    ROWS
  }

  private final Backend backend;
  private final Workspace work;
  private final DataType type;
  private final boolean poisoned;
  private final Map<String, double[]> results = new LinkedHashMap<>();

  private Battery(Backend backend, Workspace work, DataType type, boolean poisoned) {
    this.backend = backend;
    this.work = work;
    this.type = type;
    this.poisoned = poisoned;
  }

  /** Runs the operations of some kinds; the results are named. */
  static Map<String, double[]> run(Backend backend, DataType type, List<Kind> kinds) {
    return run(backend, type, kinds, false);
  }

  /** Runs the operations, each after a like one on operands that are all NaN. */
  static Map<String, double[]> runAfterNaN(Backend backend, DataType type) {
    return run(backend, type, List.of(Kind.values()), true);
  }

  private static Map<String, double[]> run(
      Backend backend, DataType type, List<Kind> kinds, boolean poisoned) {
    try (Workspace work = new Workspace(backend)) {
      Battery battery = new Battery(backend, work, type, poisoned);
      for (Kind kind : kinds) {
        switch (kind) {
          case ELEMENTWISE -> battery.elementwise();
          case REDUCTION -> battery.reductions();
          case PRODUCT -> battery.products();
          case ROWS -> battery.rows();
        }
      }
      return battery.results;
    }
  }

  /** Requires that a repetition gave the same bits. */
  static void requireSame(
      Map<String, double[]> expected, Map<String, double[]> actual, String circumstance) {
    expected.forEach(
        (name, numbers) ->
            Check.sameBits(numbers, actual.get(name), i -> name + " " + circumstance));
  }

  private void elementwise() {
    for (Shape shape : List.of(Shape.of(7), Shape.of(33, 31), Shapes.LARGE_MATRIX)) {
      for (int seed = 0; seed < (shape.size() > 10_000 ? 1 : 3); seed++) {
        Expression expression = RandomExpressions.of(type, seed, shape.rank(), 8, 2);
        View[] inputs = new View[RandomExpressions.INPUTS];
        for (int slot = 0; slot < inputs.length; slot++) {
          inputs[slot] = operand(shape, 800 + slot).view();
        }
        Target[] targets = new Target[2];
        View[] outputs = new View[2];
        for (int i = 0; i < 2; i++) {
          targets[i] = work.target(expression.outputs().get(i).type(), shape);
          outputs[i] = targets[i].view();
        }
        Key[] keys = {Key.of(seed), work.key(8)};
        if (poisoned) {
          View[] broken = new View[inputs.length];
          Arrays.fill(broken, notANumber(shape));
          backend.elementwise(expression, shape, broken, keys, outputs);
        }
        backend.elementwise(expression, shape, inputs, keys, outputs);
        results.put("expression " + seed + " over " + shape, targets[0].read());
        results.put("expression " + seed + " over " + shape + ", output 1", targets[1].read());
      }
    }
  }

  private void reductions() {
    for (Shape shape : List.of(Shape.of(5, 13), Shapes.LARGE_MATRIX, Shapes.LARGE)) {
      Operand operand = operand(shape, 810);
      for (ReductionOp op : ReductionOp.values()) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          Target out = work.target(op.resultType(type), shape.without(axis));
          if (poisoned) {
            backend.reduce(op, notANumber(shape), axis, out.view());
          }
          backend.reduce(op, operand.view(), axis, out.view());
          results.put(op + " of " + shape + " along axis " + axis, out.read());
        }
      }
    }
  }

  private void products() {
    product(5, 45, 15);
    product(20, 60, 30);
    product(130, 170, 140);
    // Kernels treat several terms at a time and have padding to get wrong.
    for (int inner = 1; inner < 18; inner++) {
      product(7, inner, 9);
      product(70, 64 + inner, 66);
    }
  }

  private void product(int m, int k, int n) {
    Operand a = operand(Shape.of(m, k), 820);
    Operand b = operand(Shape.of(k, n), 821);
    Target out = work.target(type, Shape.of(m, n));
    if (poisoned) {
      // A few more terms, which reach into the padding.
      View broken = notANumber(Shape.of(m, k + 7));
      backend.matmul(Scalar.ONE, broken, notANumber(Shape.of(k + 7, n)), 0, out.view());
    }
    out.holding(1, 2, 3);
    backend.matmul(Scalar.of(0.5), a.view(), b.view(), 1, out.view());
    results.put("product [" + m + ", " + k + "] x [" + k + ", " + n + "]", out.read());
  }

  private void rows() {
    Operand table = operand(Shape.of(50, 300), 830);
    Operand indices = work.operand(DataType.INT32, Layout.dense(Shape.of(400)), 3, 49, 3, 0, 17);
    Target gathered = work.target(type, Shape.of(400, 300));
    backend.gather(table.view(), indices.view(), gathered.view());
    results.put("gather", gathered.read());
    Target sums = work.target(type, Shape.of(50, 300)).holding(0);
    if (poisoned) {
      backend.scatterAdd(notANumber(Shape.of(400, 300)), indices.view(), sums.view());
      sums.holding(0);
    }
    backend.scatterAdd(gathered.view(), indices.view(), sums.view());
    results.put("scatterAdd", sums.read());
    Target replaced = work.target(type, Shape.of(50, 300)).holding(0.25);
    if (poisoned) {
      backend.replaceRows(notANumber(Shape.of(400, 300)), indices.view(), replaced.view());
      replaced.holding(0.25);
    }
    backend.replaceRows(gathered.view(), indices.view(), replaced.view());
    results.put("replaceRows", replaced.read());
    Target child = work.target(DataType.INT32, Shape.of(2));
    backend.foldKey(work.key(5), 6, null, child.view());
    results.put("foldKey", child.read());
  }

  private Operand operand(Shape shape, int seed) {
    return work.operand(type, Layout.dense(shape), Samples.moderate(type, seed));
  }

  private View notANumber(Shape shape) {
    return work.operand(type, Layout.dense(shape), Double.NaN).view();
  }
}
