package org.latent4j.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tck.Battery.Kind;

/** §8: the same results again, with other threads, and from several threads at once. */
interface DeterminismRules extends BackendRules {
  /** How many threads call the backend at once. */
  int CALLERS = 4;

  /** Operations of every kind, small and large. */
  @Test
  @DisplayName("§8.01 The same operations give the same bits when they are repeated")
  default void repeatable() {
    for (DataType type : Elements.FLOATING) {
      List<Kind> all = List.of(Kind.values());
      Map<String, double[]> first = Battery.run(backend(), type, all);
      for (int repetition = 0; repetition < 2; repetition++) {
        Battery.requireSame(first, Battery.run(backend(), type, all), "repeated in " + type);
      }
    }
  }

  /** Products are left out: their order of summation may depend on the threads. */
  @Test
  @DisplayName("§8.02 All but products give the same bits with one thread as with two")
  default void threadsDoNotMatter() {
    List<Kind> kinds = List.of(Kind.ELEMENTWISE, Kind.REDUCTION, Kind.ROWS);
    for (DataType type : Elements.FLOATING) {
      Map<String, double[]> two = Battery.run(backend(), type, kinds);
      try (Backend single = openBackend(new BackendOptions(1))) {
        Battery.requireSame(two, Battery.run(single, type, kinds), "with one thread in " + type);
      }
    }
  }

  /** Four threads that do the same work on storages of their own. */
  @Test
  @DisplayName("§8.03 A backend can be used by several threads at once, with the same results")
  default void concurrentUse() {
    List<Kind> all = List.of(Kind.values());
    for (DataType type : Elements.FLOATING) {
      Map<String, double[]> expected = Battery.run(backend(), type, all);
      List<Callable<Map<String, double[]>>> calls = new ArrayList<>();
      for (int i = 0; i < 2 * CALLERS; i++) {
        calls.add(() -> Battery.run(backend(), type, all));
      }
      for (Map<String, double[]> actual : atOnce(calls)) {
        Battery.requireSame(expected, actual, "from " + CALLERS + " threads in " + type);
      }
    }
  }

  /** A library that copies whole arrays in and out would lose the others' results. */
  @Test
  @DisplayName("§8.04 Products into different rows of one storage can run at the same time")
  default void sharedOutput() {
    int rows = 24;
    int size = 60;
    for (DataType type : Elements.FLOATING) {
      try (Workspace work = new Workspace(backend())) {
        Layout square = Layout.dense(Shape.of(size, size));
        View a = work.operand(type, square, Samples.moderate(type, 841)).view();
        View b = work.operand(type, square, Samples.moderate(type, 842)).view();
        Workspace.Target alone = work.target(type, Shape.of(size, size));
        backend().matmul(Scalar.ONE, a, b, 0, alone.view());
        double[] expected = alone.read();
        Storage shared = work.storage(type, new double[rows * size * size]);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
          View part = new View(shared, square.shifted((long) row * size * size));
          calls.add(
              () -> {
                backend().matmul(Scalar.ONE, a, b, 0, part);
                return 0;
              });
        }
        atOnce(calls);
        double[] all = work.read(shared);
        for (int row = 0; row < rows; row++) {
          int at = row * size * size;
          Check.sameBits(
              expected,
              Arrays.copyOfRange(all, at, at + size * size),
              i -> "product into a part of a shared storage, " + type);
        }
      }
    }
  }

  /** Scratch memory that is used again holds NaN then, where it is not cleared. */
  @Test
  @DisplayName("§8.08 What an operation on NaN leaves behind has no influence on the next one")
  default void nothingIsLeftBehind() {
    for (DataType type : Elements.FLOATING) {
      List<Kind> all = List.of(Kind.values());
      Map<String, double[]> expected = Battery.run(backend(), type, all);
      Battery.requireSame(
          expected, Battery.runAfterNaN(backend(), type), "after operations on NaN in " + type);
    }
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a call from one of several threads failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
