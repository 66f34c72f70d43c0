package org.latent4j.program;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.latent4j.tensor.Trace;

/** Lets one thread at a time use a program, and nobody after it was closed. */
final class Exclusive {
  private final AtomicBoolean busy = new AtomicBoolean();
  private boolean closed;

  /** Takes the program for the calling thread until it calls {@link #leave}. */
  void enter() {
    requireNotRecording();
    acquire();
    if (closed) {
      leave();
      throw new IllegalStateException("program: it is closed");
    }
  }

  void leave() {
    busy.set(false);
  }

  <T> T use(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      leave();
    }
  }

  /** Closes what the program holds, at the first call. */
  void close(Runnable release) {
    acquire();
    try {
      if (!closed) {
        closed = true;
        release.run();
      }
    } finally {
      leave();
    }
  }

  private void acquire() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "program: it is in use by another thread; compile one for each thread");
    }
  }

  static void requireNotRecording() {
    if (Trace.isRecording()) {
      throw new IllegalStateException(
          "program: a step can't run or compile another program while it is being recorded;"
              + " call that program's step function instead");
    }
  }
}
