package org.latent4j.backend.java.host;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * A few daemon threads that share loops with the thread that calls. Which thread runs which part is
 * left to chance; so that results do not depend on it, every part must write its own places.
 *
 * <p>One loop is shared at a time. A second caller, or a call from inside a part, runs its loop
 * alone. Idle workers wait a millisecond awake, because the next loop often follows at once, and
 * then sleep ({@link Patience}).
 */
public final class Workers implements AutoCloseable {
  private final Thread[] threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final SharedLoop loop;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param name the beginning of their names
   * @param count how many threads share a loop, the caller included; at least 1
   */
  public Workers(String name, int count) {
    threads = new Thread[count - 1];
    loop = new SharedLoop(count);
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
    loop.begin(parts, body);
    share(Math.min(threads.length, parts - 1));
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
    loop.beginEach(body);
    share(threads.length);
  }

  /**
   * Runs the loop that has begun on all threads. The caller holds the lock; it is released here.
   */
  private void share(int helpers) {
    try {
      for (int i = 0; i < helpers; i++) {
        LockSupport.unpark(threads[i]);
      }
      loop.helpAll(loop.number());
      loop.await();
    } finally {
      lock.unlock();
    }
  }

  private void work(int number) {
    long last = 0;
    Patience patience = new Patience();
    patience.begin();
    while (!closed) {
      long current = loop.number();
      if (current != last) {
        last = current;
        loop.help(current, number);
        patience.begin();
      } else if (!patience.waitAwake()) {
        LockSupport.park(this);
        patience.begin();
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
}
