package org.latent4j.benchmarks.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.benchmarks.network.NetworkSteps;
import org.latent4j.benchmarks.operation.SingleOperations;
import org.latent4j.benchmarks.rbm.RbmSteps;

/**
 * What PyTorch is measured with computes the same as what Latent4J is measured with. Where the
 * random numbers would differ they are made not to matter.
 */
class PytorchAgreementTest {
  private static final int STEPS = 3;
  private static final double RATE = 1e-3;

  @ParameterizedTest
  @CsvSource({"cd1,bernoulli", "cd1,uniform", "pcd1,bernoulli", "pcd1,uniform"})
  void rbmStepsAgree(String algorithm, String draws) {
    TorchRbmStep benchmark = new TorchRbmStep();
    benchmark.size = "20x10x7";
    benchmark.algorithm = algorithm;
    benchmark.draws = draws;
    benchmark.beDecided();
    benchmark.open();
    for (int i = 0; i < STEPS; i++) {
      benchmark.step();
    }
    assertArrayEquals(RbmSteps.decided(algorithm, "20x10x7", STEPS), benchmark.weights(), 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"autograd", "manual"})
  void classifiersAgree(String gradients) {
    TorchClassifierStep benchmark = new TorchClassifierStep();
    benchmark.layers = "12-9-8-4";
    benchmark.batch = 6;
    benchmark.rate = RATE;
    benchmark.gradients = gradients;
    benchmark.open();
    for (int i = 0; i < STEPS; i++) {
      benchmark.step();
    }
    mustBeSame(NetworkSteps.classifier("12-9-8-4", 6, RATE, STEPS), benchmark.parameters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"autograd", "manual"})
  void autoencodersAgree(String gradients) {
    TorchVaeStep benchmark = new TorchVaeStep();
    benchmark.layers = "12-9-8-3";
    benchmark.batch = 6;
    benchmark.rate = RATE;
    benchmark.gradients = gradients;
    benchmark.beQuiet();
    benchmark.open();
    for (int i = 0; i < STEPS; i++) {
      benchmark.step();
    }
    mustBeSame(NetworkSteps.quietVae("12-9-8-3", 6, RATE, STEPS), benchmark.parameters());
  }

  private static void mustBeSame(List<float[]> expected, List<float[]> got) {
    assertEquals(expected.size(), got.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), got.get(i), 2e-5f, "tensor " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x+y",
        "relu",
        "exp",
        "log1p",
        "tanh",
        "sigmoid",
        "softplus",
        "sigmoid(x+c)",
        "x*y+c",
        "sum(0)",
        "sum(1)"
      })
  void elementwiseOperationsAgree(String operation) {
    TorchElementwiseOperation benchmark = new TorchElementwiseOperation();
    benchmark.shape = "7x5";
    benchmark.operation = operation;
    benchmark.open();
    benchmark.compute();
    assertArrayEquals(SingleOperations.elementwise(operation, "7x5"), benchmark.result(), 1e-5f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5x4x3-nn", "5x4x3-tn", "5x4x3-nt"})
  void productsAgree(String product) {
    TorchMatrixProduct benchmark = new TorchMatrixProduct();
    benchmark.product = product;
    benchmark.open();
    benchmark.multiply();
    assertArrayEquals(SingleOperations.product(product), benchmark.result(), 1e-5f);
  }
}
