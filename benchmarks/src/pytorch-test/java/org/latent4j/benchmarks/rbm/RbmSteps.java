package org.latent4j.benchmarks.rbm;

/** Runs the benchmarks of this package for tests of others. */
public final class RbmSteps {
  private RbmSteps() {}

  /** Returns the weights after some steps with biases that leave nothing to chance. */
  public static float[] decided(String algorithm, String size, int steps) {
    RbmStep benchmark = new RbmStep();
    benchmark.on("java");
    benchmark.size = size;
    benchmark.algorithm = algorithm;
    benchmark.beDecided();
    benchmark.open();
    for (int i = 0; i < steps; i++) {
      benchmark.step();
    }
    float[] weights = benchmark.weights();
    benchmark.close();
    return weights;
  }
}
