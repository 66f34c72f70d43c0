package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.latent4j.backend.cuda.driver.Driver;

/**
 * Finds the fastest of several graphs that do the same, while a program runs: after its first runs
 * they take turns, and each turn is timed on the device. Which one that is depends on how the
 * blocks of kernels share multiprocessors, which can't be foretold; results don't depend on it.
 */
final class Trial {
  /** Launches before the trial: a program that runs only a few times makes one graph. */
  private static final int BEFORE = 3;

  /** Turns of each; the first, which may load something, is not counted. */
  private static final int TURNS = 8;

  private final int candidates;
  private final List<Turn> turns = new ArrayList<>();
  private int launches;

  private record Turn(Driver.Handle start, Driver.Handle end) {}

  Trial(int candidates) {
    this.candidates = candidates;
  }

  /** Which one is to be launched now. */
  int next() {
    return launches < BEFORE ? 0 : turns.size() % candidates;
  }

  /** Launches the graph that is next. */
  void launch(Driver queue, Driver.Handle graph) {
    if (launches < BEFORE) {
      launches++;
      queue.launch(graph);
      return;
    }
    Turn turn = new Turn(queue.createEvent(), queue.createEvent());
    queue.record(turn.start);
    queue.launch(graph);
    queue.record(turn.end);
    turns.add(turn);
  }

  boolean isOver() {
    return turns.size() == candidates * TURNS;
  }

  /** Waits for the turns and returns the one with the least median. */
  int fastest(Driver queue) {
    double[][] times = new double[candidates][TURNS - 1];
    for (int number = 0; number < turns.size(); number++) {
      Turn turn = turns.get(number);
      queue.await(turn.end);
      if (number >= candidates) {
        times[number % candidates][number / candidates - 1] =
            queue.milliseconds(turn.start, turn.end);
      }
    }
    close(queue);
    int fastest = 0;
    for (int candidate = 0; candidate < candidates; candidate++) {
      Arrays.sort(times[candidate]);
      fastest = times[candidate][TURNS / 2] < times[fastest][TURNS / 2] ? candidate : fastest;
    }
    return fastest;
  }

  /** Gives up: what has been measured is forgotten. */
  void close(Driver queue) {
    for (Turn turn : turns) {
      queue.destroyEvent(turn.start);
      queue.destroyEvent(turn.end);
    }
    turns.clear();
  }
}
