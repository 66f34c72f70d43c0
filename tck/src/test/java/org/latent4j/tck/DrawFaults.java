package org.latent4j.tck;

import java.util.Arrays;
import java.util.List;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/** Faults of random draws. */
final class DrawFaults {
  private DrawFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("3.01", "draws are numbered from 1", OffByOne::new),
        Fault.of("3.01", "the number of a draw is cut to 32 bits", ShortIndex::new),
        Fault.of("3.01", "the words of a block change places", SwappedWords::new),
        Fault.of("3.02", "draws are numbered in the order of storage", StorageOrder::new),
        Fault.of("3.03", "every draw is from the first key", FirstKeyOnly::new),
        Fault.of("3.04", "a draw equal to its probability counts as 1", () -> new Comparing(true)),
        Fault.of("3.04", "a probability of NaN gives 0", () -> new Comparing(false)),
        Fault.of("3.05", "the logarithm is good to 5 digits", () -> new Rough(UnaryOp.LOG)),
        Fault.of("3.06", "log(1 + t) is good to 5 digits", () -> new Rough(UnaryOp.LOG1P)),
        Fault.of("3.07", "the logarithm is good to 5 digits", () -> new Rough(UnaryOp.LOG)),
        Fault.of("3.08", "log(1 + t) is good to 5 digits", () -> new Rough(UnaryOp.LOG1P)),
        Fault.of("3.08", "every uniform number is from the start of the key", OneStream::new));
  }

  private static final class OffByOne extends ReferenceBackend {
    @Override
    double uniform(DataType type, long key, long index) {
      return super.uniform(type, key, index + 1);
    }
  }

  private static final class ShortIndex extends ReferenceBackend {
    @Override
    double uniform(DataType type, long key, long index) {
      return super.uniform(type, key, index & 0xffffffffL);
    }
  }

  private static final class SwappedWords extends ReferenceBackend {
    @Override
    double uniform(DataType type, long key, long index) {
      return super.uniform(type, key, type == DataType.FLOAT32 ? index ^ 1 : index);
    }
  }

  private static final class StorageOrder extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      View[] written =
          Arrays.stream(outputs)
              .map(view -> new View(view.storage(), inStorageOrder(view.layout())))
              .toArray(View[]::new);
      super.elementwise(expression, shape, inputs, keys, written);
    }

    /** The same positions, but counted as they lie: right only if the layout is row-major. */
    private static Layout inStorageOrder(Layout layout) {
      Layout transposed = Arrangement.TRANSPOSED.layout(layout.shape());
      return layout.equals(transposed) ? Layout.dense(layout.shape()) : layout;
    }
  }

  private static final class FirstKeyOnly extends ReferenceBackend {
    @Override
    public void elementwise(
        Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
      Key[] same = keys.clone();
      Arrays.fill(same, keys.length == 0 ? null : keys[0]);
      super.elementwise(expression, shape, inputs, same, outputs);
    }
  }

  private static final class OneStream extends ReferenceBackend {
    @Override
    double uniform(DataType type, long key, long index) {
      return super.uniform(type, key, index % 100_000);
    }
  }

  private static final class Comparing extends ReferenceBackend {
    private final boolean lessOrEqual;

    Comparing(boolean lessOrEqual) {
      this.lessOrEqual = lessOrEqual;
    }

    @Override
    double binary(BinaryOp op, double a, double b) {
      if (lessOrEqual) {
        return (op == BinaryOp.LT ? BinaryOp.LE : op).apply(a, b);
      }
      return op == BinaryOp.EQ ? 1 : op.apply(a, b);
    }
  }

  private static final class Rough extends ReferenceBackend {
    private final UnaryOp rough;

    Rough(UnaryOp rough) {
      this.rough = rough;
    }

    @Override
    double unary(UnaryOp op, double x) {
      return op == rough ? op.apply(x) * (1 + 1e-5) : op.apply(x);
    }
  }
}
