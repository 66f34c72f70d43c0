package org.latent4j.benchmarks.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The steps that are measured are steps: they change the parameters, the same way on every backend.
 */
class NetworkStepTest {
  private static final int STEPS = 3;

  @Test
  void classifiersLearnTheSameOnEveryBackend() {
    mustBeSame(classifier("java", STEPS), classifier("cpu", STEPS), classifier("java", 0));
    mustBeSame(classifier("java", STEPS), classifier("blas", STEPS), classifier("java", 0));
  }

  @Test
  void autoencodersLearnTheSameOnEveryBackend() {
    mustBeSame(vae("java", STEPS), vae("cpu", STEPS), vae("java", 0));
    mustBeSame(vae("java", STEPS), vae("blas", STEPS), vae("java", 0));
  }

  private static void mustBeSame(List<float[]> expected, List<float[]> got, List<float[]> start) {
    for (int i = 0; i < expected.size(); i++) {
      assertFalse(Arrays.equals(start.get(i), expected.get(i)), "nothing learned in tensor " + i);
      assertArrayEquals(expected.get(i), got.get(i), 1e-5f);
    }
  }

  private static List<float[]> classifier(String backend, int steps) {
    ClassifierStep benchmark = new ClassifierStep();
    benchmark.on(backend);
    benchmark.layers = "12-9-8-4";
    benchmark.batch = 6;
    benchmark.rate = 1e-3;
    benchmark.open();
    for (int i = 0; i < steps; i++) {
      benchmark.step();
    }
    List<float[]> parameters = benchmark.parameters();
    benchmark.close();
    return parameters;
  }

  private static List<float[]> vae(String backend, int steps) {
    VaeStep benchmark = new VaeStep();
    benchmark.on(backend);
    benchmark.layers = "12-9-8-3";
    benchmark.batch = 6;
    benchmark.rate = 1e-3;
    benchmark.open();
    for (int i = 0; i < steps; i++) {
      benchmark.step();
    }
    List<float[]> parameters = benchmark.parameters();
    benchmark.close();
    return parameters;
  }
}
