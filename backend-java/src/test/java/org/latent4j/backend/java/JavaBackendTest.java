package org.latent4j.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

class JavaBackendTest {
  @Test
  void isFoundByItsName() {
    try (Backend backend = Backends.open("java")) {
      assertEquals("java", backend.info().name());
      assertTrue(backend.info().threads() >= 1);
    }
  }

  @Test
  void multipliesMatrices() {
    try (Backend backend = new JavaBackend(new BackendOptions(2))) {
      View a = matrix(backend, 2, 3, 1, 2, 3, 4, 5, 6);
      View b = matrix(backend, 3, 2, 7, 8, 9, 10, 11, 12);
      View out = matrix(backend, 2, 2, Float.NaN, Float.NaN, Float.NaN, Float.NaN);
      backend.matmul(Scalar.of(2), a, b, 0, out);
      assertArrayEquals(new float[] {116, 128, 278, 308}, floats(backend, out));
      backend.matmul(Scalar.ONE, a, b, 0.5, out);
      assertArrayEquals(new float[] {116, 128, 278, 308}, floats(backend, out));
    }
  }

  @Test
  void closedStorageSaysSo() {
    try (Backend backend = new JavaBackend(new BackendOptions(1))) {
      Storage storage = backend.allocate(DataType.FLOAT32, 3);
      storage.close();
      storage.close();
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class, () -> backend.read(storage, 0, new float[3], 0, 3));
      assertTrue(e.getMessage().startsWith("storage: this one of 3 FLOAT32 elements is closed"));
    }
  }

  @Test
  void tooLargeAnAllocationSaysHowMuchWasAskedFor() {
    try (Backend backend = new JavaBackend(new BackendOptions(1))) {
      OutOfMemoryError e =
          assertThrows(OutOfMemoryError.class, () -> backend.allocate(DataType.FLOAT64, 1L << 31));
      assertEquals(
          "allocate: no room for 2147483648 elements of FLOAT64 (17179869184 bytes);"
              + " a Java array has at most 2147483639 elements",
          e.getMessage());
    }
  }

  private static View matrix(Backend backend, int rows, int columns, float... values) {
    Storage storage = backend.allocate(DataType.FLOAT32, values.length);
    backend.write(storage, 0, values, 0, values.length);
    return new View(storage, Layout.dense(Shape.of(rows, columns)));
  }

  private static float[] floats(Backend backend, View view) {
    float[] values = new float[(int) view.storage().length()];
    backend.read(view.storage(), 0, values, 0, values.length);
    return values;
  }
}
