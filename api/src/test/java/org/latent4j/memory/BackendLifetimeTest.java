package org.latent4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.testing.Refusal.ofState;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** What lives and ends with a backend. */
@SuppressWarnings("try") // a scope is opened for what it does, and closed early to look at it
class BackendLifetimeTest {
  private static final String CLOSED =
      "backend: it is closed; open another one with Backends.open(name)";

  private static class Part implements AutoCloseable {
    final List<Part> closed;

    Part(List<Part> closed) {
      this.closed = closed;
    }

    @Override
    public void close() {
      closed.add(this);
    }
  }

  private static final class Other extends Part {
    Other(List<Part> closed) {
      super(closed);
    }

    @Override
    public void close() {
      super.close();
      throw new IllegalStateException("stuck");
    }
  }

  @Test
  void anAttachmentIsMadeOnceAndClosedWithItsBackend() {
    List<Part> closed = new ArrayList<>();
    NaiveBackend backend = new NaiveBackend();
    Part part = backend.attachment(Part.class, () -> new Part(closed));
    assertSame(part, backend.attachment(Part.class, () -> new Part(closed)));
    assertEquals(List.of(), closed);
    backend.close();
    backend.close();
    assertEquals(List.of(part), closed);
    ofState(CLOSED, () -> backend.attachment(Part.class, () -> new Part(closed)));
  }

  @Test
  void backendsDoNotShareAttachments() {
    List<Part> closed = new ArrayList<>();
    try (NaiveBackend one = new NaiveBackend();
        NaiveBackend two = new NaiveBackend()) {
      assertNotSame(
          one.attachment(Part.class, () -> new Part(closed)),
          two.attachment(Part.class, () -> new Part(closed)));
    }
    assertEquals(2, closed.size());
  }

  @Test
  void anAttachmentThatFailsToCloseHoldsUpNothingElse() {
    List<Part> closed = new ArrayList<>();
    NaiveBackend backend = new NaiveBackend();
    Tensor.full(backend, DataType.FLOAT32, 1);
    backend.attachment(Other.class, () -> new Other(closed));
    backend.attachment(Part.class, () -> new Part(closed));
    var error = assertThrows(IllegalStateException.class, backend::close);
    assertEquals("backend: closing failed: stuck", error.getMessage());
    assertEquals("stuck", error.getCause().getMessage());
    assertEquals(2, closed.size());
    assertEquals(0, backend.liveStorages());
    assertTrue(backend.isClosed());
  }

  @Test
  void closingFreesTheTensorsWithoutAScope() {
    NaiveBackend backend = new NaiveBackend();
    Tensor x = Tensor.full(backend, DataType.FLOAT32, 1, 3);
    x.add(1).sum();
    assertEquals(3, backend.liveStorages());
    assertFalse(backend.isClosed());
    backend.close();
    assertEquals(0, backend.liveStorages());
    ofState(CLOSED, () -> Tensor.full(backend, DataType.FLOAT32, 1, 3));
    ofState(CLOSED, () -> Tensor.of(backend, new float[1]));
  }

  /** A scope outlives a backend in a try block that lists them in that order. */
  @Test
  void aScopeMayBeClosedAfterTheBackendOfItsTensors() {
    NaiveBackend backend = new NaiveBackend();
    try (Scope scope = Scope.open()) {
      Tensor x = Tensor.full(backend, DataType.FLOAT32, 1, 3);
      backend.close();
      ofState(CLOSED, () -> x.add(1));
      assertEquals("FLOAT32 [3] (freed)", x.toString());
      scope.close();
    }
    assertEquals(0, backend.liveStorages());
  }
}
