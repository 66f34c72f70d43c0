package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latent4j.tensor.Functions.sigmoid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.kernel.EmulatedDriver;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Training on an emulated GPU. */
class EmulatedTrainingTest {
  @TempDir private Path cache;

  /** The weights after each of some steps; the first is captured, the others are replayed. */
  private static List<float[]> weights(Backend backend, int examples) {
    return weights(backend, examples, 4);
  }

  private static List<float[]> weights(Backend backend, int examples, int steps) {
    List<float[]> weights = new ArrayList<>();
    try (Program<Cd1.State, Cd1.Batch, Nothing> program = Cd1.program(backend, 12, 9)) {
      Tensor p = Tensor.full(backend, DataType.FLOAT32, 0.4, examples, 12);
      for (int step = 0; step < steps; step++) {
        Tensor v = Draws.bernoulli(RandomKey.of(step), p);
        program.run(new Cd1.Batch(v, Tensor.full(backend, DataType.FLOAT32, 0.05)));
        weights.add(program.state().w().toFloats());
      }
    }
    return weights;
  }

  private CudaBackend emulated(boolean reverse, Precision precision) {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    return new CudaBackend(
        new EmulatedDriver(reverse), new BackendOptions(1, precision), new Cache(cache));
  }

  /** Of seven examples the phases can't lie below each other, of eight they do. */
  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void contrastiveDivergenceAgreesWithTheJavaBackend(int examples) {
    List<float[]> expected;
    try (Backend java = Backends.open("java")) {
      expected = weights(java, examples);
    }
    for (Precision precision : Precision.values()) {
      float tolerance = precision == Precision.FLOAT32_STRICT ? 1e-6f : 2e-3f;
      try (CudaBackend cuda = emulated(false, precision)) {
        List<float[]> actual = weights(cuda, examples);
        for (int step = 0; step < actual.size(); step++) {
          assertArrayEquals(
              expected.get(step), actual.get(step), tolerance, precision + " " + step);
        }
      }
    }
  }

  /** The weights are a factor, then they change where they are, then they are a factor again. */
  @Test
  void aFactorThatWasOverwrittenIsConvertedAgain() {
    float[] expected;
    try (Backend java = Backends.open("java")) {
      expected = productsBeforeAndAfter(java);
    }
    try (CudaBackend cuda = emulated(false, Precision.BF16)) {
      assertArrayEquals(expected, productsBeforeAndAfter(cuda), 0.02f);
    }
  }

  private static float[] productsBeforeAndAfter(Backend backend) {
    Tensor w = Draws.uniformLike(RandomKey.of(1), Tensor.full(backend, DataType.FLOAT32, 0, 6, 5));
    Tensor x = Draws.uniformLike(RandomKey.of(2), Tensor.full(backend, DataType.FLOAT32, 0, 4, 6));
    try (Program<Tensor, Tensor, Tensor> program =
        Program.training(
            backend,
            w,
            (state, input) -> {
              Tensor before = input.matmul(state);
              Tensor next = input.transpose().matmulAdd(-0.5, before, 1, state);
              return Step.result(next, input.matmul(next).sub(before.mul(0.1)));
            })) {
      program.run(x);
      return program.run(x).toFloats();
    }
  }

  /** A reduction drops an axis; what is made of its results may have it, with extent 1. */
  @Test
  void resultsOfAReductionAreReadUnderAnotherShape() {
    try (CudaBackend cuda = emulated(false, Precision.FLOAT32_STRICT);
        Program<Nothing, Tensor, Tensor> program =
            Program.compile(cuda, x -> Functions.softmax(x, 0).add(x))) {
      Tensor row = Tensor.of(cuda, new float[] {1, 2, 3}, 1, 3);
      assertArrayEquals(new float[] {2, 3, 4}, program.run(row).toFloats());
    }
  }

  /** A sum of so many elements makes them, and stores them for the product. */
  @Test
  void largeSumsStoreWhatProductsRead() {
    float[] expected;
    try (Backend java = Backends.open("java")) {
      expected = gradients(java);
    }
    for (Precision precision : List.of(Precision.FLOAT32_STRICT, Precision.BF16)) {
      try (CudaBackend cuda = emulated(true, precision)) {
        float tolerance = precision == Precision.BF16 ? 5e-3f : 1e-5f;
        assertArrayEquals(expected, gradients(cuda), tolerance, precision.name());
      }
    }
  }

  /** Weights [3, 640] and biases [640] after a step with 4,000 examples, one behind the other. */
  private static float[] gradients(Backend backend) {
    int examples = 4000;
    int units = 640;
    Tensor x = Tensor.full(backend, DataType.FLOAT32, 0, examples, 3);
    Tensor data = Draws.uniformLike(RandomKey.of(1), x);
    Tensor w =
        Draws.uniformLike(RandomKey.of(2), Tensor.full(backend, DataType.FLOAT32, 0, 3, units));
    Cd1.State start =
        new Cd1.State(
            w,
            Tensor.full(backend, DataType.FLOAT32, 0.1, units),
            Tensor.full(backend, DataType.FLOAT32, 0, 1),
            Tensor.of(backend, new int[] {0}));
    try (Program<Cd1.State, Tensor, Nothing> program =
        Program.training(
            backend,
            start,
            (p, v) -> {
              Tensor h = sigmoid(v.matmul(p.w()).add(p.b()));
              Tensor next = v.transpose().matmulAdd(1.0 / examples, h, 1, p.w());
              Tensor bias = p.b().add(h.sum(0).mul(1.0 / examples));
              return Step.result(new Cd1.State(next, bias, p.c(), p.step()), Nothing.NOTHING);
            })) {
      program.run(data);
      float[] weights = program.state().w().toFloats();
      float[] biases = program.state().b().toFloats();
      float[] all = Arrays.copyOf(weights, weights.length + biases.length);
      System.arraycopy(biases, 0, all, weights.length, biases.length);
      return all;
    }
  }

  /** The order in which a GPU runs its blocks must not matter. */
  @Test
  void trainingTwiceGivesTheSameBits() {
    try (CudaBackend ascending = emulated(false, Precision.TF32);
        CudaBackend descending = emulated(true, Precision.TF32)) {
      List<float[]> first = weights(ascending, 8);
      List<float[]> second = weights(descending, 8);
      for (int step = 0; step < first.size(); step++) {
        assertArrayEquals(first.get(step), second.get(step));
      }
    }
  }

  /** While they take turns, and when one has been chosen. */
  @Test
  void bothOrdersOfTheCommandsGiveTheSameBits() {
    int steps = 25;
    List<float[]> inOneOrder;
    System.setProperty(Branches.PROPERTY, "1");
    try (CudaBackend cuda = emulated(false, Precision.BF16)) {
      inOneOrder = weights(cuda, 8, steps);
    } finally {
      System.clearProperty(Branches.PROPERTY);
    }
    try (CudaBackend cuda = emulated(true, Precision.BF16)) {
      List<float[]> inBoth = weights(cuda, 8, steps);
      for (int step = 0; step < steps; step++) {
        assertArrayEquals(inOneOrder.get(step), inBoth.get(step), "step " + step);
      }
    }
  }

  @Test
  void aClosedProgramLeavesNoMemoryBehind() {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    EmulatedDriver driver = new EmulatedDriver(false);
    try (CudaBackend backend = new CudaBackend(driver, new BackendOptions(1), new Cache(cache))) {
      Scope.within(() -> weights(backend, 8));
      long once = driver.used();
      Scope.within(() -> weights(backend, 8));
      assertEquals(once, driver.used());
    }
  }
}
