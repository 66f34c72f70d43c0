package org.latent4j.tensor;

import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * Where the operations of a tensor go: at once to a backend ({@link EagerEvaluator}), into a
 * program that is being recorded ({@link Trace}), or onto the tape of a function that is being
 * differentiated ({@link Tape}), which hands them on. Arguments have been checked.
 */
interface Evaluator {
  /** Whose storage the tensors are in. */
  Backend backend();

  /** Of the evaluators of several operands, the one of the highest level does the operation. */
  int level();

  /**
   * Makes sure that operations can still go here.
   *
   * @throws IllegalStateException if a recording has ended or belongs to another thread
   */
  void requireUsable(String operation);

  /** What to throw when elements are to be read that are not there. */
  IllegalStateException unreadable();

  /** Evaluates an expression over a shape; inputs are broadcast to it already. */
  List<Tensor> elementwise(
      Expression expression, Shape shape, List<Tensor> inputs, List<RandomKey> keys);

  /** Does anything else that has one result of the given type and shape. */
  Tensor apply(Operation operation, List<Tensor> operands, DataType type, Shape shape);

  /**
   * Decides where an operation goes: into the innermost recording that one of its operands belongs
   * to, else at once to the backend.
   *
   * @throws IllegalArgumentException if the operands are on different backends
   * @throws IllegalStateException if one belongs to a recording that has ended or belongs to
   *     another thread
   */
  static Evaluator of(String operation, List<Tensor> operands, List<RandomKey> keys) {
    return of(operation, operands.get(0).evaluator(), operands, keys);
  }

  /** The same, starting from an evaluator, for an operation that may have no operands. */
  static Evaluator of(
      String operation, Evaluator start, List<Tensor> operands, List<RandomKey> keys) {
    Evaluator chosen = start;
    for (Tensor operand : operands) {
      chosen = choose(operation, chosen, operand);
    }
    for (RandomKey key : keys) {
      Tensor words = key.words();
      if (words != null) {
        chosen = choose(operation, chosen, words);
      }
    }
    return chosen;
  }

  private static Evaluator choose(String operation, Evaluator chosen, Tensor operand) {
    if (operand.backend() != chosen.backend()) {
      throw new IllegalArgumentException(
          operation
              + ": the operands are on different backends: "
              + chosen.backend()
              + " and "
              + operand.backend()
              + "; make them on one, or copy one with Tensor.of(backend, x.toFloats(), ...)");
    }
    Evaluator other = operand.evaluator();
    other.requireUsable(operation);
    return other.level() > chosen.level() ? other : chosen;
  }
}
