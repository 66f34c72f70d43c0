package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.DrawFormulas;

/** Operations of every kind, as models use them, on storages without memory. */
final class Samples {
  private static final int MULTIPROCESSORS = 132;
  private static final Kernels KERNELS = new Kernels(MULTIPROCESSORS);

  /** A storage of which only type and length matter. */
  record Plain(DataType type, long length) implements Storage {
    @Override
    public void close() {}
  }

  private Samples() {}

  /** All samples by name. */
  static Map<String, Work> all() {
    Map<String, Work> samples = new LinkedHashMap<>();
    samples.put("hidden_units", hiddenUnits());
    samples.put("momentum_step", momentumStep());
    samples.put("normal_noise", normalNoise());
    samples.put("transposed_bytes", transposedBytes());
    samples.put("positions", positions());
    samples.put("more_than_32_bits", wide());
    samples.put("gather", gather());
    samples.put("scatter_add", scatterAdd());
    samples.put("replace_rows", replaceRows());
    samples.put("sum_of_rows", reduction(ReductionOp.SUM, DataType.FLOAT32, 1024, 784, 1));
    samples.put("sum_of_columns", reduction(ReductionOp.SUM, DataType.FLOAT32, 4096, 784, 0));
    samples.put("max_of_long_rows", reduction(ReductionOp.MAX, DataType.FLOAT64, 3, 1000000, 1));
    samples.put(
        "argmax_of_long_rows", reduction(ReductionOp.ARGMAX, DataType.FLOAT32, 3, 1000000, 1));
    samples.put("fused_reduction", fusedReduction());
    samples.put("sum_with_sequel", sumWithSequel());
    samples.put("fold_key", foldKey());
    samples.put("joined", joined());
    samples.put("chained", chained());
    samples.put("product", product(DataType.FLOAT32, false));
    samples.put("product_of_doubles", product(DataType.FLOAT64, true));
    samples.put("sum_of_parts", sumOfParts());
    samples.put("bfloat16", bfloat16());
    samples.put("sum_with_bfloat16", sumWithBfloat16());
    samples.put("sum_that_stores", sumThatStores());
    return samples;
  }

  static View dense(DataType type, int... dims) {
    Shape shape = Shape.of(dims);
    return new View(new Plain(type, shape.size()), Layout.dense(shape));
  }

  private static View floats(int... dims) {
    return dense(DataType.FLOAT32, dims);
  }

  /** Bias, logistic function and draw, with the mean and the state stored. */
  private static Work hiddenUnits() {
    Shape shape = Shape.of(1024, 500);
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer mean = builder.unary(UnaryOp.SIGMOID, builder.add(builder.input(0), builder.input(1)));
    Integer state = builder.binary(BinaryOp.LT, builder.uniform(0), mean);
    Expression expression =
        builder.build(
            List.of(
                new Expression.Output(mean, DataType.FLOAT32),
                new Expression.Output(state, DataType.UINT8)));
    View bias = floats(500);
    View wide = new View(bias.storage(), bias.layout().broadcastTo(shape));
    View key = dense(DataType.INT32, 2);
    KeySource source = KeySource.of(Key.of(key)).fold(1, null);
    return KERNELS.elementwise(
        expression,
        shape,
        List.of(floats(1024, 500), wide),
        List.of(source),
        List.of(floats(1024, 500), dense(DataType.UINT8, 1024, 500)));
  }

  /** velocity = 0.9 velocity + gradient; weight += rate velocity, with the rate on the device. */
  private static Work momentumStep() {
    Shape shape = Shape.of(785, 501);
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer velocity = builder.add(builder.mul(builder.input(0), 0.9), builder.input(1));
    Integer weight = builder.add(builder.input(2), builder.mul(builder.input(3), velocity));
    Expression expression =
        builder.build(
            List.of(
                new Expression.Output(velocity, DataType.FLOAT32),
                new Expression.Output(weight, DataType.FLOAT32)));
    View rate = floats();
    View velocities = floats(785, 501);
    View weights = floats(785, 501);
    return KERNELS.elementwise(
        expression,
        shape,
        List.of(
            velocities,
            floats(785, 501),
            weights,
            new View(rate.storage(), rate.layout().broadcastTo(shape))),
        List.of(),
        List.of(velocities, weights));
  }

  private static Work normalNoise() {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer noise = DrawFormulas.normal(builder, builder.uniform(0, 3), DataType.FLOAT32);
    Expression expression = builder.build(builder.add(builder.input(0), noise));
    Shape shape = Shape.of(1021);
    return KERNELS.elementwise(
        expression,
        shape,
        List.of(floats(1021)),
        List.of(KeySource.of(Key.of(1))),
        List.of(floats(1021)));
  }

  private static Work transposedBytes() {
    View from = floats(28, 5, 28);
    View turned = new View(from.storage(), from.layout().transpose(2, 1, 0));
    return KERNELS.copy(turned, dense(DataType.UINT8, 28, 5, 28));
  }

  private static Work positions() {
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    Integer apart = builder.sub(builder.index(0), builder.index(2));
    Expression expression = builder.build(builder.binary(BinaryOp.POW, apart, builder.input(0)));
    Shape shape = Shape.of(6, 7, 8);
    return KERNELS.elementwise(
        expression,
        shape,
        List.of(dense(DataType.FLOAT64, 6, 7, 8)),
        List.of(),
        List.of(dense(DataType.FLOAT64, 6, 7, 8)));
  }

  private static Work wide() {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Expression expression = builder.build(builder.unary(UnaryOp.TANH, builder.input(0)));
    Shape shape = Shape.of(70_000, 70_000);
    return KERNELS.elementwise(
        expression,
        shape,
        List.of(floats(70_000, 70_000)),
        List.of(),
        List.of(floats(70_000, 70_000)));
  }

  private static Work gather() {
    return KERNELS.gather(
        dense(DataType.UINT8, 60_000, 784),
        dense(DataType.INT32, 512),
        dense(DataType.UINT8, 512, 784));
  }

  private static Work scatterAdd() {
    return KERNELS.scatterAdd(floats(128, 7, 9), dense(DataType.INT32, 128), floats(1000, 7, 9));
  }

  private static Work replaceRows() {
    return KERNELS.replaceRows(
        dense(DataType.UINT8, 128, 63),
        dense(DataType.INT32, 128),
        dense(DataType.UINT8, 1000, 63));
  }

  private static Work reduction(ReductionOp op, DataType type, int rows, int columns, int axis) {
    DataType result = op.resultType(type);
    return KERNELS.reduce(
        op, dense(type, rows, columns), axis, dense(result, axis == 0 ? columns : rows));
  }

  /** The sums of exp(x - max) of the rows, as a softmax needs them. */
  private static Work fusedReduction() {
    Shape shape = Shape.of(128, 10);
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Expression expression =
        builder.build(builder.unary(UnaryOp.EXP, builder.sub(builder.input(0), builder.input(1))));
    View max = floats(128, 1);
    View wide = new View(max.storage(), max.layout().broadcastTo(shape));
    return KERNELS.reduce(
        ReductionOp.SUM,
        expression,
        shape,
        List.of(floats(128, 10), wide),
        List.of(),
        1,
        floats(128));
  }

  /** What a bias and a counter need at the end of a step. */
  private static Work joined() {
    LaunchGroup group = new LaunchGroup(KERNELS);
    group.offer(reduction(ReductionOp.SUM, DataType.FLOAT32, 128, 500, 0).launches().get(0));
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    Integer next = builder.add(builder.input(0), builder.constant(1));
    Expression expression = builder.build(List.of(new Expression.Output(next, DataType.INT32)));
    View counter = dense(DataType.INT32);
    group.offer(
        KERNELS
            .elementwise(expression, Shape.SCALAR, List.of(counter), List.of(), List.of(counter))
            .launches()
            .get(0));
    return new Work(group.take(), 0);
  }

  /** The largest of each row, and the rows less that. */
  private static Work chained() {
    LaunchGroup group = new LaunchGroup(KERNELS);
    View x = floats(128, 10);
    View most = floats(128);
    group.offer(KERNELS.reduce(ReductionOp.MAX, x, 1, most).launches().get(0));
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Expression less = builder.build(builder.sub(builder.input(0), builder.input(1)));
    View spread = new View(most.storage(), Layout.of(Shape.of(128, 10), 0, 1, 0));
    List<View> inputs = List.of(x, spread);
    Shape shape = Shape.of(128, 10);
    group.offer(KERNELS.elementwise(less, shape, inputs, List.of(), List.of(x)).launches().get(0));
    return new Work(group.take(), 0);
  }

  private static Work foldKey() {
    View counter = dense(DataType.INT32);
    KeySource key = KeySource.of(Key.of(dense(DataType.INT32, 2))).fold(0, counter).fold(2, null);
    return KERNELS.foldKey(key, dense(DataType.INT32, 2));
  }

  private static Work product(DataType type, boolean scaled) {
    View left = dense(type, 90, 70);
    View turned = new View(left.storage(), left.layout().transpose(1, 0));
    Scalar alpha = new Scalar(2, scaled ? dense(type) : null);
    return KERNELS.matmul(
        alpha, turned, dense(type, 90, 80), scaled ? 0.5 : 0, dense(type, 70, 80));
  }

  /** bias += rate sum over the batch of (data - model), in the place of the bias. */
  private static Work sumWithSequel() {
    Shape shape = Shape.of(128, 500);
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Expression difference = builder.build(builder.sub(builder.input(0), builder.input(1)));
    builder = Expression.in(DataType.FLOAT32);
    Integer step = builder.mul(builder.input(1), builder.input(2));
    Expression update = builder.build(builder.add(builder.input(0), builder.mul(step, 0.1)));
    View bias = floats(500);
    View rate = floats();
    View rates = new View(rate.storage(), rate.layout().broadcastTo(Shape.of(500)));
    return KERNELS.reduce(
        ReductionOp.SUM,
        difference,
        shape,
        List.of(floats(128, 500), floats(128, 500)),
        0,
        new Sequel(update, 2, DataType.FLOAT32, List.of(bias, rates), List.of(bias)));
  }

  private static Work sumOfParts() {
    Storage parts = new Plain(DataType.FLOAT32, 4 * 784 * 500);
    return KERNELS.sumOfParts(new Scalar(0.5, floats()), parts, 0, 4, 1, floats(784, 500));
  }

  private static Work bfloat16() {
    View from = floats(500, 784);
    View turned = new View(from.storage(), from.layout().slice(1, 4, 512));
    Storage halves = new Bfloat16(new Plain(DataType.UINT8, 500 * 512 * 2), 500 * 512);
    Layout apart = Layout.of(turned.layout().shape(), 0, 512, 1);
    return KERNELS.copy(turned, new View(halves, apart));
  }

  /** The sums over a batch of data less draws, which are stored as a product reads them. */
  private static Work sumWithBfloat16() {
    Shape shape = Shape.of(128, 500);
    Storage halves = new Bfloat16(new Plain(DataType.UINT8, 128 * 504 * 2), 128 * 504);
    View draws = new View(halves, Layout.of(shape, 0, 504, 1));
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Expression less = builder.build(builder.sub(builder.input(0), builder.input(1)));
    List<View> inputs = List.of(floats(128, 500), draws);
    return KERNELS.reduce(ReductionOp.SUM, less, shape, inputs, List.of(), 0, floats(500));
  }

  /** Hidden units at the end of a chain: what the bias learns, and the means for a product. */
  private static Work sumThatStores() {
    Shape shape = Shape.of(4096, 4096);
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer mean = builder.unary(UnaryOp.SIGMOID, builder.add(builder.input(0), builder.input(1)));
    Expression expression =
        builder.build(
            List.of(
                new Expression.Output(builder.sub(builder.input(2), mean), DataType.FLOAT32),
                new Expression.Output(mean, DataType.FLOAT32)));
    View bias = floats(4096);
    View rows = new View(bias.storage(), bias.layout().broadcastTo(shape));
    Storage halves = new Bfloat16(new Plain(DataType.UINT8, 4096 * 4096 * 2), 4096 * 4096);
    return KERNELS.sumAndStore(
        expression,
        shape,
        List.of(floats(4096, 4096), rows, floats(4096, 4096)),
        0,
        List.of(List.of(new View(halves, Layout.dense(shape)))),
        floats(4096));
  }

  /** The kernels of all samples, each once. */
  static List<Kernel> kernels() {
    return all().values().stream()
        .flatMap(work -> work.launches().stream())
        .map(Launch::kernel)
        .distinct()
        .toList();
  }

  /** Every function in both types, alone, as an expression of one input or two. */
  static List<Kernel> functions() {
    return Arrays.stream(new DataType[] {DataType.FLOAT32, DataType.FLOAT64})
        .map(Samples::functions)
        .toList();
  }

  /** All functions of one type as the outputs of one kernel. */
  private static Kernel functions(DataType type) {
    Expression.Builder builder = Expression.in(type);
    Shape shape = Shape.of(1 << 20);
    List<Expression.Output> outputs = new ArrayList<>();
    for (UnaryOp op : UnaryOp.values()) {
      outputs.add(new Expression.Output(builder.unary(op, builder.input(0)), type));
    }
    for (BinaryOp op : BinaryOp.values()) {
      outputs.add(
          new Expression.Output(builder.binary(op, builder.input(0), builder.input(1)), type));
    }
    for (DataType stored : DataType.values()) {
      outputs.add(new Expression.Output(builder.input(1), stored));
    }
    Integer choice = builder.where(builder.input(0), builder.input(1), builder.input(2));
    outputs.add(new Expression.Output(builder.add(choice, builder.constant(Double.NaN)), type));
    outputs.add(new Expression.Output(builder.constant(Double.NEGATIVE_INFINITY), type));
    List<View> inputs =
        List.of(
            new View(dense(DataType.INT32, 1 << 20).storage(), Layout.dense(shape)),
            new View(dense(DataType.UINT8, 1 << 20).storage(), Layout.dense(shape)),
            new View(dense(DataType.FLOAT64, 1 << 20).storage(), Layout.dense(shape)));
    List<View> results = outputs.stream().map(output -> dense(output.type(), 1 << 20)).toList();
    return KERNELS
        .elementwise(builder.build(outputs), shape, inputs, List.of(), results)
        .launches()
        .get(0)
        .kernel();
  }
}
