package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.Trace;
import org.latent4j.testing.Logs;
import org.latent4j.testing.NaiveBackend;

/** What is left after a failure: nothing, and a thread and a program that can go on. */
class ProgramFailureTest {
  private final NaiveBackend backend = new NaiveBackend();

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor doubles(double... values) {
    return Tensor.of(backend, values, values.length);
  }

  private void threadIsUsable() {
    assertFalse(Trace.isRecording());
    try (Program<Nothing, Tensor, Tensor> other =
        Program.compile(backend, (Tensor x) -> x.add(1))) {
      assertEquals(2, other.run(doubles(1)).item());
    }
    int before = backend.liveStorages();
    Scope.within(() -> doubles(1));
    assertEquals(before, backend.liveStorages());
    doubles(1);
    assertEquals(before + 1, backend.liveStorages(), "no scope is open");
  }

  @Test
  void aStepThatThrowsLeavesNothingBehind() {
    Tensor weights = doubles(1, 2);
    Tensor x = doubles(3, 4);
    boolean[] fails = {true};
    try (Program<Tensor, Tensor, Tensor> program =
        Program.compile(
            backend,
            weights,
            (s, in) -> {
              Tensor sum = s.add(in).add(weights).add(Tensor.full(backend, DataType.FLOAT64, 1, 2));
              if (fails[0]) {
                throw new UnsupportedOperationException("on purpose");
              }
              return Step.result(sum, sum);
            })) {
      int before = backend.liveStorages();
      assertThrows(UnsupportedOperationException.class, () -> program.run(x));
      assertEquals(before, backend.liveStorages());
      threadIsUsable();
      fails[0] = false;
      assertArrayEquals(new double[] {6, 9}, program.run(x).toDoubles());
    }
  }

  @Test
  void aStepThatThrowsWhatJavaWouldNotLetItLeavesNothingBehind() {
    Tensor x = doubles(3);
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor in) -> ProgramFailureTest.<RuntimeException>sneak(in))) {
      assertThrows(IOException.class, () -> program.run(x));
      threadIsUsable();
    }
  }

  /** As languages without checked exceptions do. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> Tensor sneak(Tensor in) throws E {
    in.add(1);
    throw (E) new IOException("on purpose");
  }

  @Test
  void aScopeThatAStepForgetsIsClosedWithAWarning() {
    Tensor x = doubles(3);
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor in) -> {
              Scope.open();
              return in.add(Tensor.full(backend, DataType.FLOAT64, 1, 1));
            })) {
      String log = Logs.of(() -> assertEquals(4, program.run(x).item()));
      assertTrue(log.contains("A scope opened at org.latent4j.program.ProgramFailureTest"), log);
      threadIsUsable();
    }
  }

  @Test
  void aRunThatFailsLeavesTheStateAsItWas() {
    Tensor table = doubles(10, 20, 30);
    try (Program<Tensor, Tensor, Tensor> program =
        Program.compile(
            backend,
            doubles(1),
            (s, rows) -> {
              Tensor next = s.add(1);
              return Step.result(next, table.gather(rows).mul(next));
            })) {
      Tensor good = Tensor.of(backend, new int[] {2}, 1);
      Tensor bad = Tensor.of(backend, new int[] {3}, 1);
      assertEquals(60, program.run(good).item());
      assertThrows(IndexOutOfBoundsException.class, () -> program.run(bad));
      assertEquals(2, program.state().item());
      assertEquals(90, program.run(good).item());
      threadIsUsable();
    }
  }

  /** Whichever allocation of compiling and of the first run is the one that fails. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void memoryThatRunsOutIsGivenBack(int allocations) {
    Tensor x = doubles(1, 2, 3, 4).reshape(2, 2);
    Tensor weights = doubles(5, 6, 7, 8).reshape(2, 2);
    int before = backend.liveStorages();
    backend.allowAllocations(allocations);
    assertThrows(
        OutOfMemoryError.class,
        () ->
            Scope.within(
                () -> {
                  try (Program<Tensor, Tensor, Tensor> program =
                      Program.compile(
                          backend,
                          x,
                          (s, in) -> {
                            Tensor y = in.matmul(weights).add(s).add(weights.mul(2));
                            return Step.result(s.transpose(), Functions.exp(y));
                          })) {
                    return program.run(x.transpose());
                  }
                }));
    assertEquals(before, backend.liveStorages());
    backend.allowAllocations(Long.MAX_VALUE);
    threadIsUsable();
  }

  @Test
  void aStateThatCanNotBeReadIsNotCompiled() {
    Tensor lost = Scope.within(() -> doubles(1));
    int before = backend.liveStorages();
    assertThrows(
        IllegalStateException.class,
        () -> Program.compile(backend, lost, (Tensor s, Tensor x) -> Step.result(s, x)));
    assertEquals(before, backend.liveStorages());
  }

  /** The addition is in the place of the state, unless something after it can fail. */
  @Test
  void aStateIsNotOverwrittenBeforeRowsArePickedByWhatReplacesIt() {
    Tensor table = doubles(10, 20, 30);
    try (Program<Tensor, Nothing, Tensor> program =
        Program.compile(
            backend,
            doubles(1),
            (s, in) -> {
              Tensor next = s.add(1);
              return Step.result(next, table.gather(next.cast(DataType.INT32)));
            })) {
      assertEquals(30, program.run(Nothing.NOTHING).item());
      assertThrows(IndexOutOfBoundsException.class, () -> program.run(Nothing.NOTHING));
      assertEquals(2, program.state().item());
    }
  }

  /** The second state is good, but the first must not have been replaced before that is known. */
  @Test
  void rowsThatAreRefusedLeaveEveryStateAsItWas() {
    record Two(Tensor a, Tensor b) {}
    record Rows(Tensor ofA, Tensor ofB) {}
    Tensor row = doubles(7);
    try (Program<Two, Rows, Nothing> program =
        Program.compile(
            backend,
            new Two(doubles(1, 2), doubles(3, 4)),
            (s, in) ->
                Step.result(
                    new Two(
                        Functions.withRows(s.a(), in.ofA(), row),
                        Functions.withRows(s.b(), in.ofB(), row)),
                    Nothing.NOTHING))) {
      Tensor first = Tensor.of(backend, new int[] {0}, 1);
      Tensor third = Tensor.of(backend, new int[] {2}, 1);
      for (Rows rows : new Rows[] {new Rows(first, third), new Rows(third, first)}) {
        assertThrows(IndexOutOfBoundsException.class, () -> program.run(rows));
        assertArrayEquals(new double[] {1, 2}, program.state().a().toDoubles());
        assertArrayEquals(new double[] {3, 4}, program.state().b().toDoubles());
      }
      program.run(new Rows(first, first));
      assertArrayEquals(new double[] {7, 2}, program.state().a().toDoubles());
      assertArrayEquals(new double[] {7, 4}, program.state().b().toDoubles());
    }
  }
}
