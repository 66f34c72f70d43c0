package org.latent4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.Logs;
import org.latent4j.testing.NaiveBackend;

/** What is said about memory that nobody frees. */
class ScopeLeakTest {
  private static final int GIGABYTE_OF_FLOATS = 1 << 28;

  @Test
  void aForgottenScopeIsReportedWithThePlaceThatOpenedIt() {
    try (NaiveBackend backend = new NaiveBackend()) {
      String log = Logs.of(written -> forgetAScope(backend, written));
      assertTrue(
          log.contains(
              "A scope opened at org.latent4j.memory.ScopeLeakTest.openAndForget("
                  + "ScopeLeakTest.java:"),
          log);
      assertTrue(log.contains("was never closed: 2 tensors with 20 bytes were not freed"), log);
      assertEquals(2, backend.liveStorages());
    }
  }

  @Test
  void aScopeThatWasClosedIsNotReported() {
    try (NaiveBackend backend = new NaiveBackend()) {
      String log =
          Logs.of(
              written -> {
                for (int i = 0; i < 100; i++) {
                  Scope.within(() -> Tensor.full(backend, DataType.FLOAT32, 1, 3));
                }
                forgetAScope(backend, written); // once that is reported, so would the others be
              });
      assertEquals(1, Logs.count("was never closed", log), log);
    }
  }

  /** Forgets a scope in a thread that ends, and waits, at most a minute, for the report. */
  private static void forgetAScope(NaiveBackend backend, Supplier<String> log) {
    try {
      Thread thread = new Thread(() -> openAndForget(backend));
      thread.start();
      thread.join();
      for (int round = 0; round < 600 && !log.get().contains("were not freed"); round++) {
        System.gc();
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void openAndForget(NaiveBackend backend) {
    Scope.open();
    Tensor.full(backend, DataType.FLOAT32, 1, 3);
    Tensor.full(backend, DataType.INT32, 1, 2);
  }

  @Test
  void tensorsWithoutAScopeWarnOnceWhenTheyPassAGigabyte() {
    String warning = "Tensors made outside any scope now hold more than 1 GB";
    try (NaiveBackend backend = new NaiveBackend()) {
      String upToTheLimit =
          Logs.of(() -> Tensor.full(backend, DataType.FLOAT32, 0, GIGABYTE_OF_FLOATS));
      assertEquals("", upToTheLimit);
      String beyond =
          Logs.of(
              () -> {
                Tensor.full(backend, DataType.UINT8, 0);
                Tensor.full(backend, DataType.FLOAT32, 0, GIGABYTE_OF_FLOATS);
                Tensor.full(backend, DataType.UINT8, 0);
              });
      assertEquals(1, Logs.count(warning, beyond), beyond);
      assertTrue(beyond.contains("Open a Scope around the work."), beyond);
    }
  }

  @Test
  void tensorsInAScopeDoNotWarn() {
    try (NaiveBackend backend = new NaiveBackend()) {
      String log =
          Logs.of(
              () ->
                  Scope.within(
                      () -> Tensor.full(backend, DataType.FLOAT64, 0, GIGABYTE_OF_FLOATS)));
      assertEquals("", log);
    }
  }

  @Test
  void whatAScopeHandsToTheBackendCounts() {
    try (NaiveBackend backend = new NaiveBackend()) {
      String log =
          Logs.of(
              () ->
                  Scope.within(
                      () -> Tensor.full(backend, DataType.FLOAT64, 0, GIGABYTE_OF_FLOATS).keep()));
      assertEquals(1, Logs.count("more than 1 GB", log), log);
      assertEquals(Shape.of(2, 2), Tensor.full(backend, DataType.FLOAT32, 0, 2, 2).shape());
    }
  }
}
