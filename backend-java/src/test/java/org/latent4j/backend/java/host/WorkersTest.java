package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void runsEveryPartOnce(int threads) {
    try (Workers workers = new Workers("test", threads)) {
      assertEquals(threads, workers.count());
      for (int parts = 0; parts < 40; parts++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(40);
        workers.run(parts, runs::incrementAndGet);
        for (int part = 0; part < 40; part++) {
          assertEquals(part < parts ? 1 : 0, runs.get(part));
        }
      }
    }
  }

  @Test
  void anotherThreadHelps() throws InterruptedException {
    try (Workers workers = new Workers("test", 2)) {
      // Each part waits for the other one, so one thread alone would wait in vain.
      CountDownLatch both = new CountDownLatch(2);
      AtomicInteger met = new AtomicInteger();
      workers.run(
          2,
          part -> {
            both.countDown();
            try {
              if (both.await(60, TimeUnit.SECONDS)) {
                met.incrementAndGet();
              }
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      assertEquals(2, met.get());
    }
  }

  @Test
  void wakesAfterSleeping() throws InterruptedException {
    try (Workers workers = new Workers("test", 2)) {
      for (int round = 0; round < 20; round++) {
        AtomicInteger runs = new AtomicInteger();
        workers.run(8, part -> runs.incrementAndGet());
        assertEquals(8, runs.get());
        Thread.sleep(5);
      }
    }
  }

  @Test
  void throwsWhatAPartThrows() {
    try (Workers workers = new Workers("test", 2)) {
      IllegalStateException failure = new IllegalStateException("part");
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.run(
                      10,
                      part -> {
                        if (part == 3) {
                          throw failure;
                        }
                      }));
      assertSame(failure, thrown);
      AtomicInteger runs = new AtomicInteger();
      workers.run(4, part -> runs.incrementAndGet());
      assertEquals(4, runs.get(), "usable after a failure");
    }
  }

  @Test
  void aLoopInsideAPartRuns() {
    try (Workers workers = new Workers("test", 3)) {
      AtomicInteger runs = new AtomicInteger();
      workers.run(6, outer -> workers.run(5, inner -> runs.incrementAndGet()));
      assertEquals(30, runs.get());
    }
  }

  @Test
  void manyCallersMayComeAtOnce() throws InterruptedException {
    try (Workers workers = new Workers("test", 2)) {
      AtomicInteger runs = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread caller =
            new Thread(
                () -> {
                  for (int round = 0; round < 500; round++) {
                    workers.run(7, part -> runs.incrementAndGet());
                  }
                });
        callers.add(caller);
        caller.start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(4 * 500 * 7, runs.get());
    }
  }

  /** Short loops, so that threads come late to one and in the midst of the next. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void noPartOfLoopsOfBothKindsIsLostOrRunTwice(int threads) {
    try (Workers workers = new Workers("test", threads)) {
      for (int round = 0; round < 20_000; round++) {
        int parts = round % 7;
        AtomicIntegerArray runs = new AtomicIntegerArray(7);
        workers.run(parts, runs::incrementAndGet);
        AtomicIntegerArray runsOfEach = new AtomicIntegerArray(threads);
        workers.runEach(runsOfEach::incrementAndGet);
        for (int part = 0; part < 7; part++) {
          assertEquals(part < parts ? 1 : 0, runs.get(part));
        }
        for (int part = 0; part < threads; part++) {
          assertEquals(1, runsOfEach.get(part));
        }
      }
    }
  }

  @Test
  void eachThrowsWhatAPartThrows() {
    try (Workers workers = new Workers("test", 3)) {
      IllegalStateException failure = new IllegalStateException("part");
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.runEach(
                      part -> {
                        if (part == 1) {
                          throw failure;
                        }
                      }));
      assertSame(failure, thrown);
      AtomicInteger runs = new AtomicInteger();
      workers.runEach(part -> runs.incrementAndGet());
      assertEquals(3, runs.get(), "usable after a failure");
    }
  }

  @Test
  void closingEndsTheThreads() throws InterruptedException {
    Workers workers = new Workers("closing-test", 3);
    workers.run(10, part -> {});
    workers.close();
    List<Thread> own =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("closing-test"))
            .toList();
    for (Thread thread : own) {
      assertTrue(thread.isDaemon());
      thread.join(60_000);
      assertFalse(thread.isAlive());
    }
  }
}
