package org.latent4j.op;

/**
 * A function of one number, written once over any carrier: of a {@code double} by {@link
 * DoubleAlgebra}, of the elements of a tensor by {@code Functions.elementwise}.
 */
public interface Formula {
  /**
   * Builds the value.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param x the argument
   * @return f(x)
   */
  <T> T of(Algebra<T> g, T x);
}
