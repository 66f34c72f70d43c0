package org.latent4j.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.testing.Refusal.ofState;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.Logs;
import org.latent4j.testing.NaiveBackend;

/** Who owns the memory of a tensor, and until when. */
@SuppressWarnings("try") // a scope is opened for what it does, and closed early to look at it
class ScopeTest {
  private static final String FREED =
      "tensor: its memory was freed when its scope or backend closed;"
          + " call keep() on it inside the scope to hand it to the enclosing one";

  private final NaiveBackend backend = new NaiveBackend();

  record Pair(Tensor left, Tensor right) {}

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor make() {
    return Tensor.full(backend, DataType.FLOAT32, 1, 2, 2);
  }

  @Test
  void whatIsMadeInsideIsFreedAtTheEnd() {
    Tensor outside = make();
    try (Scope scope = Scope.open()) {
      Tensor inside = make();
      inside.add(outside).matmul(inside).sum().mul(2);
      assertEquals(6, backend.liveStorages());
      scope.close();
      assertEquals(1, backend.liveStorages());
    }
    assertEquals(1, outside.slice(0, 0, 1).slice(1, 0, 1).item());
  }

  @Test
  void aFreedTensorRefusesEveryUse() {
    Tensor lost = Scope.within(this::make);
    ofState(FREED, lost::toFloats);
    ofState(FREED, lost::toDoubles);
    ofState(FREED, lost.slice(0, 0, 1).slice(1, 0, 1)::item);
    ofState(FREED, () -> lost.add(1));
    ofState(FREED, () -> make().add(lost));
    ofState(FREED, () -> make().matmul(lost));
    ofState(FREED, () -> Functions.concat(0, make(), lost));
    ofState(FREED, lost::keep);
    ofState(FREED, lost::asView);
    ofState(FREED, () -> lost.reshape(4).toFloats());
    assertEquals(Shape.of(2, 2), lost.shape());
  }

  @Test
  void keepHandsATensorToTheEnclosingScope() {
    Tensor kept;
    try (Scope outer = Scope.open()) {
      try (Scope inner = Scope.open()) {
        kept = make().keep();
        make();
      }
      assertEquals(1, backend.liveStorages());
      assertArrayEquals(new float[] {1, 1, 1, 1}, kept.toFloats());
    }
    assertEquals(0, backend.liveStorages());
    ofState(FREED, kept::toFloats);
  }

  @Test
  void keepOutsideEveryScopeLeavesTheTensorWithItsBackend() {
    Tensor kept = Scope.within(() -> make().keep());
    assertEquals(1, kept.keep().keep().mean().item());
    backend.close();
    ofState(FREED, kept::toFloats);
  }

  @Test
  void workWithoutAResultIsDoneInAScopeOfItsOwn() {
    List<Tensor> made = new ArrayList<>();
    Scope.within(
        () -> {
          made.add(make());
          made.add(make().keep());
        });
    ofState(FREED, made.get(0)::toFloats);
    assertEquals(1, backend.liveStorages());
    assertEquals(1, made.get(1).mean().item());
  }

  @Test
  void keepTwiceMovesUpTwice() {
    Tensor kept;
    try (Scope outer = Scope.open()) {
      try (Scope inner = Scope.open()) {
        kept = make().keep().keep();
      }
    }
    assertEquals(4, kept.sum().item());
  }

  @Test
  void aViewIsKeptWithItsTensor() {
    Tensor view = Scope.within(() -> make().transpose().keep());
    assertArrayEquals(new float[] {1, 1, 1, 1}, view.toFloats());
  }

  /** Handing both up one by one would move the shared memory up twice and keep it too long. */
  @Test
  void tensorsOfARecordThatShareMemoryMoveUpOneScope() {
    try (Scope outer = Scope.open()) {
      Pair pair;
      try (Scope inner = Scope.open()) {
        Tensor x = make();
        pair = inner.keep(new Pair(x, x.transpose()));
      }
      assertEquals(4, pair.right().sum().item());
    }
    assertEquals(0, backend.liveStorages());
  }

  @Test
  void keepingARecordTakesWhatIsOwnedHereOrFurtherIn() {
    Tensor ofOuter;
    List<Tensor> kept;
    try (Scope outer = Scope.open()) {
      ofOuter = make();
      try (Scope middle = Scope.open()) {
        Tensor ofMiddle = make();
        try (Scope inner = Scope.open()) {
          kept = middle.keep(List.of(ofOuter, ofMiddle, make()));
          middle.keep(kept);
        }
      }
      assertEquals(3, backend.liveStorages());
      kept.forEach(tensor -> assertEquals(4, tensor.sum().item()));
    }
    assertEquals(0, backend.liveStorages());
  }

  @Test
  void theInnermostScopeOwns() {
    Scope outer = Scope.open();
    Scope inner = Scope.open();
    Tensor ofInner = make();
    inner.close();
    Tensor ofOuter = make();
    ofState(FREED, ofInner::toFloats);
    assertEquals(4, ofOuter.sum().item());
    outer.close();
    inner.close();
    outer.close();
    ofState(FREED, ofOuter::toFloats);
  }

  @Test
  void closingAnOuterScopeClosesTheInnerOnesWithAWarning() {
    Scope outer = Scope.open();
    Scope forgotten = Scope.open();
    make();
    String log = Logs.of(outer::close);
    assertEquals(0, backend.liveStorages());
    assertTrue(
        log.contains(
            "A scope opened at org.latent4j.memory.ScopeTest."
                + "closingAnOuterScopeClosesTheInnerOnesWithAWarning(ScopeTest.java:"),
        log);
    assertEquals(1, Logs.count("was not closed before the one around it", log));
    assertEquals("", Logs.of(forgotten::close));
    Tensor afterwards = make();
    assertEquals(4, afterwards.sum().item());
  }

  @Test
  void aScopeIsClosedByTheThreadThatOpenedIt() throws InterruptedException {
    Scope scope = Scope.open();
    Tensor mine = make();
    AtomicReference<Throwable> refused = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                scope.close();
              } catch (IllegalStateException e) {
                refused.set(e);
              }
            });
    thread.start();
    thread.join();
    String message = refused.get().getMessage();
    assertTrue(
        message.startsWith(
            "scope: it was opened by another thread, at org.latent4j.memory.ScopeTest."),
        message);
    assertTrue(message.endsWith("; a scope must be closed by the thread that opened it"), message);
    assertEquals(4, mine.sum().item());
    scope.close();
  }

  @Test
  void everyThreadHasItsOwnScopes() throws ExecutionException, InterruptedException {
    try (Scope scope = Scope.open()) {
      Tensor there = CompletableFuture.supplyAsync(this::make).get();
      scope.close();
      assertEquals(4, there.sum().item());
    }
  }

  @Test
  void workThatFailsFreesWhatItMade() {
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            Scope.within(
                () -> {
                  make();
                  throw new UnsupportedOperationException();
                }));
    assertEquals(0, backend.liveStorages());
    make();
    assertEquals(1, backend.liveStorages());
  }

  @Test
  void readingADenseTensorTakesNoMemoryOfTheBackend() {
    Tensor x = make();
    Tensor bytes = Tensor.of(backend, new byte[] {1, 2}, 2);
    long allocations = backend.allocations();
    x.toFloats();
    x.toDoubles();
    x.slice(0, 1, 2).toFloats();
    x.reshape(4).slice(0, 3, 4).item();
    bytes.toInts();
    assertEquals(allocations, backend.allocations());
  }

  @Test
  void readingAViewLeavesNothingBehind() {
    Tensor x = make();
    x.transpose().toDoubles();
    x.slice(1, 0, 1).toFloats();
    x.sum().item();
    assertEquals(2, backend.liveStorages());
  }

  @Test
  void anOperationThatFailsLeavesNothingOutsideItsScope() {
    Tensor x = make();
    Tensor wrong = Tensor.of(backend, new int[] {5}, 1);
    try (Scope scope = Scope.open()) {
      assertThrows(IndexOutOfBoundsException.class, () -> x.gather(wrong));
    }
    assertEquals(2, backend.liveStorages());
  }
}
