package org.latent4j.op;

/** The functions of three numbers. */
public enum TernaryOp {
  /**
   * Chooses: a where the condition is not 0, else b. A condition of NaN is not 0 and so counts as
   * true. The value not chosen has no influence, NaN and infinity included, which is why a mask is
   * written with this operation: a product would turn 0 times infinity into NaN.
   */
  WHERE("(%1$s != 0 ? %2$s : %3$s)");

  private final String cudaTemplate;

  TernaryOp(String cudaTemplate) {
    this.cudaTemplate = cudaTemplate;
  }

  /**
   * Evaluates the definition.
   *
   * @param condition true where it is not 0
   * @param a the value where the condition is true
   * @param b the value where the condition is false
   * @return a where condition is not 0, else b
   */
  public double apply(double condition, double a, double b) {
    return condition != 0 ? a : b;
  }

  /**
   * Returns the operation as an expression of CUDA C, a format for {@link
   * String#formatted(Object...)} with three arguments, the names of variables of the type computed
   * in.
   *
   * @param type the type computed in, {@link DataType#FLOAT32} or {@link DataType#FLOAT64}
   * @return the format
   * @throws IllegalArgumentException if the type is an integer type
   */
  public String cuda(DataType type) {
    return CudaTemplate.forType(this, cudaTemplate, type);
  }

  /**
   * Passes the adjoint of the value back to a. The derivatives are stated in this form, not as
   * factors, because the factor 0 of the value not chosen would turn an infinite adjoint into NaN.
   * The condition receives nothing.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param condition the condition
   * @param adjoint the derivative of the result with respect to the value of this operation
   * @return adjoint where the condition is true, else 0
   */
  public <T> T adjointOfTrue(Algebra<T> g, T condition, T adjoint) {
    return g.where(condition, adjoint, g.constant(0));
  }

  /**
   * Passes the adjoint of the value back to b; see {@link #adjointOfTrue}.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param condition the condition
   * @param adjoint the derivative of the result with respect to the value of this operation
   * @return adjoint where the condition is false, else 0
   */
  public <T> T adjointOfFalse(Algebra<T> g, T condition, T adjoint) {
    return g.where(condition, g.constant(0), adjoint);
  }
}
