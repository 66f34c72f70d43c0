package org.latent4j.benchmarks.operation;

/** Runs the benchmarks of this package for tests of others. */
public final class SingleOperations {
  private SingleOperations() {}

  /** Returns the result of an elementwise operation. */
  public static float[] elementwise(String operation, String shape) {
    ElementwiseOperation benchmark = new ElementwiseOperation();
    benchmark.on("java");
    benchmark.shape = shape;
    benchmark.operation = operation;
    benchmark.open();
    benchmark.compute();
    float[] result = benchmark.result();
    benchmark.close();
    return result;
  }

  /** Returns the result of a product. */
  public static float[] product(String product) {
    MatrixProduct benchmark = new MatrixProduct();
    benchmark.on("java");
    benchmark.product = product;
    benchmark.open();
    benchmark.multiply();
    float[] result = benchmark.result();
    benchmark.close();
    return result;
  }
}
