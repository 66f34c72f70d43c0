package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;

/** Which launches become one, and that one does what they do. */
class LaunchGroupTest {
  private final Kernels kernels = new Kernels(4);
  private final LaunchGroup group = new LaunchGroup(kernels);
  private final View a = view(100);
  private final View b = view(100);
  private final View c = view(100);

  /** Storages that are told apart even where they are equal. */
  private static View view(int length) {
    return Samples.dense(DataType.FLOAT32, length);
  }

  private Launch exp(View from, View to) {
    return kernels
        .elementwise(
            Expressions.unary(UnaryOp.EXP, DataType.FLOAT32),
            from.layout().shape(),
            List.of(from),
            List.of(),
            List.of(to))
        .launches()
        .get(0);
  }

  @Test
  void launchesThatShareNothingOrOnlyReadAreJoined() {
    assertTrue(group.offer(exp(a, b)));
    assertTrue(group.offer(exp(a, c)));
    List<Launch> joined = group.take();
    assertEquals(1, joined.size());
    assertEquals(2, joined.get(0).blocks());
    assertTrue(joined.get(0).kernel().name().startsWith("joined_"));
    assertEquals(List.of(), group.take());
  }

  @Test
  void whoDependsOnTheGroupIsNotTakenIn() {
    View one = view(5000);
    View two = view(5000);
    View three = view(5000);
    assertTrue(group.offer(exp(one, two)));
    assertFalse(group.offer(exp(two, three)), "reads what is written");
    assertFalse(group.offer(exp(three, one)), "writes what is read");
    assertFalse(group.offer(exp(three, two)), "writes what is written");
    assertTrue(group.offer(exp(three, three)));
    assertFalse(group.offer(exp(a, two)), "tiny, but the others are not");
  }

  @Test
  void tinyLaunchesThatDependOnEachOtherAreChained() {
    assertTrue(group.offer(exp(a, b)));
    assertTrue(group.offer(exp(b, c)));
    assertTrue(group.offer(exp(c, b)));
    assertFalse(group.offer(exp(view(5000), view(5000))), "not tiny");
    View much = view(5000);
    Work sum = kernels.reduce(ReductionOp.SUM, much, 0, Samples.dense(DataType.FLOAT32));
    assertEquals(1, sum.launches().get(0).blocks());
    assertFalse(group.offer(sum.launches().get(0)), "one block, but it has much to do");
    List<Launch> chained = group.take();
    assertEquals(1, chained.size());
    assertEquals(1, chained.get(0).blocks());
    assertEquals(256, chained.get(0).threads());
    assertTrue(chained.get(0).kernel().name().startsWith("chained_"));
    assertEquals(3, chained.get(0).kernel().source().split("::run\\(0, 1, ", -1).length - 1);
    assertEquals(2, chained.get(0).kernel().source().split("__syncthreads", -1).length - 1);
  }

  /** What follows starts a stage; who does not depend on that stage is a part of it. */
  @Test
  void whatDoesNotDependOnTheLastStageRunsInIt() {
    assertTrue(group.offer(exp(a, b)));
    assertTrue(group.offer(exp(b, c)));
    assertTrue(group.offer(exp(b, view(100))));
    assertTrue(group.offer(exp(b, view(100))));
    assertEquals(1, group.take().get(0).kernel().source().split("__syncthreads", -1).length - 1);
  }

  /**
   * The logarithms of probabilities, and how far they are from others: rows shorter than a warp.
   */
  @Test
  void chainedLaunchesDoWhatTheyDoOneAfterTheOther() {
    Assumptions.assumeTrue(Emulator.obstacle() == null, Emulator::obstacle);
    for (boolean reverse : new boolean[] {false, true}) {
      try (EmulatedBackend backend = new EmulatedBackend(reverse);
          Workbench bench = new Workbench(backend)) {
        double[] alone = softmax(backend, bench, false);
        assertArrayEquals(alone, softmax(backend, bench, true));
      }
    }
  }

  private static double[] softmax(EmulatedBackend backend, Workbench bench, boolean chained) {
    Shape shape = Shape.of(128, 10);
    View x = bench.tame(DataType.FLOAT32, Layout.dense(shape), 1);
    View rows = bench.tame(DataType.FLOAT32, Layout.dense(Shape.of(128)), 2);
    View spread = new View(rows.storage(), Layout.of(shape, 0, 1, 0));
    View exp = bench.tame(DataType.FLOAT32, Layout.dense(shape), 3);
    Kernels kernels = backend.kernels();
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer less = builder.sub(builder.input(0), builder.input(1));
    Expression shifted = builder.build(builder.unary(UnaryOp.EXP, less));
    builder = Expression.in(DataType.FLOAT32);
    Expression quotient =
        builder.build(builder.binary(BinaryOp.DIV, builder.input(0), builder.input(1)));
    List<Work> works =
        List.of(
            kernels.reduce(ReductionOp.MAX, x, 1, rows),
            kernels.elementwise(shifted, shape, List.of(x, spread), List.of(), List.of(exp)),
            kernels.reduce(ReductionOp.SUM, exp, 1, rows),
            kernels.elementwise(quotient, shape, List.of(exp, spread), List.of(), List.of(exp)));
    LaunchGroup group = new LaunchGroup(kernels);
    for (Work work : works) {
      if (chained) {
        assertTrue(group.offer(work.launches().get(0)));
      } else {
        backend.run(work);
      }
    }
    List<Launch> taken = group.take();
    assertEquals(chained ? 1 : 0, taken.size());
    backend.run(new Work(taken, 0));
    return Workbench.read(backend, exp);
  }

  @Test
  void oneAloneStaysAsItIs() {
    Launch launch = exp(a, b);
    group.offer(launch);
    assertSame(launch, group.take().get(0));
  }

  @Test
  void largeOnesAndThoseWithScratchMemoryStayAlone() {
    Launch large = exp(view(30_000_000), view(30_000_000));
    Kernels many = new Kernels(10_000);
    Launch filling = many.copy(view(30_000_000), view(30_000_000)).launches().get(0);
    assertTrue(group.offer(filling));
    assertFalse(group.offer(exp(a, b)));
    assertSame(filling, group.take().get(0));
    Work sum = kernels.reduce(ReductionOp.SUM, view(1_000_000), 0, Samples.dense(DataType.FLOAT32));
    assertTrue(group.offer(exp(a, b)));
    assertFalse(group.offer(sum.launches().get(0)));
    assertTrue(group.offer(large), "a grid of few blocks that go on");
  }

  @Test
  void atMostEightAreJoined() {
    for (int i = 0; i < 8; i++) {
      assertTrue(group.offer(exp(a, view(10))));
    }
    assertFalse(group.offer(exp(a, view(10))));
  }

  /** Parts with other types of index, element and thread numbers, with shared memory and draws. */
  @Test
  void joinedLaunchesDoWhatTheyDoAlone() {
    Assumptions.assumeTrue(Emulator.obstacle() == null, Emulator::obstacle);
    for (boolean reverse : new boolean[] {false, true}) {
      try (EmulatedBackend backend = new EmulatedBackend(reverse);
          Workbench bench = new Workbench(backend)) {
        List<double[]> alone = results(backend, bench, false);
        List<double[]> joined = results(backend, bench, true);
        for (int i = 0; i < alone.size(); i++) {
          assertArrayEquals(alone.get(i), joined.get(i));
        }
      }
    }
  }

  private static List<double[]> results(EmulatedBackend backend, Workbench bench, boolean joined) {
    Layout square = Layout.dense(Shape.of(40, 70));
    View x = bench.tame(DataType.FLOAT32, square, 1);
    View y = bench.tame(DataType.INT32, square, 2);
    View rows = bench.tame(DataType.FLOAT32, Layout.dense(Shape.of(40)), 3);
    View columns = bench.tame(DataType.INT32, Layout.dense(Shape.of(70)), 4);
    View bytes = bench.tame(DataType.UINT8, square, 5);
    View picked = bench.tame(DataType.FLOAT32, Layout.dense(Shape.of(3, 70)), 6);
    Kernels kernels = backend.kernels();
    List<Work> works =
        List.of(
            kernels.reduce(ReductionOp.SUM, x, 1, rows),
            kernels.copy(x, bytes),
            kernels.reduce(ReductionOp.ARGMAX, y, 0, columns),
            kernels.gather(x, bench.integers(7, 0, 39), picked));
    LaunchGroup group = new LaunchGroup(kernels);
    for (Work work : works) {
      if (joined) {
        assertTrue(group.offer(work.launches().get(0)));
      } else {
        backend.run(work);
      }
    }
    List<Launch> taken = group.take();
    assertEquals(joined ? 1 : 0, taken.size());
    backend.run(new Work(taken, 0));
    List<double[]> results = new ArrayList<>();
    for (View view : List.of(rows, bytes, columns, picked)) {
      results.add(Workbench.read(backend, view));
    }
    return results;
  }
}
