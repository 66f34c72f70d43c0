package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** How programs become CUDA graphs. */
class GraphTest {
  @TempDir private Path cache;
  private final RecordingDriver driver = new RecordingDriver();

  private void assertCalls(String expected) {
    assertEquals(expected, driver.taken());
  }

  private static Cd1.Batch batch(CudaBackend backend) {
    return new Cd1.Batch(
        Tensor.full(backend, DataType.FLOAT32, 1, 20, 64),
        Tensor.full(backend, DataType.FLOAT32, 0.1));
  }

  @Test
  void aStepOfContrastiveDivergenceIsCapturedOnceAndReplayed() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Cd1.State, Cd1.Batch, Nothing> program = Cd1.program(backend, 64, 100)) {
      Cd1.Batch batch = batch(backend);
      driver.taken();
      program.run(batch);
      String first = driver.taken();
      assertEquals(CAPTURE, first.substring(first.indexOf("begin capture")));
      assertFalse(CAPTURE.contains("compile"));
      program.run(batch);
      assertEquals(REPLAY, driver.taken());
      Scope.within(() -> program.run(batch(backend)));
      assertTrue(driver.taken().contains(REPLAY.substring(REPLAY.lastIndexOf("launch"))));
    }
    assertTrue(driver.taken().contains("destroy graph1"));
  }

  /**
   * Five products, three kernels that draw or apply a sigmoid, and what the biases need; the keys
   * are derived from the step's number (m8) in the kernels that draw.
   */
  private static final String CAPTURE =
      """
      begin capture
      multiply product1 by 0: m13 = 1.0 m5 m24 + 0.0, workspace m27
      launch elementwise 16 x 64 (m13, m7, m11, m11+4, m8, m13, m15)
      multiply product2 by 0: m17 = 1.0 m5 m15 + 0.0, workspace m27
      launch elementwise 10 x 64 (m17, m6, m24, m11, m11+4, m8, m17, m18)
      multiply product1 by 0: m19 = 1.0 m5 m17 + 0.0, workspace m27
      launch elementwise 32 x 64 (m19, m7, m13, m19, m20)
      multiply product3 by 0: m5 = m25 m13 m24 + m26, workspace m27
      launch elementwise 1 x 64 (m25, m21)
      multiply product3 by 0: m5 = m21 m19 m17 + m26, workspace m27
      launch reduce 8 x 256 (m18, m22)
      launch elementwise 1 x 64 (m25, m22, m6, m22)
      launch reduce 13 x 256 (m20, m23)
      launch elementwise 2 x 64 (m25, m23, m7, m23)
      launch elementwise 1 x 64 (m8, m8)
      copy m6 <- m22, 256 bytes
      copy m7 <- m23, 400 bytes
      end capture -> graph1
      launch graph1
      """;

  private static final String REPLAY =
      """
      copy m24 <- m9, 5120 bytes
      copy m25 <- m10, 4 bytes
      launch graph1
      """;

  @Test
  void trainingUsesThePrecisionAskedForAndNothingElseDoes() {
    for (Precision precision : Precision.values()) {
      RecordingDriver recorder = new RecordingDriver();
      try (CudaBackend backend = Recorded.backend(recorder, cache, precision);
          Program<Cd1.State, Cd1.Batch, Nothing> training = Cd1.program(backend, 64, 100);
          Program<Nothing, Tensor, Tensor> evaluation =
              Program.compile(backend, x -> x.matmul(x.transpose()))) {
        training.run(batch(backend));
        String calls = recorder.taken();
        assertTrue(calls.contains("FLOAT32 " + precision + " "), calls);
        evaluation.run(batch(backend).v());
        calls = recorder.taken();
        assertTrue(calls.contains("FLOAT32 FLOAT32_STRICT "), calls);
        assertFalse(calls.contains("TF32"), calls);
        assertFalse(calls.contains("BF16"), calls);
      }
    }
  }

  @Test
  void runsCallByCallWhereCaptureFails() {
    driver.failing(
        "launch elementwise",
        CudaException.ofDriver("cuLaunchKernel", 900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"));
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Nothing, Tensor, Tensor> program = Program.compile(backend, x -> x.add(1))) {
      Tensor x = Tensor.of(backend, new float[4], 4);
      driver.taken();
      program.run(x);
      program.run(x);
      assertCalls(
          """
        allocate 16 -> m2
        clear m2, 16 bytes
        allocate 16 -> m3
        clear m3, 16 bytes
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        copy m3 <- m1, 16 bytes
        begin capture
        launch elementwise 1 x 64 (m3, m2) !
        abandon capture
        launch elementwise 1 x 64 (m3, m2)
        allocate 16 -> m4
        clear m4, 16 bytes
        compile elementwise for --gpu-architecture=sm_90
        load elementwise
        launch elementwise 1 x 64 (m2, m4)
        copy m3 <- m1, 16 bytes
        launch elementwise 1 x 64 (m3, m2)
        allocate 16 -> m5
        clear m5, 16 bytes
        launch elementwise 1 x 64 (m2, m5)
        """);
    }
  }

  @Test
  void programsWithoutWorkAreNoGraph() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Nothing, Tensor, Tensor> program = Program.compile(backend, x -> x)) {
      Tensor x = Tensor.of(backend, new float[4], 4);
      program.run(x);
      assertFalse(driver.taken().contains("capture"));
    }
  }

  @Test
  void aProgramThatDoesNotFitIsRefusedBeforeAnythingIsAllocated() {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      int elements = 1 << 27; // half of the memory
      try (Program<Nothing, Tensor, Tensor> program =
          Program.compile(backend, x -> x.add(1).sum(0))) {
        Tensor x = Tensor.full(backend, DataType.FLOAT32, 0, 1).broadcastTo(Shape.of(elements));
        driver.taken();
        DeviceOutOfMemoryError error =
            assertThrows(DeviceOutOfMemoryError.class, () -> program.run(x));
        assertEquals(RecordingDriver.TOTAL, error.total());
        assertTrue(error.requested() > error.free(), error.getMessage());
      }
    }
  }
}
