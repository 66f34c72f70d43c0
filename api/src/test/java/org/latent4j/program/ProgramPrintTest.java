package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** What a program shows of itself. */
class ProgramPrintTest {
  private final NaiveBackend backend = new NaiveBackend();

  record Weights(Tensor w, Tensor moved) {}

  record Batch(Tensor v, Tensor rate, RandomKey key) {}

  @AfterEach
  void close() {
    backend.close();
  }

  private Tensor ones(int... shape) {
    return Tensor.full(backend, DataType.FLOAT32, 1, shape);
  }

  @Test
  void aProgramThatHasNotRunHasNothingRecorded() {
    try (Program<Nothing, Tensor, Tensor> program = Program.compile(backend, (Tensor x) -> x)) {
      assertEquals("program: not run yet", program.toString());
    }
  }

  /** Constants of the trace stand out: a learning rate written as a Java number is one. */
  @Test
  void everyValueOperationUpdateAndOutputHasALine() {
    Tensor bias = ones(3);
    Step<Weights, Batch, Tensor> step =
        (weights, batch) -> {
          Tensor p = Functions.sigmoid(batch.v().matmul(weights.w()).add(bias));
          Tensor h = Draws.bernoulli(batch.key().fold(1), p);
          Tensor w = batch.v().transpose().matmulAdd(batch.rate(), h, 0.99, weights.w());
          return Step.result(new Weights(w, weights.w().mul(0.1)), p.mean());
        };
    try (Program<Weights, Batch, Tensor> program =
        Program.compile(backend, new Weights(ones(4, 3), ones(4, 3)), step)) {
      program.run(new Batch(ones(2, 4), ones(), RandomKey.of(1)));
      assertEquals(
          """
          %0 FLOAT32 [4, 3] = state
          %1 FLOAT32 [4, 3] = state
          %2 FLOAT32 [2, 4] = input
          %3 FLOAT32 [] = input
          %4 INT32 [2] = input
          %6 FLOAT32 [3] = constant
          %9 INT32 [2] = FoldKey[n=1, counted=false](%4)
          %5 FLOAT32 [2, 3] = MatrixProduct[alpha=1.0, scaled=false, beta=0.0](%2, %0)
          %8 FLOAT32 [2, 3], %10 FLOAT32 [2, 3] = elementwise {t3 = sigmoid(add(x0, x1)); t3; where(eq(t3, t3), lt(uniform0, t3), t3)} (%5, %6 as [2, 3] at 0 by [0, 1], %9)
          %11 FLOAT32 [4, 3] = MatrixProduct[alpha=1.0, scaled=true, beta=0.99](%2 as [4, 2] at 0 by [1, 4], %10, %3, %0)
          %12 FLOAT32 [4, 3] = elementwise {mul(x0, 0.1)} (%0)
          %13 FLOAT32 [] = Reduction[op=SUM, axis=0](%8 as [6])
          %14 FLOAT32 [] = elementwise {div(x0, 6.0)} (%13)
          state %0 <- %11
          state %1 <- %12
          output %14
          memory: 8 results in 5 buffers of 108 bytes; %12 in the place of %1
          """,
          program.toString());
    }
  }

  @Test
  void everyRecordingIsShown() {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor x) -> x.transpose())) {
      program.run(ones(2, 3));
      program.run(ones(1, 3));
      assertEquals(
          """
          %0 FLOAT32 [2, 3] = input
          output %0 as [3, 2] at 0 by [1, 3]
          memory: 0 results in 0 buffers of 0 bytes

          %0 FLOAT32 [1, 3] = input
          output %0 as [3, 1]
          memory: 0 results in 0 buffers of 0 bytes
          """,
          program.toString());
    }
  }
}
