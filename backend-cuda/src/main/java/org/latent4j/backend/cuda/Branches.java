package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Divides tasks among two branches of a graph, so that small ones that do not depend on each other
 * run side by side: a weight's gradient beside the way back through the layers, sums for biases
 * beside products. The order of the list is kept within each branch. The side branch starts after a
 * fork, from where the main branch is then. A mark stands behind what the main branch needs of it,
 * and a join lets the main branch wait for the last mark; there are both at the end of the list.
 *
 * <p>A task goes to the side if it could begin there earlier than on the main branch by more than a
 * join costs, all costs by {@link Cost}. The scratch memory of the side branch is its own.
 */
final class Branches {
  /**
   * The system property with the number of branches, {@code 1} or {@code 2}; else what is faster.
   */
  static final String PROPERTY = "latent4j.cuda.branches";

  /** The delay of a dependency between branches, in microseconds. */
  private static final double CROSSING = 1.5;

  /** How much earlier a task must begin to be worth a fork and a join. */
  private static final double WORTHWHILE = 2;

  private static final int BEFORE_ALL = -1;

  private final List<Task> tasks;
  private final List<Set<Integer>> dependencies;
  private final boolean[] aside;
  private final double[] end;

  /** For a task of the side branch, the last task of the main one that it must come after. */
  private final int[] anchor;

  /** Whether a task of the main branch depends on a task. */
  private final boolean[] needed;

  private final boolean one;

  private Branches(List<Task> tasks, boolean one) {
    this.tasks = tasks;
    this.one = one;
    this.dependencies = Dependencies.of(tasks);
    this.aside = new boolean[tasks.size()];
    this.end = new double[tasks.size()];
    this.anchor = new int[tasks.size()];
    this.needed = new boolean[tasks.size()];
    divide();
    for (int number = 0; number < aside.length; number++) {
      if (!aside[number]) {
        dependencies.get(number).forEach(before -> needed[before] = true);
      }
    }
  }

  /**
   * Commands in an order in which they can be queued.
   *
   * @param commands the commands, with forks and joins
   * @param scratchBytes how much scratch memory the main branch needs
   * @param sideScratchBytes how much the side branch needs besides
   */
  record Arrangement(List<Command> commands, long scratchBytes, long sideScratchBytes) {}

  /**
   * Arranges tasks, which are in an order in which they could run one after the other.
   *
   * @return on two branches, if some would run aside; and on one
   */
  static List<Arrangement> arrangements(List<Task> tasks) {
    String wanted = System.getProperty(PROPERTY, "");
    Arrangement two = new Branches(tasks, false).arrangement();
    Arrangement one = new Branches(tasks, true).arrangement();
    if (two.equals(one) || wanted.equals("1")) {
      return List.of(one);
    }
    return wanted.equals("2") ? List.of(two) : List.of(two, one);
  }

  private void divide() {
    double mainEnd = 0;
    double sideEnd = 0;
    int lastAnchor = BEFORE_ALL;
    for (int number = 0; number < tasks.size(); number++) {
      Task task = tasks.get(number);
      double onMain = mainEnd;
      double onSide = sideEnd;
      int after = lastAnchor;
      for (int before : dependencies.get(number)) {
        onMain = Math.max(onMain, end[before] + (aside[before] ? CROSSING : 0));
        onSide = Math.max(onSide, end[before] + (aside[before] ? 0 : CROSSING));
        after = aside[before] ? after : Math.max(after, before);
      }
      aside[number] = !one && !task.isLarge() && onSide + WORTHWHILE <= onMain;
      if (aside[number]) {
        anchor[number] = after;
        lastAnchor = after;
        sideEnd = onSide + task.microseconds();
        end[number] = sideEnd;
      } else {
        mainEnd = onMain + task.microseconds();
        end[number] = mainEnd;
      }
    }
  }

  private Arrangement arrangement() {
    List<Command> commands = new ArrayList<>();
    List<Integer> waiting = new ArrayList<>();
    for (int number = 0; number < aside.length; number++) {
      if (aside[number]) {
        waiting.add(number);
      }
    }
    List<Integer> running = new ArrayList<>();
    for (int number = 0; number < aside.length; number++) {
      if (!aside[number]) {
        joinIfNeeded(number, running, commands);
        startSide(number, waiting, running, commands);
        joinIfNeeded(number, running, commands);
        commands.addAll(tasks.get(number).commands());
      }
    }
    startSide(aside.length, waiting, running, commands);
    if (!running.isEmpty()) {
      commands.add(new Command.Mark());
      commands.add(new Command.Join());
    }
    return new Arrangement(List.copyOf(commands), scratchBytes(false), scratchBytes(true));
  }

  /** Waits for the side branch if a task depends on one that runs there. */
  private void joinIfNeeded(int number, List<Integer> running, List<Command> commands) {
    if (running.stream().anyMatch(dependencies.get(number)::contains)) {
      commands.add(new Command.Join());
      int marked = 0;
      for (int i = 0; i < running.size(); i++) {
        marked = needed[running.get(i)] ? i + 1 : marked;
      }
      running.subList(0, marked).clear();
    }
  }

  /** Queues what only waits for tasks of the main branch before one of them. */
  private void startSide(
      int next, List<Integer> waiting, List<Integer> running, List<Command> commands) {
    List<Command> started = new ArrayList<>();
    while (!waiting.isEmpty() && anchor[waiting.get(0)] < next) {
      int number = waiting.remove(0);
      tasks.get(number).commands().forEach(command -> started.add(command.onSide()));
      if (needed[number]) {
        started.add(new Command.Mark());
      }
      running.add(number);
    }
    if (!started.isEmpty()) {
      commands.add(new Command.Fork());
      commands.add(new Command.Aside(started));
    }
  }

  private long scratchBytes(boolean side) {
    long bytes = 0;
    for (int number = 0; number < aside.length; number++) {
      bytes = aside[number] == side ? Math.max(bytes, tasks.get(number).scratchBytes()) : bytes;
    }
    return bytes;
  }
}
