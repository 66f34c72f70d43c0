package org.latent4j.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.Uniforms;
import org.latent4j.tck.Workspace.Operand;
import org.latent4j.tck.Workspace.Target;

/**
 * §7: expressions of many nodes. The bound on an output follows from the bounds of single
 * operations and from how the operations pass on the errors of their operands ({@link
 * ExpressionOracle}).
 */
interface ExpressionRules extends BackendRules {

  /** Inputs, constants, positions, draws and shared nodes; one to four outputs; all layouts. */
  @Test
  @DisplayName("§7.01 An expression of many nodes agrees with its evaluation element by element")
  default void randomExpressions() {
    Shape[] shapes = {
      Shape.of(1021), Shape.of(33, 31), Shape.of(3, 4, 5), Shape.SCALAR, Shape.of(4, 0)
    };
    for (DataType type : Elements.FLOATING) {
      for (int seed = 0; seed < 45; seed++) {
        Shape shape = shapes[seed % shapes.length];
        int operations = seed % 7 == 0 ? 80 : 2 + seed % 11;
        requireRandom(
            RandomExpressions.of(type, seed, shape.rank(), operations, 1 + seed % 4), shape, seed);
      }
      requireRandom(RandomExpressions.of(type, 99, 2, 8, 2), Shapes.LARGE_MATRIX, 99);
    }
  }

  private void requireRandom(Expression expression, Shape shape, int seed) {
    Arrangement[] arrangements = Arrangement.values();
    DataType type = expression.computeType();
    long[] keys = {seed, ~(long) seed};
    try (Workspace work = new Workspace(backend())) {
      List<Operand> operands = new ArrayList<>();
      for (int slot = 0; slot < RandomExpressions.INPUTS; slot++) {
        Layout layout = arrangements[(seed + slot) % arrangements.length].layout(shape);
        operands.add(work.operand(type, layout, Samples.moderate(type, 700 + slot)));
      }
      List<Target> targets = new ArrayList<>();
      for (Expression.Output output : expression.outputs()) {
        Arrangement arrangement = Arrangement.WRITABLE[(seed + targets.size()) % 3];
        targets.add(work.target(output.type(), arrangement.layout(shape)));
      }
      backend()
          .elementwise(
              expression,
              shape,
              operands.stream().map(Operand::view).toArray(View[]::new),
              new Key[] {Key.of(keys[0]), work.key(keys[1])},
              targets.stream().map(Target::view).toArray(View[]::new));
      requireOutputs(expression, shape, operands, keys, targets);
    }
  }

  private static void requireOutputs(
      Expression expression,
      Shape shape,
      List<Operand> operands,
      long[] keys,
      List<Target> targets) {
    double[][] actual = targets.stream().map(Target::read).toArray(double[][]::new);
    ExpressionOracle oracle = new ExpressionOracle(expression);
    for (int element = 0; element < shape.size(); element++) {
      int at = element;
      oracle.evaluate(node -> leaf(expression, node, shape, operands, keys, at));
      for (int output = 0; output < actual.length; output++) {
        double expected = oracle.value(output);
        double error = oracle.error(output);
        int number = output;
        Check.near(
            expression.outputs().get(output).type(),
            new double[] {expected},
            i -> error,
            new double[] {actual[output][element]},
            i -> "output " + number + ", element " + at + " of " + shape + ": " + expression);
      }
    }
  }

  private static double leaf(
      Expression expression,
      int node,
      Shape shape,
      List<Operand> operands,
      long[] keys,
      int element) {
    Expression.Node leaf = expression.nodes().get(node);
    if (leaf instanceof Expression.Input input) {
      return operands.get(input.slot()).numbers()[element];
    } else if (leaf instanceof Expression.Index index) {
      return Arrangement.index(shape, element, index.axis());
    }
    Expression.Uniform draw = (Expression.Uniform) leaf;
    long index = draw.firstIndex() + element;
    return expression.computeType() == DataType.FLOAT32
        ? Uniforms.float32(keys[draw.keySlot()], index)
        : Uniforms.float64(keys[draw.keySlot()], index);
  }

  /** Every axis of shapes of rank 1 to 5, in every layout of the result. */
  @Test
  @DisplayName("§7.02 An index leaf is the element's position along its axis")
  default void positions() {
    List<Shape> shapes = new ArrayList<>(Shapes.SMALL);
    shapes.add(Shapes.LARGE_MATRIX);
    for (DataType type : Elements.FLOATING) {
      for (Shape shape : shapes) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          for (Arrangement out : Arrangement.WRITABLE) {
            Expression.Builder builder = Expression.in(type);
            Expression index = builder.build(builder.index(axis));
            try (Workspace work = new Workspace(backend())) {
              Target target = work.target(type, out.layout(shape));
              evaluate(index, shape, target.view());
              int along = axis;
              double[] expected = new double[(int) shape.size()];
              Arrays.setAll(expected, i -> Arrangement.index(shape, i, along));
              Check.equal(
                  expected,
                  target.read(),
                  i -> "index of axis " + along + " of " + shape + " " + out);
            }
          }
        }
      }
    }
  }

  /** NaN, infinities, negative zero, and a constant that FLOAT32 rounds. */
  @Test
  @DisplayName("§7.03 A constant is rounded to the compute type and fills every element")
  default void constants() {
    double[] constants = {0.1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e300, 1e-300, 3};
    for (DataType type : Elements.FLOATING) {
      for (double constant : constants) {
        Expression.Builder builder = Expression.in(type);
        Expression expression = builder.build(builder.constant(constant));
        for (Shape shape : new Shape[] {Shape.SCALAR, Shape.of(0), Shape.of(5, 300)}) {
          try (Workspace work = new Workspace(backend())) {
            Target target = work.target(type, Arrangement.SLICED.layout(shape));
            evaluate(expression, shape, target.view());
            double[] expected = new double[(int) shape.size()];
            Arrays.fill(expected, Elements.rounded(type, constant));
            Check.sameBits(expected, target.read(), i -> "constant " + constant + " " + type);
          }
        }
      }
    }
  }

  /** An input that is handed through, a node stored twice, and a node nobody stores. */
  @Test
  @DisplayName("§7.04 Outputs may be inputs, may share a node and may leave nodes out")
  default void unusualOutputs() {
    Shape shape = Shape.of(40, 41);
    for (DataType type : Elements.FLOATING) {
      Expression.Builder builder = Expression.in(type);
      Integer x = builder.input(0);
      Integer negative = builder.neg(x);
      builder.unary(UnaryOp.LOG, negative); // left out
      List<Expression.Output> outputs =
          List.of(
              new Expression.Output(x, type),
              new Expression.Output(negative, type),
              new Expression.Output(negative, DataType.INT32),
              new Expression.Output(x, type));
      try (Workspace work = new Workspace(backend())) {
        Operand in =
            work.operand(type, Arrangement.TRANSPOSED.layout(shape), Samples.moderate(type, 704));
        Target[] targets =
            outputs.stream().map(o -> work.target(o.type(), shape)).toArray(Target[]::new);
        backend()
            .elementwise(
                builder.build(outputs),
                shape,
                new View[] {in.view()},
                new Key[0],
                Arrays.stream(targets).map(Target::view).toArray(View[]::new));
        double[] negated = Arrays.stream(in.numbers()).map(v -> -v).toArray();
        double[] truncated = Arrays.stream(negated).map(v -> (int) v).toArray();
        Check.equal(in.numbers(), targets[0].read(), i -> "input as output, " + type);
        Check.equal(negated, targets[1].read(), i -> "node stored twice, " + type);
        Check.equal(truncated, targets[2].read(), i -> "node stored as INT32, " + type);
        Check.equal(in.numbers(), targets[3].read(), i -> "input as output again, " + type);
      }
    }
  }

  /** Nine inputs of all four types, and their sum in each type. */
  @Test
  @DisplayName("§7.05 An expression may have many inputs and outputs, of mixed types")
  default void manyInputs() {
    Shape shape = Shape.of(7, 211);
    DataType[] types = DataType.values();
    for (DataType type : Elements.FLOATING) {
      Expression.Builder builder = Expression.in(type);
      Integer sum = builder.input(0);
      for (int slot = 1; slot < 9; slot++) {
        sum = builder.add(sum, builder.input(slot));
      }
      List<Expression.Output> outputs = new ArrayList<>();
      for (DataType stored : types) {
        outputs.add(new Expression.Output(sum, stored));
      }
      try (Workspace work = new Workspace(backend())) {
        View[] inputs = new View[9];
        double[] expected = new double[(int) shape.size()];
        Arrangement[] arrangements = Arrangement.values();
        for (int slot = 0; slot < 9; slot++) {
          Layout layout = arrangements[slot % arrangements.length].layout(shape);
          Operand operand = work.operand(types[slot % 4], layout, slot, 3, 17, 0, 1, 5, 26);
          inputs[slot] = operand.view();
          Arrays.setAll(expected, i -> expected[i] + operand.numbers()[i]);
        }
        Target[] targets =
            outputs.stream().map(o -> work.target(o.type(), shape)).toArray(Target[]::new);
        View[] views = Arrays.stream(targets).map(Target::view).toArray(View[]::new);
        backend().elementwise(builder.build(outputs), shape, inputs, new Key[0], views);
        for (Target target : targets) {
          Check.equal(expected, target.read(), i -> "sum of nine inputs, computed in " + type);
        }
      }
    }
  }

  /** The other inputs may be broadcast; the view is dense, transposed or sliced. */
  @Test
  @DisplayName("§7.06 An output may be the same view as an input")
  default void inPlace() {
    for (DataType type : Elements.FLOATING) {
      for (Shape shape : new Shape[] {Shape.of(65), Shape.of(33, 31), Shapes.LARGE_MATRIX}) {
        for (Arrangement arrangement : Arrangement.WRITABLE) {
          try (Workspace work = new Workspace(backend())) {
            double[] numbers = Samples.moderate(type, 706);
            Target target = work.target(type, arrangement.layout(shape)).holding(numbers);
            Operand other = work.operand(type, Arrangement.BROADCAST.layout(shape), numbers);
            Expression.Builder builder = Expression.in(type);
            Expression twice =
                builder.build(
                    builder.binary(
                        BinaryOp.MAX, builder.mul(builder.input(0), 2), builder.input(1)));
            evaluate(twice, shape, target.view(), target.view(), other.view());
            double[] expected = new double[(int) shape.size()];
            Arrays.setAll(
                expected, i -> Math.max(2 * numbers[i % numbers.length], other.numbers()[i]));
            Check.equal(
                expected, target.read(), i -> "in place " + type + " " + shape + " " + arrangement);
          }
        }
      }
    }
  }
}
