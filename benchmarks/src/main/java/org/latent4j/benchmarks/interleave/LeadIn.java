package org.latent4j.benchmarks.interleave;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.openjdk.jmh.runner.IterationType;

/**
 * The beginning of a turn: the benchmark runs, and nothing of it is counted. The processes that had
 * their turns before have left their data in the caches, and the threads that compute here have
 * slept; for some tenths of a second the same code is slower than in a training that runs on.
 *
 * <p>JMH's iterations are all of one length and all counted, so this is no iteration of JMH's: the
 * benchmark's method is called in the fixture before each measured iteration, which JMH does not
 * time. Its allocations JMH does count, see {@link Rounds#leadInMillis()}. Warm-up iterations count
 * for nothing and have no lead-in.
 */
final class LeadIn {
  /** The system property with the length in milliseconds; without it there is no lead-in. */
  static final String MILLIS = "latent4j.benchmarks.leadIn";

  private LeadIn() {}

  /**
   * Runs a benchmark for as long as the system property says, at least once if that is more than 0.
   *
   * @param benchmark the object with the method
   * @param name as JMH gives it: the class and the method, separated by a dot
   * @param type of the iteration that follows
   * @throws IllegalStateException if the benchmark throws; its exception is the cause
   */
  static void run(Object benchmark, String name, IterationType type) {
    long nanos = Integer.getInteger(MILLIS, 0) * 1_000_000L;
    if (type == IterationType.WARMUP || nanos == 0) {
      return;
    }
    try {
      Method method = benchmark.getClass().getMethod(name.substring(name.lastIndexOf('.') + 1));
      long start = System.nanoTime();
      do {
        method.invoke(benchmark);
      } while (System.nanoTime() - start < nanos);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name + " fails", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " is no public method without parameters", e);
    }
  }
}
