package org.latent4j.tck;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.UnaryOp;

/** Faults of single operations. */
final class ElementwiseFaults {
  private ElementwiseFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("2.01", "SIGMOID has a bias of 0.001", () -> new BiasedSigmoid(1e-3)),
        Fault.of("2.01", "SIGMOID is off by 10^-6", () -> new BiasedSigmoid(1e-6)),
        Fault.of("2.02", "MIN and MAX lose NaN", CarelessExtremes::new),
        Fault.of("2.03", "NEG is 0 - x, which makes 0 of 0", SubtractingNegation::new),
        Fault.of("2.04", "WHERE is a sum of products", WhereByProducts::new),
        Fault.of("2.05", "strides of inputs are ignored", () -> new OtherInputs(0)),
        Fault.of("2.06", "strides of the second input are ignored", () -> new OtherInputs(1)),
        Fault.of("2.05", "strides of outputs are ignored", DenseOutputs::new),
        Fault.of("2.07", "elements from 65,536 on are forgotten", Forgetful::new));
  }

  private static final class BiasedSigmoid extends ReferenceBackend {
    private final double bias;

    BiasedSigmoid(double bias) {
      this.bias = bias;
    }

    @Override
    double unary(UnaryOp op, double x) {
      return op == UnaryOp.SIGMOID ? op.apply(x) + bias : op.apply(x);
    }
  }

  private static final class CarelessExtremes extends ReferenceBackend {
    @Override
    double binary(BinaryOp op, double a, double b) {
      return switch (op) {
        case MIN -> a < b ? a : b;
        case MAX -> a > b ? a : b;
        default -> op.apply(a, b);
      };
    }
  }

  private static final class SubtractingNegation extends ReferenceBackend {
    @Override
    double unary(UnaryOp op, double x) {
      return op == UnaryOp.NEG ? 0 - x : op.apply(x);
    }
  }

  private static final class WhereByProducts extends ReferenceBackend {
    @Override
    double where(double condition, double a, double b) {
      double chosen = condition != 0 ? 1 : 0;
      return chosen * a + (1 - chosen) * b;
    }
  }

  /** Reads inputs from a slot on as if they were dense. */
  private static final class OtherInputs extends ReferenceBackend {
    private final int from;

    OtherInputs(int from) {
      this.from = from;
    }

    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      View[] read = inputs.clone();
      for (int slot = from; slot < read.length; slot++) {
        read[slot] = dense(read[slot]);
      }
      super.elementwise(expression, shape, read, keys, outputs);
    }
  }

  private static final class DenseOutputs extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      UnaryOperator<View> change = ElementwiseFaults::dense;
      View[] written = Arrays.stream(outputs).map(change).toArray(View[]::new);
      super.elementwise(expression, shape, inputs, keys, written);
    }
  }

  /** The elements that lie in a row, unless there are too few of them. */
  private static View dense(View view) {
    Layout row = Layout.dense(view.layout().shape());
    return row.end() <= view.storage().length() ? new View(view.storage(), row) : view;
  }

  private static final class Forgetful extends ReferenceBackend {
    private static final int LIMIT = 1 << 16;

    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      if (shape.rank() == 1 && shape.size() > LIMIT) {
        super.elementwise(expression, Shape.of(LIMIT), firstOf(inputs), keys, firstOf(outputs));
      } else {
        super.elementwise(expression, shape, inputs, keys, outputs);
      }
    }

    private static View[] firstOf(View[] views) {
      return Arrays.stream(views)
          .map(view -> new View(view.storage(), view.layout().slice(0, 0, LIMIT)))
          .toArray(View[]::new);
    }
  }
}
