package org.latent4j.benchmarks.network;

import java.util.List;

/** Runs the benchmarks of this package for tests of others. */
public final class NetworkSteps {
  private NetworkSteps() {}

  /** Returns the parameters of a classifier after some steps. */
  public static List<float[]> classifier(String layers, int batch, double rate, int steps) {
    ClassifierStep benchmark = new ClassifierStep();
    benchmark.on("java");
    benchmark.layers = layers;
    benchmark.batch = batch;
    benchmark.rate = rate;
    benchmark.open();
    for (int i = 0; i < steps; i++) {
      benchmark.step();
    }
    List<float[]> parameters = benchmark.parameters();
    benchmark.close();
    return parameters;
  }

  /** Returns the parameters of an autoencoder without noise after some steps. */
  public static List<float[]> quietVae(String layers, int batch, double rate, int steps) {
    VaeStep benchmark = new VaeStep();
    benchmark.on("java");
    benchmark.layers = layers;
    benchmark.batch = batch;
    benchmark.rate = rate;
    benchmark.beQuiet();
    benchmark.open();
    for (int i = 0; i < steps; i++) {
      benchmark.step();
    }
    List<float[]> parameters = benchmark.parameters();
    benchmark.close();
    return parameters;
  }
}
