package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/** Which operations share a kernel, and what every kernel has. */
class KernelSharingTest {
  private static final Kernels KERNELS = new Kernels(132);

  private static Launch scaled(double factor, long first, int rows, int columns) {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Expression expression =
        builder.build(
            builder.mul(builder.add(builder.input(0), builder.uniform(0, first)), factor));
    View view = Samples.dense(DataType.FLOAT32, rows, columns);
    Work work =
        KERNELS.elementwise(
            expression,
            Shape.of(rows, columns),
            List.of(view),
            List.of(KeySource.of(Key.of(factor > 1 ? 1 : 2))),
            List.of(view));
    return work.launches().get(0);
  }

  @Test
  void otherNumbersKeysAndExtentsNeedNoOtherKernel() {
    Launch one = scaled(0.1, 0, 300, 500);
    Launch other = scaled(7.25, 12346, 301, 508);
    assertEquals(one.kernel(), other.kernel());
    assertNotEquals(one.arguments(), other.arguments());
  }

  @Test
  void drawsThatBeginWithinABlockOrCrossAWordNeedAKernelOfTheirOwn() {
    Kernel kernel = scaled(0.1, 0, 300, 500).kernel();
    assertTrue(kernel.source().contains("latent4j_pairs("));
    for (long first : new long[] {1, (1L << 33) - 2}) {
      Kernel general = scaled(0.1, first, 300, 500).kernel();
      assertTrue(general.source().contains("latent4j_uniform("));
      assertFalse(general.source().contains("latent4j_pairs("));
    }
    assertEquals(kernel, scaled(0.1, 1L << 33, 300, 500).kernel());
  }

  @Test
  void aNumberThatMakesTheOperationCheaperStaysInTheText() {
    assertNotEquals(scaled(2, 0, 300, 500).kernel(), scaled(3, 0, 300, 500).kernel());
    assertTrue(scaled(2, 0, 300, 500).kernel().source().contains("2.0f"));
  }

  @Test
  void sixtyFourBitIndicesAreUsedOnlyWhereNeeded() {
    assertTrue(scaled(3, 0, 46_000, 46_000).kernel().source().contains("unsigned int Index"));
    assertTrue(scaled(3, 0, 47_000, 46_000).kernel().source().contains("long long Index"));
  }

  @Test
  void anUnalignedViewIsNotReadInVectors() {
    View large = Samples.dense(DataType.FLOAT32, 400, 512);
    View aligned = new View(large.storage(), large.layout().slice(1, 4, 404));
    View shifted = new View(large.storage(), large.layout().slice(1, 3, 403));
    View out = Samples.dense(DataType.FLOAT32, 400, 400);
    assertTrue(source(KERNELS.copy(aligned, out)).contains("float4"));
    assertFalse(source(KERNELS.copy(shifted, out)).contains("float4"));
  }

  @Test
  void nothingIsLaunchedForNothing() {
    View none = Samples.dense(DataType.FLOAT32, 0, 5);
    assertEquals(Work.NONE, KERNELS.copy(none, none));
    assertEquals(
        Work.NONE, KERNELS.reduce(ReductionOp.SUM, none, 1, Samples.dense(DataType.FLOAT32, 0)));
  }

  @Test
  void axesMergeWhereAllLayoutsAllowIt() {
    Shape shape = Shape.of(2, 1, 3, 4);
    Layout dense = Layout.dense(shape);
    assertEquals(List.of(24L), Axes.of(shape, List.of(dense, dense), false).extents());
    Layout rows = Layout.of(shape, 0, 12, 0, 0, 1);
    assertEquals(List.of(2L, 3L, 4L), Axes.of(shape, List.of(dense, rows), false).extents());
    Layout repeated = Layout.of(shape, 0, 0, 0, 4, 1);
    assertEquals(List.of(2L, 12L), Axes.of(shape, List.of(dense, repeated), false).extents());
    assertEquals(List.of(2L, 12L), Axes.of(shape, List.of(dense), true).extents());
    assertEquals(List.of(1L), Axes.of(Shape.SCALAR, List.of(), false).extents());
  }

  static List<Kernel> kernels() {
    return Samples.kernels();
  }

  /** The names tell kernels apart in a profiler, and nothing is left to chance or to a library. */
  @ParameterizedTest
  @MethodSource("kernels")
  void everyKernelStandsAloneAndAddsInAFixedOrder(Kernel kernel) {
    String bounds = "(?:" + Pattern.quote(ReductionSplit.BOUNDS) + ")?";
    Matcher globals =
        Pattern.compile("__global__ void " + bounds + "(\\w+)\\(").matcher(kernel.source());
    assertTrue(globals.find());
    assertEquals(kernel.name(), globals.group(1));
    assertFalse(globals.find(), "one kernel a source");
    assertFalse(kernel.source().contains("#include"));
    assertFalse(kernel.source().contains("atomic"));
    assertFalse(
        Pattern.compile("__(exp|log|sin|cos|pow|fdividef)f?\\(").matcher(kernel.source()).find());
  }

  @Test
  void theOptionsKeepArithmeticExact() {
    assertTrue(Kernel.OPTIONS.contains("--fmad=false"));
    assertFalse(String.join(" ", Kernel.OPTIONS).contains("fast"));
  }

  private static String source(Work work) {
    return work.launches().get(0).kernel().source();
  }
}
