package org.latent4j.models.training;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a training end with a checkpoint when the virtual machine is asked to end, by SIGTERM,
 * SIGINT or SIGHUP for instance.
 *
 * <pre>{@code
 * try (StopAtShutdown stop = StopAtShutdown.of(Thread.currentThread(), Duration.ofSeconds(30))) {
 *   run = training.fit(data); // returns a run that was stopped
 * }
 * }</pre>
 *
 * <p>The shutdown waits until this is closed, at most the given time; the exit status is that of
 * the signal.
 */
public final class StopAtShutdown implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopAtShutdown.class);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  private StopAtShutdown(Thread training, Duration most) {
    this.hook =
        new Thread(
            () -> {
              training.interrupt();
              try {
                if (!closed.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                  LOG.warn("Training did not stop within {}; it is cut off", most);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "latent4j-stop-at-shutdown");
  }

  /**
   * Begins to watch.
   *
   * @param training the thread that trains; it is interrupted at the shutdown
   * @param most how long the shutdown waits for it
   * @return to be closed when the training has ended and its results are written
   */
  public static StopAtShutdown of(Thread training, Duration most) {
    StopAtShutdown stop = new StopAtShutdown(training, most);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** Ends the watch, or the wait of a shutdown that has begun. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs, and has just been told to go on.
    }
  }
}
