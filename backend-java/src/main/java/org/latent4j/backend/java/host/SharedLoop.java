package org.latent4j.backend.java.host;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop that {@link Workers} share, one after the other in the same object, so that sharing a
 * loop makes no garbage.
 *
 * <p>A thread may be late: it has seen a loop begin, and when it tries to take a part, that loop
 * has ended and another one has begun. So every loop has a number, larger than those before, and a
 * thread takes parts of the number that it has seen. When a loop ends, all of its parts have been
 * taken, so a thread that is late finds none. What else belongs to a loop is read only by who has
 * taken a part of it: until that part is done the loop does not end.
 */
final class SharedLoop {
  private static final AtomicIntegerFieldUpdater<SharedLoop> UNFINISHED =
      AtomicIntegerFieldUpdater.newUpdater(SharedLoop.class, "unfinished");

  /** The loop's number: one for each part of it and of all loops before. */
  private volatile long number;

  /** The parts that have been taken of this loop and of all before, where anybody may take any. */
  private final AtomicLong next = new AtomicLong();

  /** For each thread the last loop whose part of that thread's number cannot be taken any more. */
  private final AtomicLongArray taken;

  /** The caller's. */
  private final Patience patience = new Patience();

  private @Nullable Thread caller;
  private @Nullable IntConsumer body;
  private long first;
  private volatile int unfinished;
  private volatile @Nullable Throwable failure;

  /** Prepares loops for so many threads. */
  SharedLoop(int threads) {
    taken = new AtomicLongArray(threads);
  }

  /** Returns the number of the last loop that has begun; 0 before the first. */
  long number() {
    return number;
  }

  /**
   * Begins a loop that any thread may take any part of. The last loop has ended.
   *
   * @param parts how many parts, at least 1
   * @param todo what to do for a part
   */
  void begin(int parts, IntConsumer todo) {
    long mine = number + parts;
    for (int thread = 0; thread < taken.length(); thread++) {
      taken.setPlain(thread, mine);
    }
    begin(mine, parts, todo);
  }

  /** Begins a loop with a part for each thread. The last loop has ended. */
  void beginEach(IntConsumer todo) {
    int parts = taken.length();
    long mine = number + parts;
    next.set(mine);
    begin(mine, parts, todo);
  }

  private void begin(long mine, int parts, IntConsumer todo) {
    caller = Thread.currentThread();
    body = todo;
    first = mine - parts;
    failure = null;
    unfinished = parts;
    number = mine; // From here on parts are taken.
  }

  /** Runs parts of a loop until there is none left to take: first the one kept for this thread. */
  void help(long loop, int thread) {
    takeOf(loop, thread);
    for (long part = next.get(); part < loop; part = next.get()) {
      if (next.compareAndSet(part, part + 1)) {
        run((int) (part - first));
      }
    }
  }

  /** The caller's share, which includes the parts of threads that are late. */
  void helpAll(long loop) {
    help(loop, 0);
    for (int thread = 1; thread < taken.length(); thread++) {
      takeOf(loop, thread);
    }
  }

  /** Runs the part that is kept for a thread, unless somebody has taken it. */
  private void takeOf(long loop, int thread) {
    long before = taken.get(thread);
    if (before < loop && taken.compareAndSet(thread, before, loop)) {
      run(thread);
    }
  }

  private void run(int part) {
    Thread waiting = caller; // Read now: when this part is done the loop may end.
    IntConsumer todo = body;
    try {
      if (failure == null && todo != null) {
        todo.accept(part);
      }
    } catch (Throwable e) {
      failure = e;
    }
    if (UNFINISHED.decrementAndGet(this) == 0) {
      LockSupport.unpark(waiting);
    }
  }

  /** Waits until every part is done, and throws what one of them has thrown. */
  void await() {
    patience.begin();
    while (unfinished > 0) {
      if (!patience.waitAwake()) {
        LockSupport.park(this);
      }
    }
    body = null;
    caller = null;
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }
}
