package org.latent4j.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a long task is: as a bar on a terminal, as plain lines elsewhere, so that a log
 * file stays readable.
 *
 * <p>Plain lines come at most about twenty times a task, and the first and last step always have
 * one.
 */
public abstract class Progress implements AutoCloseable {

  private static final int MOST_LINES = 20;

  private Progress() {}

  /**
   * Starts showing progress.
   *
   * @param err where to
   * @param onTerminal whether {@code err} can overwrite a line
   * @param task what is being done, such as "training"
   * @param unit what a step is, such as "epoch"
   * @param steps how many steps there are, at least 1
   * @return the display; close it when the task has ended, however it ended
   */
  public static Progress start(
      PrintWriter err, boolean onTerminal, String task, String unit, int steps) {
    return onTerminal ? new Bar(err, task, steps) : new Lines(err, unit, steps);
  }

  /**
   * A part of a step is done.
   *
   * @param step its number, from 1
   * @param part how much of it, from 0 to 1
   */
  public abstract void partly(int step, double part);

  /**
   * A step is done.
   *
   * @param step its number, from 1
   * @param message a few words on the state, such as a score
   */
  public abstract void done(int step, String message);

  /** Ends the display. */
  @Override
  public abstract void close();

  private static final class Bar extends Progress {

    /** The bar counts thousandths of a step and shows steps. */
    private static final int PARTS = 1000;

    private final PrintWriter err;
    private final ProgressBar bar;

    Bar(PrintWriter err, String task, int steps) {
      this.err = err;
      // The width is given, so that the library loads no native code to ask the terminal for it.
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax((long) steps * PARTS)
              .setUnit("", PARTS)
              .setUpdateIntervalMillis(100)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setConsumer(new DelegatingProgressBarConsumer(this::redraw, Terminal.width() - 1))
              .build();
    }

    private void redraw(String line) {
      err.print("\r" + line);
      err.flush();
    }

    @Override
    public void partly(int step, double part) {
      bar.stepTo((long) ((step - 1 + part) * PARTS));
    }

    @Override
    public void done(int step, String message) {
      bar.setExtraMessage(message);
      bar.stepTo((long) step * PARTS);
    }

    @Override
    public void close() {
      bar.close();
      err.println();
      err.flush();
    }
  }

  private static final class Lines extends Progress {

    private final PrintWriter err;
    private final String unit;
    private final int steps;
    private final long start = System.nanoTime();

    Lines(PrintWriter err, String unit, int steps) {
      this.err = err;
      this.unit = unit;
      this.steps = steps;
    }

    @Override
    public void partly(int step, double part) {}

    @Override
    public void done(int step, String message) {
      int every = (steps + MOST_LINES - 1) / MOST_LINES;
      if (step == 1 || step == steps || step % every == 0) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        err.println(
            String.format(
                Locale.ROOT, "%s %d/%d  %.1f s  %s", unit, step, steps, seconds, message));
        err.flush();
      }
    }

    @Override
    public void close() {}
  }
}
