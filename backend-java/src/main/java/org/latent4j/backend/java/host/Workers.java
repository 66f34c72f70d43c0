package org.latent4j.backend.java.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few daemon threads that share loops with the thread that calls. Which thread runs which part is
 * left to chance; so that results do not depend on it, every part must write its own places.
 *
 * <p>One loop is shared at a time. A second caller, or a call from inside a part, runs its loop
 * alone. Idle workers wait a few microseconds awake, because the next loop often follows at once,
 * and then sleep.
 */
public final class Workers implements AutoCloseable {
  private static final int SPINS = 2_000;

  private final Thread[] threads;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Loop loop;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param name the beginning of their names
   * @param count how many threads share a loop, the caller included; at least 1
   */
  public Workers(String name, int count) {
    threads = new Thread[count - 1];
    for (int i = 0; i < threads.length; i++) {
      int number = i + 1;
      threads[i] = new Thread(() -> work(number), name + "-" + (i + 1));
      threads[i].setDaemon(true);
      threads[i].start();
    }
  }

  /**
   * Returns how many threads share a loop.
   *
   * @return the workers and the caller
   */
  public int count() {
    return threads.length + 1;
  }

  /**
   * Runs {@code body} for 0 ... parts - 1, each once, and returns when all are done.
   *
   * @param parts how many parts
   * @param body what to do for a part; the first exception it throws is thrown here, and parts that
   *     have not begun by then are left out
   */
  public void run(int parts, IntConsumer body) {
    if (parts <= 1 || threads.length == 0 || lock.isHeldByCurrentThread() || !lock.tryLock()) {
      for (int part = 0; part < parts; part++) {
        body.accept(part);
      }
      return;
    }
    share(parts, body, false);
  }

  /**
   * Runs {@code body} for 0 ... {@link #count()} - 1, part i on thread i, where the data of its
   * last part may still be in the cache; part 0 on the calling thread. A thread that is late may
   * lose its part to the caller.
   *
   * @param body as for {@link #run}
   */
  public void runEach(IntConsumer body) {
    if (threads.length == 0 || lock.isHeldByCurrentThread() || !lock.tryLock()) {
      for (int part = 0; part < count(); part++) {
        body.accept(part);
      }
      return;
    }
    share(count(), body, true);
  }

  /** Runs a loop on all threads. The caller holds the lock; it is released at the end. */
  private void share(int parts, IntConsumer body, boolean each) {
    try {
      Loop shared = new Loop(parts, body, each);
      loop = shared;
      for (int i = 0; i < Math.min(threads.length, parts - 1); i++) {
        LockSupport.unpark(threads[i]);
      }
      shared.help(0);
      shared.await();
    } finally {
      loop = null;
      lock.unlock();
    }
  }

  private void work(int number) {
    Loop last = null;
    int idle = 0;
    while (!closed) {
      Loop current = loop;
      if (current != null && current != last) {
        last = current;
        current.help(number);
        idle = 0;
      } else if (++idle < SPINS) {
        Thread.onSpinWait();
      } else {
        last = null;
        LockSupport.park(this);
        idle = 0;
      }
    }
  }

  /** Ends the threads; those at work finish their part first. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }

  /** One loop being shared. */
  private static final class Loop {
    private static final AtomicIntegerFieldUpdater<Loop> UNFINISHED =
        AtomicIntegerFieldUpdater.newUpdater(Loop.class, "unfinished");

    private final int parts;
    private final IntConsumer body;
    private final @Nullable AtomicIntegerArray taken;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private volatile int unfinished;
    private volatile Throwable failure;

    /** Shares parts out; {@code each} has a thread begin with the part of its own number. */
    Loop(int parts, IntConsumer body, boolean each) {
      this.parts = parts;
      this.body = body;
      this.taken = each ? new AtomicIntegerArray(parts) : null;
      this.unfinished = parts;
    }

    /** Runs parts until all have been begun. */
    void help(int thread) {
      AtomicIntegerArray owned = taken;
      if (owned == null) {
        for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
          run(part);
        }
        return;
      }
      take(owned, thread);
      for (int part = 1; thread == 0 && part < parts; part++) {
        take(owned, part);
      }
    }

    private void take(AtomicIntegerArray owned, int part) {
      if (owned.compareAndSet(part, 0, 1)) {
        run(part);
      }
    }

    private void run(int part) {
      try {
        if (failure == null) {
          body.accept(part);
        }
      } catch (Throwable e) {
        failure = e;
      }
      if (UNFINISHED.decrementAndGet(this) == 0) {
        LockSupport.unpark(caller);
      }
    }

    void await() {
      for (int spin = 0; unfinished > 0; spin++) {
        if (spin < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      Throwable thrown = failure;
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown != null) {
        throw (RuntimeException) thrown;
      }
    }
  }
}
