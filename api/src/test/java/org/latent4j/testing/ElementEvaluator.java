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
    for (int i = 0; i < values.length; i++) {
      Expression.Node node = nodes.get(i);
      double value =
          node instanceof Expression.Uniform draw
              ? uniform(single, keys[draw.keySlot()], draw.firstIndex() + number)
              : evaluate(node, values, index, inputs);
      values[i] = single ? (float) value : value;
    }
    return values;
  }

  private static double uniform(boolean single, long key, long number) {
    return single ? Uniforms.float32(key, number) : Uniforms.float64(key, number);
  }

  private static double evaluate(
      Expression.Node node, double[] values, int[] index, View[] inputs) {
    if (node instanceof Expression.Input input) {
      return Elements.get(inputs[input.slot()], index);
    } else if (node instanceof Expression.Constant constant) {
      return constant.value();
    } else if (node instanceof Expression.Index position) {
      return index[position.axis()];
    } else if (node instanceof Expression.Unary unary) {
      return unary.op().apply(values[unary.operand()]);
    } else if (node instanceof Expression.Binary binary) {
      return binary.op().apply(values[binary.left()], values[binary.right()]);
    }
    Expression.Ternary ternary = (Expression.Ternary) node;
    return ternary
        .op()
        .apply(values[ternary.first()], values[ternary.second()], values[ternary.third()]);
  }
}
