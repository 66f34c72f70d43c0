package org.latent4j.program;

/**
 * A pure function from a state and an input to the next state and an output, all of them records of
 * tensors ({@link org.latent4j.tensor.TensorTree}).
 *
 * <p>It is called once for each combination of input shapes, to be recorded. It must do the same on
 * every call: what depends on tensors goes through {@code where}, what depends on Java values is
 * fixed at recording. A number that changes from run to run is a rank-0 tensor in the state or the
 * input. Tensors from outside are bound by reference and stay as they are.
 *
 * @param <S> the state
 * @param <I> the input
 * @param <O> the output
 */
@FunctionalInterface
public interface Step<S, I, O> {
  /**
   * Computes the next state and the output.
   *
   * @param state the state; its shapes and types are those of the initial state
   * @param input the input
   * @return the next state, of the same shapes and types, and the output
   */
  Result<S, O> apply(S state, I input);

  /**
   * What a step returns.
   *
   * @param state the next state
   * @param output the output
   * @param <S> the state
   * @param <O> the output
   */
  record Result<S, O>(S state, O output) {}

  /**
   * Makes a result; for static import.
   *
   * @param state the next state
   * @param output the output
   * @param <S> the state
   * @param <O> the output
   * @return both
   */
  static <S, O> Result<S, O> result(S state, O output) {
    return new Result<>(state, output);
  }
}
