package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.backend.java.fused.LoopFactory;
import org.latent4j.backend.java.fused.RefusingFactory;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/** Results are the same bits whether loops are fused or operations run one by one. */
class FusedLoopsTest {
  private static final int INPUTS = 4;

  private static final double[] SPECIAL = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, 1e-42, 3e38, -3e38
  };

  private static final UnaryOp[] UNARY = {
    UnaryOp.NEG, UnaryOp.ABS, UnaryOp.SQRT, UnaryOp.SIGN, UnaryOp.EXP, UnaryOp.SIGMOID
  };

  private static final BinaryOp[] BINARY = {
    BinaryOp.ADD,
    BinaryOp.SUB,
    BinaryOp.MUL,
    BinaryOp.DIV,
    BinaryOp.MIN,
    BinaryOp.MAX,
    BinaryOp.LT,
    BinaryOp.EQ
  };

  @ParameterizedTest
  @CsvSource({"FLOAT32,1", "FLOAT64,2"})
  void haveTheSameBitsAsSingleOperations(DataType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] sizes = {0, 1, 2, 7, 64, 1021, 1024, 1025, 3000};
    for (int round = 0; round < 200; round++) {
      Expression expression = expression(type, random, 1 + random.nextInt(60));
      int size = sizes[round % sizes.length];
      List<Shape> shapes =
          List.of(Shape.of(size), Shape.of(3, size), Shape.of(size, 3), Shape.of(2, 2, size));
      Shape shape = shapes.get(random.nextInt(shapes.size()));
      List<Layout> layouts = new ArrayList<>();
      for (int slot = 0; slot < INPUTS; slot++) {
        layouts.add(layout(shape, random));
      }
      List<HostStorage> inputs = new ArrayList<>();
      for (Layout layout : layouts) {
        DataType own = random.nextInt(8) == 0 ? DataType.INT32 : type;
        inputs.add(filled(own, layout.end() + 1, random));
      }
      List<double[]> expected = results(expression, LoopFactory.none(), shape, layouts, inputs);
      List<double[]> fused = results(expression, LoopFactory.SHARED, shape, layouts, inputs);
      for (int output = 0; output < expected.size(); output++) {
        assertArrayEquals(
            expected.get(output),
            fused.get(output),
            expression + " over " + shape + ", inputs " + layouts);
      }
    }
  }

  /** After so many runs the loops have been compiled, and vectorised where they can be. */
  @ParameterizedTest
  @CsvSource({"FLOAT32,3", "FLOAT64,4"})
  void haveTheSameBitsOnceTheyAreCompiled(DataType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 4; round++) {
      Expression expression = expression(type, random, 12);
      Shape shape = Shape.of(1021);
      List<Layout> layouts = Collections.nCopies(INPUTS, Layout.dense(shape));
      List<HostStorage> inputs = new ArrayList<>();
      layouts.forEach(layout -> inputs.add(filled(type, layout.end() + 1, random)));
      List<double[]> expected = results(expression, LoopFactory.none(), shape, layouts, inputs);
      List<double[]> fused = expected;
      for (int run = 0; run < 2000; run++) {
        fused = results(expression, LoopFactory.SHARED, shape, layouts, inputs);
      }
      for (int output = 0; output < expected.size(); output++) {
        assertArrayEquals(expected.get(output), fused.get(output), expression.toString());
      }
    }
  }

  @Test
  void operationsRunOneByOneWhereNoClassesCanBeMade() {
    SplittableRandom random = new SplittableRandom(5);
    Expression expression = expression(DataType.FLOAT32, random, 30);
    Shape shape = Shape.of(1025);
    List<Layout> layouts = Collections.nCopies(INPUTS, Layout.dense(shape));
    List<HostStorage> inputs = new ArrayList<>();
    layouts.forEach(layout -> inputs.add(filled(DataType.FLOAT32, layout.end() + 1, random)));
    List<double[]> fused = results(expression, LoopFactory.SHARED, shape, layouts, inputs);
    List<double[]> refused = results(expression, RefusingFactory.make(), shape, layouts, inputs);
    for (int output = 0; output < fused.size(); output++) {
      assertArrayEquals(fused.get(output), refused.get(output), expression.toString());
    }
  }

  private static Expression expression(DataType type, SplittableRandom random, int operations) {
    Expression.Builder g = Expression.in(type);
    List<Integer> nodes = new ArrayList<>();
    for (int slot = 0; slot < INPUTS; slot++) {
      nodes.add(g.input(slot));
    }
    nodes.add(g.constant(0.7));
    nodes.add(g.constant(-3));
    nodes.add(g.uniform(0));
    for (int i = 0; i < operations; i++) {
      // Mostly of late nodes, so that chains are long.
      int left = nodes.get(nodes.size() - 1 - random.nextInt(Math.min(5, nodes.size())));
      int right = nodes.get(random.nextInt(nodes.size()));
      int kind = random.nextInt(10);
      if (kind < 3) {
        nodes.add(g.unary(UNARY[random.nextInt(UNARY.length)], left));
      } else if (kind < 9) {
        nodes.add(g.binary(BINARY[random.nextInt(BINARY.length)], left, right));
      } else {
        nodes.add(g.where(right, left, nodes.get(random.nextInt(nodes.size()))));
      }
    }
    List<Expression.Output> outputs = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      int node = nodes.get(nodes.size() - 1 - random.nextInt(Math.min(nodes.size(), 1 + 4 * i)));
      outputs.add(new Expression.Output(node, type));
    }
    return g.build(outputs);
  }

  /** Dense, one row for all, one number for all, or with gaps. */
  private static Layout layout(Shape shape, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Layout.dense(Shape.of()).broadcastTo(shape);
      case 1 -> Layout.dense(Shape.of(shape.dim(-1))).broadcastTo(shape);
      case 2 -> gapped(shape);
      default -> Layout.dense(shape);
    };
  }

  private static Layout gapped(Shape shape) {
    int[] wider = shape.dims();
    wider[wider.length - 1] = 2 * wider[wider.length - 1] + 1;
    Layout layout = Layout.dense(Shape.of(wider));
    return layout.slice(shape.rank() - 1, 1, 1 + shape.dim(-1));
  }

  private static HostStorage filled(DataType type, long length, SplittableRandom random) {
    ArrayStorage storage = ArrayStorage.allocate(type, length);
    for (int i = 0; i < length; i++) {
      double value =
          random.nextInt(20) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : random.nextDouble(-4, 4);
      if (storage.array() instanceof float[] floats) {
        floats[i] = (float) value;
      } else if (storage.array() instanceof double[] doubles) {
        doubles[i] = value;
      } else {
        ((int[]) storage.array())[i] = (int) value;
      }
    }
    return storage;
  }

  private static List<double[]> results(
      Expression expression,
      LoopFactory loops,
      Shape shape,
      List<Layout> layouts,
      List<HostStorage> inputs) {
    Kernel kernel = KernelCompiler.compile(expression, loops);
    List<Layout> views = new ArrayList<>(layouts.subList(0, expression.inputCount()));
    expression.outputs().forEach(output -> views.add(Layout.dense(shape)));
    Traversal traversal = new Traversal(shape, views.toArray(Layout[]::new));
    ElementwiseCall call =
        new ElementwiseCall(kernel, Numbering.whole(shape), traversal, expression.inputCount(), 1);
    for (int slot = 0; slot < expression.inputCount(); slot++) {
      call.setInput(slot, inputs.get(slot), 0);
    }
    call.setKey(0, 77);
    List<ArrayStorage> outputs = new ArrayList<>();
    for (int i = 0; i < expression.outputs().size(); i++) {
      outputs.add(ArrayStorage.allocate(expression.outputs().get(i).type(), shape.size()));
      call.setOutput(i, outputs.get(i), 0);
    }
    call.run(new Workspace(), 0, traversal.chunks());
    assertTrue(outputs.stream().allMatch(storage -> storage.length() == shape.size()));
    return outputs.stream().map(FusedLoopsTest::doubles).toList();
  }

  private static double[] doubles(ArrayStorage storage) {
    if (storage.array() instanceof double[] doubles) {
      return Arrays.copyOf(doubles, doubles.length);
    }
    float[] floats = (float[]) storage.array();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
