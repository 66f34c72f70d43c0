package org.latent4j.tck;

import java.util.Arrays;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Evaluates an expression node by node for one element after another. */
final class ReferenceExpression {
  private final Expression expression;
  private final Shape shape;
  private final ReferenceBackend.Cursor[] inputs;
  private final ReferenceBackend.Cursor[] outputs;
  private final long[] keys;
  private final ReferenceBackend backend;
  private final DataType type;
  private final double[] values;

  ReferenceExpression(
      Expression expression,
      Shape shape,
      View[] inputs,
      Key[] keys,
      View[] outputs,
      ReferenceBackend backend) {
    this.expression = expression;
    this.shape = shape;
    this.inputs =
        Arrays.stream(inputs)
            .map(ReferenceBackend.Cursor::new)
            .toArray(ReferenceBackend.Cursor[]::new);
    this.outputs =
        Arrays.stream(outputs)
            .map(ReferenceBackend.Cursor::new)
            .toArray(ReferenceBackend.Cursor[]::new);
    this.keys = Arrays.stream(keys).mapToLong(ReferenceBackend::bits).toArray();
    this.backend = backend;
    this.type = expression.computeType();
    this.values = new double[expression.nodes().size()];
  }

  void run() {
    for (int element = 0; element < shape.size(); element++) {
      for (int node = 0; node < values.length; node++) {
        double value = evaluate(expression.nodes().get(node), element);
        values[node] = Elements.rounded(type, value);
      }
      for (int i = 0; i < outputs.length; i++) {
        outputs[i].set(element, values[expression.outputs().get(i).node()]);
      }
    }
  }

  private double evaluate(Expression.Node node, int element) {
    if (node instanceof Expression.Input input) {
      return inputs[input.slot()].get(element);
    } else if (node instanceof Expression.Constant constant) {
      return constant.value();
    } else if (node instanceof Expression.Index index) {
      return Arrangement.index(shape, element, index.axis());
    } else if (node instanceof Expression.Uniform uniform) {
      return backend.uniform(type, keys[uniform.keySlot()], uniform.firstIndex() + element);
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
