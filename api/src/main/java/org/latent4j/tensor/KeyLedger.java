package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * Remembers which elements have been drawn from which key of a trace, and refuses to draw them
 * again: two draws from one key are the same numbers, which is hardly ever what was meant.
 */
final class KeyLedger {
  /**
   * Words of the key's stream, as unsigned numbers: an element of a FLOAT32 draw takes one, an
   * element of a FLOAT64 draw a pair.
   */
  private record Range(long from, long to) {
    boolean overlaps(Range other) {
      return Long.compareUnsigned(from, other.to) < 0 && Long.compareUnsigned(other.from, to) < 0;
    }
  }

  private final Map<Integer, List<Range>> drawn = new HashMap<>();

  /**
   * Notes the draws of an expression.
   *
   * @param keys the operand for each key slot
   * @throws IllegalStateException if one of them was made before
   */
  void recordDraws(Expression expression, Shape shape, List<Plan.Operand> keys) {
    for (Expression.Node node : expression.nodes()) {
      if (node instanceof Expression.Uniform draw) {
        int words = expression.computeType() == DataType.FLOAT64 ? 2 : 1;
        long from = draw.firstIndex() * words;
        record(keys.get(draw.keySlot()).value(), new Range(from, from + shape.size() * words));
      }
    }
  }

  private void record(int key, Range range) {
    List<Range> ranges = drawn.computeIfAbsent(key, unused -> new ArrayList<>());
    for (Range earlier : ranges) {
      if (range.overlaps(earlier)) {
        throw new IllegalStateException(
            "draw: the same key is drawn from twice, which would give the same numbers twice;"
                + " derive a key for each draw with key.fold(0), key.fold(1), …");
      }
    }
    ranges.add(range);
  }
}
