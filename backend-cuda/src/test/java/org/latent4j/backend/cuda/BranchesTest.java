package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Storage;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.backend.cuda.kernel.BranchOrder;
import org.latent4j.op.DataType;

/** Tasks side by side give what they give one after the other. */
class BranchesTest {
  private static final Cost SHORT = new Cost(2, false);
  private static final Cost LONG = new Cost(10, false);

  /** A cell that tasks read and write. */
  private record Cell(int number) implements Storage {
    @Override
    public DataType type() {
      return DataType.FLOAT32;
    }

    @Override
    public long length() {
      return 1;
    }

    @Override
    public void close() {}
  }

  private final List<Storage> cells = new ArrayList<>();

  private Storage cell(int number) {
    while (cells.size() <= number) {
      cells.add(new Cell(cells.size()));
    }
    return cells.get(number);
  }

  /** A task, which can be told by the bytes that it copies. */
  private Task task(int number, Cost cost, List<Integer> reads, List<Integer> writes) {
    Task task = new Task();
    Command.Place place = new Command.Place(Command.Place.SCRATCH, 0);
    task.add(
        new Command.Copy(place, place, number),
        reads.stream().map(this::cell).toList(),
        writes.stream().map(this::cell).toList(),
        cost);
    task.useScratch(256L * (number + 1));
    return task;
  }

  private static String text(List<Task> tasks) {
    RecordingDriver driver = new RecordingDriver();
    long[] bases = {1, 2};
    Branches.arrangements(tasks).get(0).commands().forEach(command -> command.issue(driver, bases));
    return driver.taken();
  }

  /** The second product is the longer one's neighbour; the third task needs both. */
  @Test
  void whatDoesNotDependOnEachOtherRunsSideBySide() {
    List<Task> tasks =
        List.of(
            task(0, SHORT, List.of(), List.of(0)),
            task(1, LONG, List.of(0), List.of(1)),
            task(2, LONG, List.of(0), List.of(2)),
            task(3, SHORT, List.of(1, 2), List.of(3)));
    assertEquals(
        """
        copy 1 <- 1, 0 bytes
        fork
          beside: copy 2 <- 2, 2 bytes
          beside: mark
        copy 1 <- 1, 1 bytes
        join
        copy 1 <- 1, 3 bytes
        """,
        text(tasks));
    Branches.Arrangement arrangement = Branches.arrangements(tasks).get(0);
    assertEquals(4 * 256, arrangement.scratchBytes());
    assertEquals(3 * 256, arrangement.sideScratchBytes());
  }

  /** It starts as early as it can, and the end waits for it. */
  @Test
  void whatNobodyReadsRunsBesideWhatComesBeforeIt() {
    assertEquals(
        """
        copy 1 <- 1, 0 bytes
        fork
          beside: copy 2 <- 2, 3 bytes
        copy 1 <- 1, 1 bytes
        copy 1 <- 1, 2 bytes
        mark
        join
        """,
        text(
            List.of(
                task(0, SHORT, List.of(), List.of(0)),
                task(1, LONG, List.of(0), List.of(1)),
                task(2, LONG, List.of(1), List.of(2)),
                task(3, SHORT, List.of(0), List.of(3)))));
  }

  @Test
  void aChainAndWhatFillsTheGpuHaveOneBranch() {
    Cost large = new Cost(10, true);
    String chain =
        text(
            List.of(
                task(0, LONG, List.of(), List.of(0)),
                task(1, LONG, List.of(0), List.of(0)),
                task(2, LONG, List.of(0), List.of(1))));
    String apart =
        text(
            List.of(
                task(0, large, List.of(), List.of(0)),
                task(1, large, List.of(), List.of(1)),
                task(2, large, List.of(), List.of(2))));
    assertTrue(!chain.contains("fork") && !apart.contains("fork"), chain + apart);
    assertEquals("\n", text(List.of()));
  }

  @Test
  void oneBranchIfAskedFor() {
    System.setProperty(Branches.PROPERTY, "1");
    try {
      assertEquals(
          """
          copy 1 <- 1, 0 bytes
          copy 1 <- 1, 1 bytes
          """,
          text(
              List.of(task(0, LONG, List.of(), List.of(0)), task(1, LONG, List.of(), List.of(1)))));
    } finally {
      System.clearProperty(Branches.PROPERTY);
    }
  }

  /** What is written while it is read, or written twice, must not run side by side either. */
  @Test
  void randomTasksGiveWhatTheyGiveInOrder() {
    SplittableRandom random = new SplittableRandom(1);
    int forks = 0;
    for (int round = 0; round < 2000; round++) {
      List<List<Integer>> reads = new ArrayList<>();
      List<List<Integer>> writes = new ArrayList<>();
      List<Task> tasks = new ArrayList<>();
      int count = random.nextInt(1, 12);
      for (int number = 0; number < count; number++) {
        reads.add(random.ints(random.nextInt(3), 0, 6).boxed().toList());
        writes.add(random.ints(random.nextInt(1, 3), 0, 6).boxed().toList());
        Cost cost = new Cost(random.nextInt(1, 10), random.nextInt(8) == 0);
        tasks.add(task(number, cost, reads.get(number), writes.get(number)));
      }
      int[] expected = new int[6];
      for (int number = 0; number < count; number++) {
        run(number, reads.get(number), writes.get(number), expected);
      }
      List<Command> commands = Branches.arrangements(tasks).get(0).commands();
      for (boolean mainIsLate : new boolean[] {false, true}) {
        int[] actual = new int[6];
        BranchOrder order =
            new BranchOrder(
                mainIsLate, number -> run(number, reads.get(number), writes.get(number), actual));
        commands.forEach(command -> command.issue(order.driver(), new long[2]));
        order.requireJoined();
        assertArrayEquals(expected, actual, () -> text(tasks));
      }
      forks += commands.stream().anyMatch(Command.Fork.class::isInstance) ? 1 : 0;
    }
    assertTrue(forks > 200, "only " + forks + " of the lists have two branches");
  }

  private static void run(int number, List<Integer> reads, List<Integer> writes, int[] cells) {
    int hash = number;
    for (int read : reads) {
      hash = Objects.hash(hash, cells[read]);
    }
    for (int write : writes) {
      cells[write] = hash;
    }
  }
}
