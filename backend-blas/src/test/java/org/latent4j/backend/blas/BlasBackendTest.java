package org.latent4j.backend.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

/** What the conformance kit does not ask: the provider, and jblas's ways with arrays. */
class BlasBackendTest {
  @Test
  void itIsFoundByNameAndSaysThatItCanRun() {
    BackendProvider provider =
        Backends.list().stream().filter(one -> one.name().equals("blas")).findFirst().orElseThrow();
    assertEquals(100, provider.priority());
    Probe probe = provider.probe();
    assertTrue(probe.usable(), probe::reason);
    assertEquals("", probe.cure());
  }

  @Test
  void itNamesTheLibrariesThatDecideItsResults() {
    try (Backend backend = open(2)) {
      BackendInfo info = backend.info();
      assertEquals("blas", info.name());
      assertEquals(2, info.threads());
      assertEquals("1.2.5", info.versions().get("jblas"));
      assertTrue(
          info.versions().get("blas").matches("OpenBLAS [0-9.]+ with kernels for [A-Z0-9]+"),
          info::toString);
    }
  }

  @Test
  void productsIntoPartsOfOneStorageAtOnceDoNotDisturbEachOther() throws Exception {
    int parts = 16;
    int n = 70;
    ExecutorService users = Executors.newFixedThreadPool(4);
    try (Backend backend = open(2);
        Storage ones = backend.allocate(DataType.FLOAT32, (long) n * n);
        Storage out = backend.allocate(DataType.FLOAT32, (long) parts * n * n)) {
      float[] values = new float[n * n];
      Arrays.fill(values, 1);
      backend.write(ones, 0, values, 0, values.length);
      View factor = new View(ones, Layout.dense(Shape.of(n, n)));
      float[] expected = new float[parts * n * n];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = n * (i / (n * n));
      }
      for (int round = 0; round < 20; round++) {
        backend.write(out, 0, new float[expected.length], 0, expected.length);
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
          View place = new View(out, Layout.of(Shape.of(n, n), (long) part * n * n, n, 1));
          Scalar alpha = Scalar.of(part);
          tasks.add(
              () -> {
                backend.matmul(alpha, factor, factor, 0, place);
                return null;
              });
        }
        for (Future<Void> task : users.invokeAll(tasks)) {
          task.get();
        }
        float[] found = new float[expected.length];
        backend.read(out, 0, found, 0, found.length);
        assertArrayEquals(expected, found);
      }
    } finally {
      users.shutdown();
    }
  }

  @Test
  void aSmallPartOfALargeStorageIsMultipliedLikeAMatrixOfItsOwn() {
    int columns = 500;
    try (Backend backend = open(2);
        Storage data = backend.allocate(DataType.FLOAT64, 3000L * columns);
        Storage weights = backend.allocate(DataType.FLOAT64, columns);
        Storage out = backend.allocate(DataType.FLOAT64, 10)) {
      double[] row = new double[columns];
      Arrays.fill(row, 2);
      backend.write(weights, 0, row, 0, columns);
      for (int i = 0; i < 10; i++) {
        Arrays.fill(row, i);
        backend.write(data, (1234L + i) * columns, row, 0, columns);
      }
      View batch = new View(data, Layout.dense(Shape.of(3000, columns)).slice(0, 1234, 1244));
      View column = new View(weights, Layout.dense(Shape.of(columns, 1)));
      backend.matmul(Scalar.ONE, batch, column, 0, new View(out, Layout.dense(Shape.of(10, 1))));
      double[] found = new double[10];
      backend.read(out, 0, found, 0, 10);
      double[] expected = new double[10];
      Arrays.setAll(expected, i -> 2.0 * columns * i);
      assertArrayEquals(expected, found);
    }
  }

  @Test
  void aProductIsTheSameBitForBitWhenRepeated() {
    int n = 300;
    try (Backend backend = open(2);
        Storage a = backend.allocate(DataType.FLOAT32, (long) n * n);
        Storage out = backend.allocate(DataType.FLOAT32, (long) n * n)) {
      float[] values = new float[n * n];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i);
      }
      backend.write(a, 0, values, 0, values.length);
      View matrix = new View(a, Layout.dense(Shape.of(n, n)));
      float[] first = null;
      for (int i = 0; i < 20; i++) {
        backend.matmul(Scalar.ONE, matrix, matrix, 0, new View(out, matrix.layout()));
        float[] found = new float[n * n];
        backend.read(out, 0, found, 0, found.length);
        first = first == null ? found : first;
        assertArrayEquals(first, found);
      }
    }
  }

  @Test
  void aClosedBackendRefusesWork() {
    Backend backend = open(1);
    backend.close();
    assertThrows(IllegalStateException.class, () -> backend.allocate(DataType.FLOAT32, 1));
  }

  @Test
  void aMillionSmallOperationsLeaveResidentMemoryFlat() {
    MemoryTrial.require("blas");
  }

  private static Backend open(int threads) {
    return new BlasBackendProvider().open(new BackendOptions(threads));
  }
}
