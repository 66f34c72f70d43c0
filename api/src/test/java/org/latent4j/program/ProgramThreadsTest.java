package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.testing.Refusal.ofState;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** A program is used by one thread at a time, and closed once. */
class ProgramThreadsTest {
  private static final String IN_USE =
      "program: it is in use by another thread; compile one for each thread";

  private final NaiveBackend backend = new NaiveBackend();

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor number(double value) {
    return Tensor.full(backend, DataType.FLOAT64, value);
  }

  @Test
  void aSecondThreadIsRefusedWhileTheFirstIsInside()
      throws InterruptedException, ExecutionException, TimeoutException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Step<Tensor, Tensor, Tensor> step =
        (s, x) -> {
          inside.countDown();
          await(leave);
          return Step.result(s.add(x), s);
        };
    try (Program<Tensor, Tensor, Tensor> program = Program.compile(backend, number(1), step)) {
      Tensor x = number(5);
      CompletableFuture<Tensor> first = CompletableFuture.supplyAsync(() -> program.run(x));
      await(inside);
      ofState(IN_USE, () -> program.run(x));
      ofState(IN_USE, program::state);
      ofState(IN_USE, () -> program.setState(x));
      ofState(IN_USE, program::close);
      leave.countDown();
      assertEquals(1, first.get(30, TimeUnit.SECONDS).item());
      assertEquals(6, program.run(x).item());
      assertEquals(11, program.state().item());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void threadsMayTakeTurns() throws InterruptedException, ExecutionException, TimeoutException {
    try (Program<Tensor, Tensor, Tensor> program =
        Program.compile(backend, number(0), (s, x) -> Step.result(s.add(x), s))) {
      Tensor one = number(1);
      for (int run = 0; run < 4; run++) {
        CompletableFuture.supplyAsync(() -> program.run(one)).get(30, TimeUnit.SECONDS);
        program.run(one);
      }
      assertEquals(8, program.state().item());
    }
  }

  @Test
  void programsInDifferentThreadsRecordIndependently()
      throws InterruptedException, ExecutionException, TimeoutException {
    CountDownLatch both = new CountDownLatch(2);
    CompletableFuture<Double> one = recordTogether(both, 1);
    CompletableFuture<Double> two = recordTogether(both, 2);
    assertEquals(11, one.get(30, TimeUnit.SECONDS));
    assertEquals(12, two.get(30, TimeUnit.SECONDS));
  }

  private CompletableFuture<Double> recordTogether(CountDownLatch both, double addend) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Program<Nothing, Tensor, Tensor> program =
              Program.compile(
                  backend,
                  (Tensor x) -> {
                    both.countDown();
                    await(both);
                    return x.add(addend);
                  })) {
            return program.run(number(10)).item();
          }
        },
        // The common pool may have a single thread, in which two tasks can't wait for each other.
        task -> new Thread(task).start());
  }

  @Test
  void aClosedProgramRefusesWorkAndCanBeClosedAgain() {
    Program<Tensor, Tensor, Tensor> program =
        Program.compile(backend, number(0), (s, x) -> Step.result(s.add(x), s));
    Tensor x = number(1);
    program.run(x);
    program.close();
    program.close();
    String closed = "program: it is closed";
    ofState(closed, () -> program.run(x));
    ofState(closed, program::state);
    ofState(closed, () -> program.setState(x));
  }

  @Test
  void aProgramThatNeverRanCanBeClosed() {
    Program.compile(backend, number(0), (Tensor s, Tensor x) -> Step.result(s, x)).close();
    assertEquals(1, backend.liveStorages());
  }

  @Test
  void aStepCanNotCloseItsOwnProgram() {
    Program<?, ?, ?>[] self = new Program<?, ?, ?>[1];
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor x) -> {
              self[0].close();
              return x;
            })) {
      self[0] = program;
      Tensor x = number(1);
      ofState(IN_USE, () -> program.run(x));
    }
  }

  @Test
  void aProgramMayBeClosedAfterItsBackend() {
    Program<Tensor, Tensor, Tensor> program =
        Program.compile(backend, number(0), (s, x) -> Step.result(s.add(x), s));
    program.run(number(1));
    backend.close();
    program.close();
    assertEquals(0, backend.liveStorages());
  }
}
