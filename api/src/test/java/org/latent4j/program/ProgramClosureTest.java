package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.testing.Refusal.ofState;

import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** Tensors that a step finds outside itself. */
class ProgramClosureTest {
  private static final String FREED =
      "tensor: its memory was freed when its scope or backend closed;"
          + " call keep() on it inside the scope to hand it to the enclosing one";

  private final NaiveBackend backend = new NaiveBackend();

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor doubles(double... values) {
    return Tensor.of(backend, values, values.length);
  }

  private static int count(String text, Program<?, ?, ?> program) {
    return program.toString().split(Pattern.quote(text), -1).length - 1;
  }

  @Test
  void theyAreBoundByReferenceAndNotCopied() {
    Tensor weights = doubles(1, 2, 3, 4, 5, 6);
    Tensor x = doubles(1, 1, 1, 1, 1, 1);
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor in) -> in.add(weights))) {
      int before = backend.liveStorages();
      program.run(x);
      // the sum inside the program, and the output
      assertEquals(before + 2, backend.liveStorages());
      assertEquals(1, count("constant", program));
    }
  }

  @Test
  void theyAreKeptAliveUntilTheProgramCloses() {
    Scope scope = Scope.open();
    Tensor weights = doubles(10, 20);
    Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor in) -> in.add(weights));
    assertArrayEquals(new double[] {11, 21}, program.run(doubles(1, 1)).toDoubles());
    scope.close();
    assertArrayEquals(new double[] {12, 22}, program.run(doubles(2, 2)).toDoubles());
    // a recording for another shape finds them, too
    assertArrayEquals(new double[] {13, 23}, program.run(doubles(3)).toDoubles());
    ofState(FREED, weights::keep);
    program.close();
    ofState(FREED, weights::toDoubles);
  }

  @Test
  void aTensorFreedBeforeTheFirstRunIsRefused() {
    Tensor lost = Scope.within(() -> doubles(1, 2));
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor in) -> in.add(lost))) {
      Tensor x = doubles(1, 1);
      ofState(FREED, () -> program.run(x));
    }
  }

  @Test
  void oneTensorReadInSeveralWaysIsBoundOnce() {
    Tensor weights = doubles(1, 2, 3, 4, 5, 6).reshape(2, 3);
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor in) ->
                in.matmul(weights)
                    .matmul(weights.transpose())
                    .add(weights.slice(1, 1, 2).reshape(1, 2))
                    .add(weights.reshape(6).slice(0, 4, 6)))) {
      Tensor x = doubles(1, 1).reshape(1, 2);
      // (1, 1) W = (5, 7, 9); times W' = (46, 109); plus (2, 5) plus (5, 6)
      assertArrayEquals(new double[] {53, 120}, program.run(x).toDoubles());
      // reshaping a strided part copies it at once, which is a second constant
      assertEquals(2, count("constant", program));
    }
  }

  @Test
  void whatIsComputedFromThemAloneIsComputedOnce() {
    Tensor weights = doubles(1, 2, 3);
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor in) ->
                in.mul(Functions.exp(weights).sum().add(1)).add(Functions.log(weights)))) {
      double factor = Math.exp(1) + Math.exp(2) + Math.exp(3) + 1;
      assertArrayEquals(
          new double[] {2 * factor, 2 * factor + Math.log(2), 2 * factor + Math.log(3)},
          program.run(Tensor.full(backend, DataType.FLOAT64, 2)).toDoubles(),
          1e-12);
      assertFalse(program.toString().contains("exp"), program::toString);
      assertFalse(program.toString().contains("Reduction"), program::toString);
      assertEquals(2, count("elementwise", program));
      assertEquals(2, count("constant", program));
    }
  }

  @Test
  void tensorsMadeInTheStepAreConstants() {
    int[] made = {0};
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor in) -> {
              made[0]++;
              Tensor unused = Tensor.full(backend, DataType.FLOAT64, 5, 100);
              assertEquals(5, unused.mean().item()); // may be read: it is no value of the trace
              return in.add(Tensor.of(backend, new double[] {made[0], 0}, 2));
            })) {
      int before = backend.liveStorages();
      assertArrayEquals(new double[] {1, 0}, program.run(doubles(0, 0)).toDoubles());
      assertArrayEquals(new double[] {2, 1}, program.run(doubles(1, 1)).toDoubles());
      assertEquals(1, made[0]);
      // the constant, the result in the program, two inputs and two outputs
      assertEquals(before + 6, backend.liveStorages());
    }
  }

  @Test
  void aScopeInTheStepDoesNotFreeWhatTheProgramReads() {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor in) ->
                Scope.within(() -> in.mul(Tensor.full(backend, DataType.FLOAT64, 3, 1)).keep()))) {
      assertEquals(6, program.run(doubles(2)).item());
      assertEquals(9, program.run(doubles(3)).item());
    }
  }

  @Test
  void anEmptyAndASingleConstantAreBoundLikeOthers() {
    Tensor empty = doubles();
    Tensor single = Tensor.full(backend, DataType.FLOAT64, 4);
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor in) -> Functions.concat(0, in.mul(single), empty))) {
      Tensor output = program.run(doubles(1, 2));
      assertEquals(Shape.of(2), output.shape());
      assertArrayEquals(new double[] {4, 8}, output.toDoubles());
      assertTrue(program.toString().contains("FLOAT64 [0] = constant"), program::toString);
    }
  }
}
