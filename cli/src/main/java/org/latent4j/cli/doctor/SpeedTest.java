package org.latent4j.cli.doctor;

import org.latent4j.backend.Backend;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.Uniforms;

/**
 * Times what training a Boltzmann machine consists of: matrix products and three elementwise loops.
 *
 * <p>Each figure is that of the fastest of many runs, which is what the machine can do when nothing
 * disturbs it.
 */
public final class SpeedTest {

  private static final Shape SQUARE = Shape.of(1024, 1024);
  private static final Shape BATCH = Shape.of(128, 1024);
  private static final Shape ROW = Shape.of(1024);
  private static final int LONGEST_WAIT = 20;

  private final Backend backend;
  private final DataType type;
  private final long nanosToWait;

  /**
   * Prepares a test.
   *
   * @param backend what to time
   * @param type FLOAT32 or FLOAT64
   * @param seconds how long a result must stand unbeaten, for each loop
   */
  public SpeedTest(Backend backend, DataType type, double seconds) {
    this.backend = backend;
    this.type = type;
    this.nanosToWait = (long) (seconds * 1e9);
  }

  /**
   * What was measured.
   *
   * @param productGflops 10<sup>9</sup> floating-point operations a second of a product of two
   *     matrices [1024, 1024]
   * @param biasNanos nanoseconds an element for adding a row to each row of a matrix
   * @param sigmoidNanos nanoseconds an element for the logistic function
   * @param bernoulliNanos nanoseconds an element for a draw of 0 or 1, its random number included
   */
  public record Result(
      double productGflops, double biasNanos, double sigmoidNanos, double bernoulliNanos) {

    private Result better(Result other) {
      return new Result(
          Math.max(productGflops, other.productGflops),
          Math.min(biasNanos, other.biasNanos),
          Math.min(sigmoidNanos, other.sigmoidNanos),
          Math.min(bernoulliNanos, other.bernoulliNanos));
    }
  }

  /**
   * Measures.
   *
   * @return the figures
   */
  public Result run() {
    // The first round gives the virtual machine time to compile the loops in the background.
    return once().better(once());
  }

  private Result once() {
    return new Result(productGflops(), biasNanos(), sigmoidNanos(), bernoulliNanos());
  }

  private double productGflops() {
    try (Storage a = filled(SQUARE);
        Storage b = filled(SQUARE);
        Storage out = backend.allocate(type, SQUARE.size())) {
      View left = view(a, SQUARE);
      View right = view(b, SQUARE);
      View product = view(out, SQUARE);
      double nanos = fastest(() -> backend.matmul(Scalar.ONE, left, right, 0, product), out);
      double size = SQUARE.dim(0);
      return 2 * size * size * size / nanos;
    }
  }

  private double biasNanos() {
    Expression add = Expressions.binary(BinaryOp.ADD, type);
    try (Storage x = filled(BATCH);
        Storage bias = filled(ROW)) {
      Layout everyRow = Layout.dense(ROW).broadcastTo(BATCH);
      return elementNanos(add, new Key[0], view(x, BATCH), new View(bias, everyRow));
    }
  }

  private double sigmoidNanos() {
    Expression sigmoid = Expressions.unary(UnaryOp.SIGMOID, type);
    try (Storage x = filled(BATCH)) {
      return elementNanos(sigmoid, new Key[0], view(x, BATCH));
    }
  }

  private double bernoulliNanos() {
    Expression.Builder builder = Expression.in(type);
    Integer p = builder.input(0);
    Integer draw = builder.binary(BinaryOp.LT, builder.uniform(0), p);
    // As tensors draw: a probability that is NaN must not become a 0.
    Integer isNumber = builder.binary(BinaryOp.EQ, p, p);
    Expression bernoulli = builder.build(builder.where(isNumber, draw, p));
    try (Storage x = filled(BATCH)) {
      return elementNanos(bernoulli, new Key[] {Key.of(1)}, view(x, BATCH));
    }
  }

  private double elementNanos(Expression expression, Key[] keys, View... inputs) {
    try (Storage out = backend.allocate(type, BATCH.size())) {
      View[] outputs = {view(out, BATCH)};
      Runnable loop = () -> backend.elementwise(expression, BATCH, inputs, keys, outputs);
      return fastest(loop, out) / BATCH.size();
    }
  }

  /**
   * Nanoseconds of the fastest run. Repeats until it has not been beaten by 2 % for a while,
   * because nothing tells when the virtual machine has compiled a loop at its best.
   */
  private double fastest(Runnable work, Storage result) {
    Object element = type == DataType.FLOAT32 ? new float[1] : new double[1];
    long best = Long.MAX_VALUE;
    long start = System.nanoTime();
    long beaten = start;
    long now = start;
    while (now - beaten < nanosToWait && now - start < LONGEST_WAIT * nanosToWait) {
      long before = now;
      work.run();
      // Reading waits for what the device still does.
      backend.read(result, 0, element, 0, 1);
      now = System.nanoTime();
      if (now - before < best - best / 50) {
        beaten = now;
      }
      best = Math.min(best, now - before);
    }
    return best;
  }

  /** Numbers in [0, 1), as probabilities and states are. */
  private Storage filled(Shape shape) {
    int length = Math.toIntExact(shape.size());
    float[] floats = new float[length];
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      floats[i] = Uniforms.float32(1, i);
      doubles[i] = floats[i];
    }
    Storage storage = backend.allocate(type, length);
    backend.write(storage, 0, type == DataType.FLOAT32 ? floats : doubles, 0, length);
    return storage;
  }

  private static View view(Storage storage, Shape shape) {
    return new View(storage, Layout.dense(shape));
  }
}
