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
        values[node] = backend.round(type, value);
      }
      for (int i = 0; i < outputs.length; i++) {
        double value = values[expression.outputs().get(i).node()];
        outputs[i].set(element, backend.store(outputs[i].type(), value));
      }
    }
  }

  private double evaluate(Expression.Node node, int element) {
    if (node instanceof Expression.Input input) {
      return backend.load(inputs[input.slot()].type(), inputs[input.slot()].get(element));
    } else if (node instanceof Expression.Constant constant) {
      return backend.constant(constant.value());
    } else if (node instanceof Expression.Index index) {
      return backend.index(shape, element, index.axis());
    } else if (node instanceof Expression.Uniform uniform) {
      return backend.uniform(type, keys[uniform.keySlot()], uniform.firstIndex() + element);
    } else if (node instanceof Expression.Unary unary) {
      return backend.unary(unary.op(), values[unary.operand()]);
    } else if (node instanceof Expression.Binary binary) {
      return backend.binary(binary.op(), values[binary.left()], values[binary.right()]);
    }
    Expression.Ternary ternary = (Expression.Ternary) node;
    return backend.where(
        values[ternary.first()], values[ternary.second()], values[ternary.third()]);
  }
}
