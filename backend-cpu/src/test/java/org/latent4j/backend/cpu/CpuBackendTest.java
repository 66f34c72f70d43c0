package org.latent4j.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Probe;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tck.MemoryTrial;

/** What the conformance kit does not ask: the provider, threads, and memory. */
class CpuBackendTest {
  @Test
  void itIsFoundByNameAndSaysThatItCanRun() {
    BackendProvider provider =
        Backends.list().stream().filter(one -> one.name().equals("cpu")).findFirst().orElseThrow();
    assertEquals(200, provider.priority());
    Probe probe = provider.probe();
    assertTrue(probe.usable(), probe::reason);
    assertEquals("", probe.cure());
  }

  @Test
  void itNamesTheLibrariesThatDecideItsResults() {
    try (Backend backend = Backends.open("cpu", new BackendOptions(2))) {
      BackendInfo info = backend.info();
      assertEquals("cpu", info.name());
      assertEquals(2, info.threads());
      assertEquals("1.0.0-M2.1", info.versions().get("nd4j"));
      assertTrue(info.versions().get("openblas").matches("\\d+\\.\\d+\\.\\d+"), info::toString);
      assertFalse(info.versions().get("openblas kernels").equals("unknown"), info::toString);
    }
  }

  @Test
  void aProductIsTheSameBitForBitWhenRepeatedOnOneThreadAndOnSeveral() {
    float[] a = numbers(301 * 300);
    float[] b = numbers(300 * 302);
    try (Backend one = open(1);
        Backend two = open(2)) {
      float[] onOne = product(one, a, b);
      float[] onTwo = product(two, a, b);
      for (int i = 0; i < 20; i++) {
        assertArrayEquals(onOne, product(one, a, b));
        assertArrayEquals(onTwo, product(two, a, b));
      }
    }
  }

  @Test
  void severalThreadsMayMultiplyAtOnce() throws Exception {
    float[] a = numbers(301 * 300);
    float[] b = numbers(300 * 302);
    ExecutorService users = Executors.newFixedThreadPool(3);
    try (Backend backend = open(2)) {
      float[] expected = product(backend, a, b);
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        tasks.add(() -> product(backend, a, b));
      }
      for (Future<float[]> result : users.invokeAll(tasks)) {
        // Whether the workers help decides how C is cut, and that may round an element otherwise.
        assertArrayEquals(expected, result.get(), 1e-5f);
      }
    } finally {
      users.shutdown();
    }
  }

  @Test
  void memoryIsGivenBackWhenStoragesAreClosedAndNoLater() {
    try (CpuBackend backend = open(2)) {
      Storage small = backend.allocate(DataType.FLOAT32, 1);
      Storage large = backend.allocate(DataType.FLOAT64, 1 << 20);
      assertEquals(4 + (8 << 20), backend.bytesInUse());
      product(backend, numbers(301 * 300), numbers(300 * 302));
      assertEquals(4 + (8 << 20), backend.bytesInUse());
      large.close();
      assertEquals(4, backend.bytesInUse());
      small.close();
      assertEquals(0, backend.bytesInUse());
    }
  }

  @Test
  void copiesForStridesThatBlasDoesNotKnowAreGivenBack() {
    try (CpuBackend backend = open(2);
        Storage number = backend.allocate(DataType.FLOAT32, 1);
        Storage out = backend.allocate(DataType.FLOAT32, 4 * 100 * 100)) {
      long before = backend.bytesInUse();
      View ones = new View(number, Layout.of(Shape.of(100, 100), 0, 0, 0));
      View everySecond = new View(out, Layout.of(Shape.of(100, 100), 0, 400, 2));
      backend.matmul(Scalar.ONE, ones, ones, 1, everySecond);
      assertEquals(before, backend.bytesInUse());
    }
  }

  @Test
  void aClosedBackendRefusesWork() {
    CpuBackend backend = open(1);
    backend.close();
    assertThrows(IllegalStateException.class, () -> backend.allocate(DataType.FLOAT32, 1));
  }

  @Test
  void aMillionSmallOperationsLeaveResidentMemoryFlat() {
    MemoryTrial.require("cpu");
  }

  private static CpuBackend open(int threads) {
    return (CpuBackend) new CpuBackendProvider().open(new BackendOptions(threads));
  }

  private static float[] product(Backend backend, float[] a, float[] b) {
    float[] result = new float[301 * 302];
    try (Storage left = storage(backend, a);
        Storage right = storage(backend, b);
        Storage out = backend.allocate(DataType.FLOAT32, result.length)) {
      View product = new View(out, Layout.dense(Shape.of(301, 302)));
      View aView = new View(left, Layout.dense(Shape.of(301, 300)));
      View bView = new View(right, Layout.dense(Shape.of(300, 302)));
      backend.matmul(Scalar.ONE, aView, bView, 0, product);
      backend.read(out, 0, result, 0, result.length);
    }
    return result;
  }

  private static Storage storage(Backend backend, float[] values) {
    Storage storage = backend.allocate(DataType.FLOAT32, values.length);
    backend.write(storage, 0, values, 0, values.length);
    return storage;
  }

  private static float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble() - 0.5f;
    }
    return numbers;
  }
}
