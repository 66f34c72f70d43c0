package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Functions.exp;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Precision;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
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
   * Five products and five kernels: two that draw, the last hidden means with the negated rate, the
   * sums for both biases, and the new biases with the next number of the step. The keys are derived
   * from that number (m8) in the kernels that draw; states are replaced where they are.
   */
  private static final String CAPTURE =
      """
      begin capture
      multiply product1 by 0: m13 = 1.0 m5 m23 + 0.0, workspace m26
      launch elementwise 16 x 64 (m13, m7, m11, m11+4, m8, m13, m15)
      multiply product2 by 0: m17 = 1.0 m5 m15 + 0.0, workspace m26
      launch elementwise 10 x 64 (m17, m6, m23, m11, m11+4, m8, m17, m18)
      multiply product1 by 0: m19 = 1.0 m5 m17 + 0.0, workspace m26
      multiply product3 by 0: m5 = m24 m13 m23 + m25, workspace m26
      launch joined 9 x 256 (m19, m7, m13, m19, m13, m24, m20)
      multiply product3 by 0: m5 = m20 m19 m17 + m25, workspace m26
      launch joined 21 x 256 (m18, m21, m13, m22)
      launch joined 3 x 256 (m24, m21, m6, m6, m24, m22, m7, m7, m8, m8)
      end capture -> graph1
      launch graph1
      """;

  private static final String REPLAY =
      """
      copy m23 <- m9, 5120 bytes
      copy m24 <- m10, 4 bytes
      launch graph1
      """;

  /** The terms are computed where they are added up, unless somebody else reads them. */
  @Test
  void elementsThatOnlyAReductionReadsAreNotStored() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Nothing, Tensor, Tensor> sum =
            Program.compile(
                backend,
                Nothing.NOTHING,
                (state, x) -> Step.result(state, exp(x.sub(x.max(1).expand(1))).sum(1)));
        Program<Nothing, Tensor, Tensor> softmax =
            Program.compile(
                backend,
                Nothing.NOTHING,
                (state, x) -> {
                  Tensor terms = exp(x.sub(x.max(1).expand(1)));
                  return Step.result(state, terms.div(terms.sum(1).expand(1)));
                })) {
      Tensor x = Tensor.full(backend, DataType.FLOAT32, 1, 20, 64);
      driver.taken();
      sum.run(x);
      assertEquals(
          List.of("reduce", "reduce", "elementwise"), launched(), "and a copy of the output");
      softmax.run(x);
      assertEquals(
          List.of("reduce", "elementwise", "reduce", "elementwise", "elementwise"), launched());
    }
  }

  private List<String> launched() {
    return driver
        .taken()
        .lines()
        .filter(line -> line.startsWith("launch ") && !line.contains("graph"))
        .map(line -> line.replaceFirst("launch (\\w+) .*", "$1"))
        .toList();
  }

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
  void runsCallByCallWhereCaptureFailsTwice() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Cd1.State, Nothing, Nothing> program = counter(backend)) {
      failCapture();
      program.run(Nothing.NOTHING);
      String first = driver.taken();
      assertEquals(
          """
          begin capture
          launch elementwise 1 x 64 (m2, m2) !
          abandon capture
          launch elementwise 1 x 64 (m2, m2)
          """,
          first.substring(first.indexOf("begin")));
      failCapture();
      program.run(Nothing.NOTHING);
      assertCalls(
          """
          begin capture
          launch elementwise 1 x 64 (m2, m2) !
          abandon capture
          launch elementwise 1 x 64 (m2, m2)
          """);
      program.run(Nothing.NOTHING);
      assertCalls("launch elementwise 1 x 64 (m2, m2)\n");
    }
  }

  @Test
  void capturesAtTheSecondRunWhatCouldNotBeCapturedAtTheFirst() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Cd1.State, Nothing, Nothing> program = counter(backend)) {
      failCapture();
      program.run(Nothing.NOTHING);
      driver.taken();
      program.run(Nothing.NOTHING);
      assertCalls(
          """
          begin capture
          launch elementwise 1 x 64 (m2, m2)
          end capture -> graph1
          launch graph1
          """);
    }
  }

  private void failCapture() {
    driver.failing(
        "launch elementwise",
        CudaException.ofDriver("cuLaunchKernel", 900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"));
  }

  /** A program that only counts its runs. */
  private static Program<Cd1.State, Nothing, Nothing> counter(CudaBackend backend) {
    Tensor zero = Tensor.of(backend, new int[] {0});
    Cd1.State start = new Cd1.State(zero, zero, zero, zero);
    return Program.compile(
        backend,
        start,
        (state, nothing) ->
            Step.result(
                new Cd1.State(state.w().add(1), state.b(), state.c(), state.step()), nothing));
  }

  @Test
  void theMemoryPlanIsWhatIsAllocated() {
    Shape shape = Shape.of(10, 20);
    Plan.Value input = new Plan.Value(DataType.FLOAT32, shape, Plan.Role.INPUT);
    Plan.Value state = new Plan.Value(DataType.FLOAT64, shape, Plan.Role.STATE);
    Plan.Value result = new Plan.Value(DataType.FLOAT32, shape, Plan.Role.RESULT);
    Plan.Operand in = new Plan.Operand(0, Layout.dense(shape));
    Operation copy =
        new Operation.Elementwise(Expressions.copy(DataType.FLOAT32, DataType.FLOAT32), shape);
    Plan plan =
        new Plan(
            List.of(input, state, result),
            List.of(new Plan.Node(copy, List.of(in), List.of(2))),
            List.of(),
            List.of(new Plan.Operand(2, Layout.dense(shape))));
    MemoryPlan memory = MemoryPlan.of(plan);
    assertEquals(new MemoryPlan(1600, 800, 800), memory);
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      View[] states = {View.of(backend.allocate(DataType.FLOAT64, 200))};
      driver.taken();
      backend.prepare(plan, new View[0], states).close();
      long allocated =
          driver
              .taken()
              .lines()
              .filter(line -> line.startsWith("allocate"))
              .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
              .sum();
      assertEquals(memory.made(), allocated);
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
