package org.latent4j.tensor;

import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * Where the operations of a tensor go: at once to a backend ({@link EagerEvaluator}) or into a
 * program that is being recorded ({@link Trace}). Arguments have been checked.
 */
interface Evaluator {
  /** Whose storage the tensors are in. */
  Backend backend();

  /** Evaluates an expression over a shape; inputs are broadcast to it already. */
  List<Tensor> elementwise(
      Expression expression, Shape shape, List<Tensor> inputs, List<RandomKey> keys);

  /** Does anything else that has one result of the given type and shape. */
  Tensor apply(Operation operation, List<Tensor> operands, DataType type, Shape shape);

  /**
   * Decides where an operation goes: into the trace that one of its operands belongs to, else at
   * once to the backend.
   *
   * @throws IllegalArgumentException if the operands are on different backends
   * @throws IllegalStateException if one belongs to a trace that is not recording in this thread
   */
  static Evaluator of(String operation, List<Tensor> operands, List<RandomKey> keys) {
    Evaluator chosen = operands.get(0).evaluator();
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
    if (operand.evaluator() instanceof Trace) {
      ((Trace) operand.evaluator()).requireRecording(operation);
      return operand.evaluator();
    }
    return chosen;
  }
}
