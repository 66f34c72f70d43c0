package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.withRows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.backend.Executable;
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
import org.latent4j.tensor.RandomKey;
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
    }
    assertTrue(driver.taken().contains("destroy graph1"));
  }

  /**
   * Four products and four kernels: two that draw, the last hidden means with their opposites and
   * the differences, and both biases moved by their sums with the next number of the step. The keys
   * are derived from that number (m8) in the kernels that draw; states are replaced where they are.
   * The last product is over the data and, below them, the draws (m13+45824), beside the first
   * hidden means and the opposites of the last (m13+21504).
   */
  private static final String CAPTURE =
      """
      begin capture
      multiply product1 by 0: m13 = 1.0 m5 m9 + 0.0, workspace m13+64512
      launch elementwise 16 x 64 (m13, m7, m11, m11+4, m8, m13+21504, m13+13312)
      multiply product2 by 0: m13+8192 = 1.0 m5 m13+13312 + 0.0, workspace m13+64512
      launch elementwise 10 x 64 (m13+8192, m6, m11, m11+4, m8, m13+50944)
      multiply product1 by 0: m13+37632 = 1.0 m5 m13+50944 + 0.0, workspace m13+64512
      launch elementwise 32 x 64 (m13+37632, m7, m13+21504, m13+29504, m13+56064)
      copy m13+45824 <- m9, 5120 bytes
      fork
        beside: launch joined 23 x 256 (m10, m13+64256, m9, m13+50944, m10, m6, m6, m13+56064, m10, m7, m7, m8, m8)
      multiply product3 by 0: m5 = m10 m13+21504 m13+45824 + m12, workspace m13+64512
      mark
      join
      end capture -> graph1
      launch graph1
      """;

  /** Three runs as usual, eight turns of each order, then the one that took less. */
  @ParameterizedTest
  @CsvSource({"2, 1, graph2", "1, 2, graph1"})
  void theFasterOfTwoOrdersStays(float withBranches, float without, String faster) {
    driver.takes(withBranches, without);
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Cd1.State, Cd1.Batch, Nothing> program = Cd1.program(backend, 64, 100)) {
      Cd1.Batch batch = batch(backend);
      for (int run = 0; run < 3; run++) {
        program.run(batch);
      }
      assertTrue(driver.taken().contains("fork"));
      for (int run = 0; run < 15; run++) {
        program.run(batch);
      }
      String trial = driver.taken();
      assertEquals(8, trial.split("launch graph1", -1).length - 1);
      assertEquals(7, trial.split("launch graph2", -1).length - 1);
      assertTrue(trial.contains("capture") && !trial.contains("fork"), trial);
      program.run(batch);
      String slower = faster.equals("graph1") ? "graph2" : "graph1";
      assertTrue(driver.taken().endsWith("destroy " + slower + "\n"));
      program.run(batch);
      assertCalls("launch " + faster + "\n");
    }
  }

  /**
   * The chains (m3) are moved where they are, although the product that they are drawn from could
   * be overwritten.
   */
  @Test
  void aStepOfGibbsSamplingCopiesNothing() {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      Tensor w = Tensor.full(backend, DataType.FLOAT32, 0.01, 64, 100);
      Tensor half = Tensor.full(backend, DataType.FLOAT32, 0.5, 32, 64);
      Chains start = new Chains(half, Tensor.of(backend, new int[] {0}));
      RandomKey root = RandomKey.of(7);
      try (Program<Chains, Nothing, Nothing> program =
          Program.training(
              backend,
              start,
              (state, nothing) -> {
                RandomKey key = root.fold(state.step());
                Tensor h = bernoulli(key.fold(0), sigmoid(state.v().matmul(w)));
                Tensor v = bernoulli(key.fold(1), sigmoid(h.matmul(w.transpose())));
                return Step.result(new Chains(v, state.step().add(1)), nothing);
              })) {
        driver.taken();
        program.run(Nothing.NOTHING);
        String calls = driver.taken();
        assertEquals(
            """
            begin capture
            multiply product1 by 0: m7 = 1.0 m1 m4 + 0.0, workspace m7+20992
            launch elementwise 25 x 64 (m7, m6, m6+4, m5, m7)
            multiply product2 by 0: m7+12800 = 1.0 m1 m7 + 0.0, workspace m7+20992
            launch chained 1 x 256 (m7+12800, m6, m6+4, m5, m4, m5, m5)
            end capture -> graph1
            launch graph1
            """,
            calls.substring(calls.indexOf("begin capture")));
      }
    }
  }

  /** Chains and the number of the step. */
  private record Chains(Tensor v, Tensor step) {}

  /** Inputs are read where they are. */
  private static final String REPLAY = "launch graph1\n";

  /** After three moves an input is copied to a place of its own. */
  @Test
  void inputsThatKeepMovingAreCopied() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Tensor, Tensor, Nothing> sum =
            Program.compile(
                backend,
                Tensor.full(backend, DataType.FLOAT32, 0, 64),
                (state, x) -> Step.result(state.add(x), Nothing.NOTHING))) {
      List<Tensor> inputs = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        inputs.add(Tensor.full(backend, DataType.FLOAT32, i, 64));
      }
      for (Tensor input : inputs.subList(0, 4)) {
        sum.run(input);
        assertTrue(driver.taken().contains("end capture"));
        sum.run(input);
        assertTrue(driver.taken().matches("launch graph\\d\n"));
      }
      sum.run(inputs.get(4));
      String calls = driver.taken();
      String copy = calls.lines().filter(line -> line.startsWith("copy")).findFirst().orElseThrow();
      assertTrue(copy.endsWith(", 256 bytes"), copy);
      assertTrue(calls.contains("destroy graph4"), calls);
      assertTrue(calls.contains("end capture -> graph5"), calls);
      for (Tensor input : inputs) {
        sum.run(input);
        calls = driver.taken();
        assertTrue(calls.matches("copy m\\d+ <- m\\d+, 256 bytes\nlaunch graph5\n"), calls);
      }
    }
  }

  /** A view that starts anywhere, and the state itself, which the program overwrites. */
  @Test
  void inputsThatAGraphCannotReadWhereTheyAreAreCopied() {
    Shape shape = Shape.of(64);
    Plan.Value input = new Plan.Value(DataType.FLOAT32, shape, Plan.Role.INPUT);
    Plan.Value state = new Plan.Value(DataType.FLOAT32, shape, Plan.Role.STATE);
    Plan.Value result = new Plan.Value(DataType.FLOAT32, shape, Plan.Role.RESULT);
    Operation copy =
        new Operation.Elementwise(Expressions.copy(DataType.FLOAT32, DataType.FLOAT32), shape);
    Plan plan =
        new Plan(
            List.of(input, state, result),
            List.of(
                new Plan.Node(copy, List.of(new Plan.Operand(0, Layout.dense(shape))), List.of(2))),
            List.of(new Plan.Update(1, new Plan.Operand(2, Layout.dense(shape)))),
            List.of());
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      View[] states = {View.of(backend.allocate(DataType.FLOAT32, 64))};
      View wide = View.of(backend.allocate(DataType.FLOAT32, 65));
      View behind = new View(wide.storage(), Layout.dense(shape).shifted(1));
      for (View bound : List.of(behind, states[0])) {
        try (Executable executable = backend.prepare(plan, new View[0], states)) {
          driver.taken();
          executable.run(new View[] {bound});
          String calls = driver.taken();
          assertTrue(calls.contains("\ncopy m"), calls);
        }
      }
    }
  }

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
      Tensor x = Tensor.full(backend, DataType.FLOAT32, 1, 200, 640);
      driver.taken();
      sum.run(x);
      assertEquals(
          List.of("reduce", "reduce", "elementwise"), launched(), "and a copy of the output");
      softmax.run(x);
      assertEquals(
          List.of("reduce", "elementwise", "reduce", "elementwise", "elementwise"), launched());
    }
  }

  /** Not so where results are read more than once, or are places; a copy of the output follows. */
  @Test
  void whatIsMadeOfAReductionAloneIsMadeByItsKernel() {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      assertEquals(
          List.of("reduce", "elementwise"), launchedBy(backend, x -> exp(x.sum(1).mul(0.05))));
      assertEquals(
          List.of("reduce", "elementwise", "elementwise"),
          launchedBy(backend, x -> x.sub(x.sum(1).expand(1))));
      assertEquals(
          List.of("reduce", "elementwise", "elementwise"),
          launchedBy(backend, x -> x.argmax(1).add(1)));
      assertEquals(
          List.of("reduce", "elementwise", "elementwise"),
          launchedBy(backend, x -> exp(x.sum(0).expand(0))),
          "a kernel goes through one shape");
      assertEquals(
          List.of("reduce", "reduce", "elementwise", "elementwise"),
          launchedBy(backend, x -> x.sum(1).mul(x.max(1)).expand(1).add(x)),
          "a product of two reductions belongs to one of them");
    }
  }

  /** Ten classes: what depends on each other shares a block instead of waiting for launches. */
  @Test
  void tinyNodesThatDependOnEachOtherAreOneLaunch() {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      Function<Tensor, Tensor> logits =
          x -> {
            Tensor less = x.sub(x.max(1).expand(1));
            return less.sub(log(exp(less).sum(1)).expand(1));
          };
      assertEquals(
          List.of("chained", "elementwise"),
          launchedBy(backend, logits, 128, 10),
          "and a copy of the output");
      assertEquals(
          List.of("reduce", "elementwise", "reduce", "elementwise", "elementwise"),
          launchedBy(backend, logits, 1024, 100));
    }
  }

  private List<String> launchedBy(CudaBackend backend, Function<Tensor, Tensor> function) {
    return launchedBy(backend, function, 200, 640);
  }

  private List<String> launchedBy(
      CudaBackend backend, Function<Tensor, Tensor> function, int rows, int columns) {
    Tensor x = Tensor.full(backend, DataType.FLOAT32, 1, rows, columns);
    try (Program<Nothing, Tensor, Tensor> program = Program.compile(backend, function)) {
      driver.taken();
      program.run(x);
      return launched();
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

  /** Sixteen at a time in one launch, the rest one by one. */
  @Test
  void manyRunsAreFewLaunches() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Cd1.State, Nothing, Nothing> program = counter(backend)) {
      program.run(Nothing.NOTHING, 34);
      String calls = driver.taken();
      calls = calls.substring(calls.indexOf("begin capture"));
      String step = "launch elementwise 1 x 64 (m2, m2)\n";
      assertEquals(
          "begin capture\n"
              + step.repeat(16)
              + """
              end capture -> graph1
              launch graph1
              launch graph1
              begin capture
              """
              + step
              + """
              end capture -> graph2
              launch graph2
              launch graph2
              """,
          calls);
      program.run(Nothing.NOTHING, 17);
      assertCalls("launch graph1\nlaunch graph2\n");
    }
    assertTrue(driver.taken().contains("destroy graph2\ndestroy graph1\n"));
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

  /** One block for results and scratch memory, in which the product has its workspace. */
  @Test
  void theMemoryPlanIsWhatIsTaken() {
    Shape shape = Shape.of(20, 20);
    Plan.Value input = new Plan.Value(DataType.FLOAT32, shape, Plan.Role.INPUT);
    Plan.Value state = new Plan.Value(DataType.FLOAT64, shape, Plan.Role.STATE);
    Plan.Value result = new Plan.Value(DataType.FLOAT32, shape, Plan.Role.RESULT);
    Plan.Operand in = new Plan.Operand(0, Layout.dense(shape));
    Operation square = new Operation.MatrixProduct(1, false, 0);
    Plan plan =
        new Plan(
            List.of(input, state, result),
            List.of(new Plan.Node(square, List.of(in, in), List.of(2))),
            List.of(),
            List.of(new Plan.Operand(2, Layout.dense(shape))));
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      View[] states = {View.of(backend.allocate(DataType.FLOAT64, 400))};
      driver.taken();
      GraphExecutable executable = (GraphExecutable) backend.prepare(plan, new View[0], states);
      assertEquals(
          new MemoryPlan(3200, 1792, RecordingDriver.WORKSPACE, 0), executable.memoryPlan());
      assertCalls(
          """
          prepare product1: FLOAT32 FLOAT32_STRICT 20 x 20 x 20 A B
          algorithms product1, at most 1
          allocate 2816 -> m2
          """);
      executable.close();
      assertCalls("free m2\n");
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
      try (Program<Nothing, Tensor, Tensor> program = Program.compile(backend, x -> x.add(1))) {
        Tensor x = Tensor.full(backend, DataType.FLOAT32, 0, 1).broadcastTo(Shape.of(elements));
        driver.taken();
        DeviceOutOfMemoryError error =
            assertThrows(DeviceOutOfMemoryError.class, () -> program.run(x));
        assertEquals(RecordingDriver.TOTAL, error.total());
        assertTrue(error.requested() > error.free(), error.getMessage());
      }
    }
  }

  /** Rows and where they go. */
  record Rows(Tensor indices, Tensor rows) {}

  @Test
  void rowsOfAStateAreReplacedWhereTheyAreIfNobodyReadsThemLater() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Tensor, Rows, Nothing> inPlace =
            Program.compile(
                backend,
                Tensor.full(backend, DataType.FLOAT32, 1, 1000, 40),
                (s, in) -> Step.result(withRows(s, in.indices(), in.rows()), Nothing.NOTHING));
        Program<Tensor, Rows, Tensor> beside =
            Program.compile(
                backend,
                Tensor.full(backend, DataType.FLOAT32, 1, 1000, 40),
                (s, in) -> {
                  Tensor next = withRows(s, in.indices(), in.rows());
                  return Step.result(next, next.sum(0).add(s.sum(0)));
                })) {
      Rows in =
          new Rows(
              Tensor.of(backend, new int[] {3}, 1),
              Tensor.full(backend, DataType.FLOAT32, 2, 1, 40));
      driver.taken();
      inPlace.run(in);
      String captured = captured();
      assertTrue(captured.contains("launch replace_rows"), captured);
      assertFalse(captured.contains("copy "), captured);
      beside.run(in);
      assertTrue(captured().contains("copy "));
    }
  }

  private String captured() {
    String calls = driver.taken();
    return calls.substring(calls.indexOf("begin capture"), calls.indexOf("end capture"));
  }
}
