package org.latent4j.backend.cuda.kernel;

import java.util.List;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;

/**
 * An expression that takes the results of a reduction further, in the same launch: the results
 * themselves are not stored.
 *
 * @param expression what to compute for each result; without draws and positions
 * @param slot which of its inputs is the result of the reduction
 * @param through the type that the result would be stored as in between
 * @param inputs one view of the shape of the results for every other input slot, in order
 * @param outputs one view of that shape per output; the same view as an input, or apart from it
 */
public record Sequel(
    Expression expression, int slot, DataType through, List<View> inputs, List<View> outputs) {
  /**
   * Copies the lists.
   *
   * @param expression what to compute for each result
   * @param slot which of its inputs is the result of the reduction
   * @param through the type that the result would be stored as in between
   * @param inputs one view for every other input slot
   * @param outputs one view per output
   */
  public Sequel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Tells whether an expression can take results further: it neither draws nor asks where it is.
   *
   * @param expression an expression
   * @return true if it can
   */
  public static boolean takes(Expression expression) {
    return expression.keyCount() == 0
        && expression.nodes().stream().noneMatch(Expression.Index.class::isInstance);
  }
}
