package org.latent4j.backend.cuda.kernel;

import java.util.List;
import org.latent4j.graph.Expression;

/**
 * What the text of a reduction says about its {@link Sequel}.
 *
 * @param skeleton the expression
 * @param slot which of its inputs is the result of the reduction
 * @param inputs the types of the others, those of constants left out
 * @param outputs the types stored
 */
record SequelForm(
    Expression skeleton, int slot, List<ElementType> inputs, List<ElementType> outputs) {

  /** The name of an input slot's value in the kernel. */
  String name(int slot) {
    if (slot == this.slot) {
      return "reduced";
    }
    int other = slot < this.slot ? slot : slot - 1;
    return other < inputs.size() ? "m" + other : "sequel_number" + (other - inputs.size());
  }
}
