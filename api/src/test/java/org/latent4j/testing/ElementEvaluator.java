package org.latent4j.testing;

import java.util.List;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;
import org.latent4j.random.Uniforms;

/** Evaluates an expression for one element by the definitions of its operations. */
final class ElementEvaluator {
  private ElementEvaluator() {}

  /** Returns the value of every node. */
  static double[] evaluate(
      Expression expression, long number, int[] index, View[] inputs, long[] keys) {
    List<Expression.Node> nodes = expression.nodes();
    boolean single = expression.computeType() == DataType.FLOAT32;
    double[] values = new double[nodes.size()];
    Values cases = new Values(single, number, index, inputs, keys, values);
    for (int i = 0; i < values.length; i++) {
      double value = nodes.get(i).accept(cases);
      values[i] = single ? (float) value : value;
    }
    return values;
  }

  /** The value of a node, given those of the nodes before it. */
  private static final class Values implements Expression.Cases<Double> {
    private final boolean single;
    private final long number;
    private final int[] index;
    private final View[] inputs;
    private final long[] keys;
    private final double[] values;

    Values(boolean single, long number, int[] index, View[] inputs, long[] keys, double[] values) {
      this.single = single;
      this.number = number;
      this.index = index;
      this.inputs = inputs;
      this.keys = keys;
      this.values = values;
    }

    @Override
    public Double input(Expression.Input input) {
      return Elements.get(inputs[input.slot()], index);
    }

    @Override
    public Double constant(Expression.Constant constant) {
      return constant.value();
    }

    @Override
    public Double index(Expression.Index position) {
      return (double) index[position.axis()];
    }

    @Override
    public Double uniform(Expression.Uniform draw) {
      long key = keys[draw.keySlot()];
      long at = draw.firstIndex() + number;
      return single ? Uniforms.float32(key, at) : Uniforms.float64(key, at);
    }

    @Override
    public Double unary(Expression.Unary unary) {
      return unary.op().apply(values[unary.operand()]);
    }

    @Override
    public Double binary(Expression.Binary binary) {
      return binary.op().apply(values[binary.left()], values[binary.right()]);
    }

    @Override
    public Double ternary(Expression.Ternary ternary) {
      return ternary
          .op()
          .apply(values[ternary.first()], values[ternary.second()], values[ternary.third()]);
    }
  }
}
