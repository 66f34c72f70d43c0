package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.kernel.EmulatedDriver;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Random;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Training on an emulated GPU. */
class EmulatedTrainingTest {
  @TempDir private Path cache;

  /** The weights after each of some steps; the first is captured, the others are replayed. */
  private static List<float[]> weights(Backend backend) {
    List<float[]> weights = new ArrayList<>();
    try (Program<Cd1.State, Cd1.Batch, Nothing> program = Cd1.program(backend, 12, 9)) {
      Tensor p = Tensor.full(backend, DataType.FLOAT32, 0.4, 7, 12);
      for (int step = 0; step < 4; step++) {
        Tensor v = Random.bernoulli(RandomKey.of(step), p);
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

  @Test
  void contrastiveDivergenceAgreesWithTheJavaBackend() {
    List<float[]> expected;
    try (Backend java = Backends.open("java")) {
      expected = weights(java);
    }
    for (Precision precision : Precision.values()) {
      float tolerance = precision == Precision.FLOAT32_STRICT ? 1e-6f : 2e-3f;
      try (CudaBackend cuda = emulated(false, precision)) {
        List<float[]> actual = weights(cuda);
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
    Tensor w = Random.uniformLike(RandomKey.of(1), Tensor.full(backend, DataType.FLOAT32, 0, 6, 5));
    Tensor x = Random.uniformLike(RandomKey.of(2), Tensor.full(backend, DataType.FLOAT32, 0, 4, 6));
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

  /** The order in which a GPU runs its blocks must not matter. */
  @Test
  void trainingTwiceGivesTheSameBits() {
    try (CudaBackend ascending = emulated(false, Precision.TF32);
        CudaBackend descending = emulated(true, Precision.TF32)) {
      List<float[]> first = weights(ascending);
      List<float[]> second = weights(descending);
      for (int step = 0; step < first.size(); step++) {
        assertArrayEquals(first.get(step), second.get(step));
      }
    }
  }

  @Test
  void aClosedProgramLeavesNoMemoryBehind() {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    EmulatedDriver driver = new EmulatedDriver(false);
    try (CudaBackend backend = new CudaBackend(driver, new BackendOptions(1), new Cache(cache))) {
      Scope.within(() -> weights(backend));
      long once = driver.used();
      Scope.within(() -> weights(backend));
      assertEquals(once, driver.used());
    }
  }
}
