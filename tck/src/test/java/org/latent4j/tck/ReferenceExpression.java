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
        double value = expression.nodes().get(node).accept(new Evaluation(element));
        values[node] = backend.round(type, value);
      }
      for (int i = 0; i < outputs.length; i++) {
        double value = values[expression.outputs().get(i).node()];
        outputs[i].set(element, backend.store(outputs[i].type(), value));
      }
    }
  }

  /** The value of a node for an element, given those of the nodes before it. */
  private final class Evaluation implements Expression.Cases<Double> {
    private final int element;

    Evaluation(int element) {
      this.element = element;
    }

    @Override
    public Double input(Expression.Input input) {
      return backend.load(inputs[input.slot()].type(), inputs[input.slot()].get(element));
    }

    @Override
    public Double constant(Expression.Constant constant) {
      return backend.constant(constant.value());
    }

    @Override
    public Double index(Expression.Index index) {
      return backend.index(shape, element, index.axis());
    }

    @Override
    public Double uniform(Expression.Uniform uniform) {
      return backend.uniform(type, keys[uniform.keySlot()], uniform.firstIndex() + element);
    }

    @Override
    public Double unary(Expression.Unary unary) {
      return backend.unary(unary.op(), values[unary.operand()]);
    }

    @Override
    public Double binary(Expression.Binary binary) {
      return backend.binary(binary.op(), values[binary.left()], values[binary.right()]);
    }

    @Override
    public Double ternary(Expression.Ternary ternary) {
      return backend.where(
          values[ternary.first()], values[ternary.second()], values[ternary.third()]);
    }
  }
}
