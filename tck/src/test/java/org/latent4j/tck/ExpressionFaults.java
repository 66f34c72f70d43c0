package org.latent4j.tck;

import java.util.List;
import org.latent4j.backend.Key;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Faults of expressions and conversions. */
final class ExpressionFaults {
  private ExpressionFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("7.01", "every output is the first", OneOutput::new),
        Fault.of("7.02", "an index is the number of the element", FlatIndex::new),
        Fault.of("7.03", "constants are kept as float", FloatConstants::new),
        Fault.of("7.03", "the constant -0 is 0", PositiveZero::new),
        Fault.of("7.04", "an output that is an input is not written", InputsNotStored::new),
        Fault.of("7.05", "there are eight inputs at most", EightInputs::new),
        Fault.of("7.06", "outputs are cleared first", ClearsOutputs::new),
        Fault.of("7.07", "UINT8 is read as signed", SignedBytes::new),
        Fault.of("7.08", "a store rounds to the nearest integer", RoundingStore::new),
        Fault.of("7.08", "UINT8 keeps the lowest eight bits", WrappingBytes::new),
        Fault.of("7.09", "all arithmetic is done in float", FloatOnly::new),
        Fault.of("7.10", "INT32 wraps around", WrappingIntegers::new));
  }

  private static final class OneOutput extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      for (View output : outputs) {
        Expression.Builder first = Expression.in(expression.computeType());
        expression.nodes().forEach(first::node);
        Expression.Output same =
            new Expression.Output(expression.outputs().get(0).node(), output.storage().type());
        super.elementwise(first.build(List.of(same)), shape, inputs, keys, new View[] {output});
      }
    }
  }

  private static final class FlatIndex extends ReferenceBackend {
    @Override
    double index(Shape shape, int element, int axis) {
      return element;
    }
  }

  private static final class FloatConstants extends ReferenceBackend {
    @Override
    double constant(double value) {
      return (float) value;
    }
  }

  private static final class PositiveZero extends ReferenceBackend {
    @Override
    double constant(double value) {
      return value + 0.0;
    }
  }

  private static final class InputsNotStored extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      View[] written = outputs.clone();
      for (int i = 0; i < written.length; i++) {
        int node = expression.outputs().get(i).node();
        if (expression.nodes().get(node) instanceof Expression.Input) {
          Storage nowhere = allocate(written[i].storage().type(), shape.size());
          written[i] = new View(nowhere, Layout.dense(shape));
        }
      }
      super.elementwise(expression, shape, inputs, keys, written);
    }
  }

  private static final class EightInputs extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      View[] known = inputs.clone();
      for (int slot = 8; slot < known.length; slot++) {
        known[slot] = known[slot % 8];
      }
      super.elementwise(expression, shape, known, keys, outputs);
    }
  }

  private static final class ClearsOutputs extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      for (View output : outputs) {
        Cursor cursor = new Cursor(output);
        for (int i = 0; i < cursor.size(); i++) {
          cursor.set(i, 0);
        }
      }
      super.elementwise(expression, shape, inputs, keys, outputs);
    }
  }

  private static final class SignedBytes extends ReferenceBackend {
    @Override
    double load(DataType type, double element) {
      return type == DataType.UINT8 ? (byte) (int) element : element;
    }
  }

  private static final class RoundingStore extends ReferenceBackend {
    @Override
    double store(DataType type, double value) {
      return super.store(type, type.isFloating() ? value : Math.rint(value));
    }
  }

  private static final class WrappingBytes extends ReferenceBackend {
    @Override
    double store(DataType type, double value) {
      return type == DataType.UINT8 ? ((int) value) & 0xff : super.store(type, value);
    }
  }

  private static final class FloatOnly extends ReferenceBackend {
    @Override
    double round(DataType computeType, double value) {
      return (float) value;
    }
  }

  private static final class WrappingIntegers extends ReferenceBackend {
    @Override
    double store(DataType type, double value) {
      return type == DataType.INT32 ? (int) (long) value : super.store(type, value);
    }
  }
}
