package org.latent4j.tensor;

import java.util.List;
import java.util.function.IntFunction;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.DrawFormulas;

/**
 * Random draws, to be imported statically. Every draw takes a {@link RandomKey} and gives the same
 * numbers for the same key: uniforms, whole numbers and, at equal probabilities, Bernoulli draws
 * bit for bit on every backend; the others, which are formulas of the uniforms ({@link
 * DrawFormulas}), to a few units in the last place.
 *
 * <p>Elements are numbered in row-major order. A draw with a {@code firstIndex} is a part of a
 * larger one: its elements {@code firstIndex} and up. So the shards of a batch, each starting at
 * the number of its first element, repeat the draws of the whole batch.
 *
 * <p>Draws are constants to {@code Gradients}: no derivative passes through a probability, a shape
 * or a logit.
 */
public final class Draws {
  /** Uniforms of one gamma draw are so far apart in the stream of a key. */
  private static final long STREAM = 1L << 58;

  private Draws() {}

  // ---- uniform ----

  /**
   * Draws uniformly from [0, 1).
   *
   * @param key the key
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return multiples of 2<sup>-24</sup> (FLOAT32) or 2<sup>-53</sup> (FLOAT64)
   */
  public static Tensor uniformLike(RandomKey key, Tensor x) {
    return uniformLike(key, 0, x);
  }

  /**
   * Draws a part of a larger uniform draw: elements {@code firstIndex} and up of it.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the part
   * @throws IllegalArgumentException if the first index is negative, or the last is 2<sup>63</sup>
   *     - 1 or above
   */
  public static Tensor uniformLike(RandomKey key, long firstIndex, Tensor x) {
    return draw("uniformLike", key, firstIndex, x, (builder, u) -> u);
  }

  /**
   * Draws whole numbers uniformly from 0 to {@code bound - 1}, as floor({@code bound} u) of a
   * FLOAT64 uniform u: no number is more likely than another by more than 2<sup>-22</sup> of its
   * probability.
   *
   * @param key the key
   * @param bound how many numbers there are, at least 1
   * @param x gives the shape, INT32; its elements are not read
   * @return the draws, INT32
   * @throws IllegalArgumentException if the bound is less than 1 or x is not INT32
   */
  public static Tensor integersLike(RandomKey key, int bound, Tensor x) {
    return integersLike(key, 0, bound, x);
  }

  /**
   * Draws a part of a larger draw of whole numbers; see {@link #integersLike(RandomKey, int,
   * Tensor)}.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param bound how many numbers there are, at least 1
   * @param x gives the shape, INT32; its elements are not read
   * @return the part
   * @throws IllegalArgumentException if the bound is less than 1, x is not INT32, or an index is
   *     out of range
   */
  public static Tensor integersLike(RandomKey key, long firstIndex, int bound, Tensor x) {
    if (x.type() != DataType.INT32) {
      throw new IllegalArgumentException(
          "integersLike: INT32 is needed, but the tensor is "
              + x.type()
              + " "
              + x.shape()
              + "; use cast(DataType.INT32)");
    }
    if (bound < 1) {
      throw new IllegalArgumentException(
          "integersLike: the bound must be at least 1, but is " + bound);
    }
    checkIndices("integersLike", firstIndex, x.shape(), Long.MAX_VALUE);
    Expression.Builder builder = Elementwise.builderFor(DataType.INT32);
    Integer scaled = builder.mul(builder.uniform(0, firstIndex), bound);
    return Elementwise.like(x, builder, builder.unary(UnaryOp.FLOOR, scaled), List.of(key));
  }

  // ---- of two or more outcomes ----

  /**
   * Draws 1 with probability p, else 0: {@code u < p} for a uniform u. A NaN probability gives NaN,
   * so that a fault is not hidden; p below 0 gives 0 and p of 1 or more gives 1.
   *
   * @param key the key
   * @param p the probabilities, FLOAT32 or FLOAT64
   * @return the draws, of the shape and type of p
   */
  public static Tensor bernoulli(RandomKey key, Tensor p) {
    return bernoulli(key, 0, p);
  }

  /**
   * Draws a part of a larger Bernoulli draw; see {@link #bernoulli(RandomKey, Tensor)}.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param p the probabilities of the part, FLOAT32 or FLOAT64
   * @return the part, of the shape and type of p
   * @throws IllegalArgumentException if an index is out of range
   */
  public static Tensor bernoulli(RandomKey key, long firstIndex, Tensor p) {
    return draw(
        "bernoulli",
        key,
        firstIndex,
        p,
        (builder, u) -> {
          Integer probability = builder.input(0);
          Integer drawn = builder.binary(BinaryOp.LT, u, probability);
          Integer isNumber = builder.binary(BinaryOp.EQ, probability, probability);
          return builder.where(isNumber, drawn, probability);
        });
  }

  /**
   * Draws classes with probabilities proportional to e<sup>logits</sup>, as the position of the
   * largest of the logits with Gumbel noise added (the Gumbel-max method).
   *
   * @param key the key
   * @param logits [..., classes], FLOAT32 or FLOAT64, at least one class; need not be normalised. A
   *     class of logit -infinity is not drawn unless all are; the first NaN of a row is always
   *     drawn
   * @return [...], INT32
   * @throws IllegalArgumentException if there is no axis of classes, or it is empty
   */
  public static Tensor categorical(RandomKey key, Tensor logits) {
    return categorical(key, 0, logits);
  }

  /**
   * Draws a part of a larger draw of classes; see {@link #categorical(RandomKey, Tensor)}.
   *
   * @param key the key
   * @param firstIndex the number of this part's first row of logits among all rows of the whole
   * @param logits [..., classes] of the part
   * @return [...], INT32
   * @throws IllegalArgumentException if there is no axis of classes, or it is empty, or an index is
   *     out of range
   */
  public static Tensor categorical(RandomKey key, long firstIndex, Tensor logits) {
    Checks.floating("categorical", logits);
    int axis = Checks.nonEmptyAxis("categorical", logits, -1);
    int classes = logits.shape().dim(axis);
    checkIndices("categorical", firstIndex, logits.shape().without(axis), Long.MAX_VALUE / classes);
    return logits.add(gumbelLike(key, firstIndex * classes, logits)).argmax(axis);
  }

  // ---- continuous ----

  /**
   * Draws from the normal distribution of mean 0 and variance 1.
   *
   * @param key the key
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the draws
   */
  public static Tensor normalLike(RandomKey key, Tensor x) {
    return normalLike(key, 0, x);
  }

  /**
   * Draws a part of a larger normal draw.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the part
   * @throws IllegalArgumentException if an index is out of range
   */
  public static Tensor normalLike(RandomKey key, long firstIndex, Tensor x) {
    return draw(
        "normalLike",
        key,
        firstIndex,
        x,
        (builder, u) -> DrawFormulas.normal(builder, u, x.type()));
  }

  /**
   * Draws from the exponential distribution of mean 1.
   *
   * @param key the key
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the draws, positive
   */
  public static Tensor exponentialLike(RandomKey key, Tensor x) {
    return exponentialLike(key, 0, x);
  }

  /**
   * Draws a part of a larger exponential draw.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the part, positive
   * @throws IllegalArgumentException if an index is out of range
   */
  public static Tensor exponentialLike(RandomKey key, long firstIndex, Tensor x) {
    return draw(
        "exponentialLike",
        key,
        firstIndex,
        x,
        (builder, u) -> DrawFormulas.exponential(builder, u, x.type()));
  }

  /**
   * Draws from the standard Gumbel distribution, whose cumulative distribution function is
   * exp(-exp(-x)).
   *
   * @param key the key
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the draws
   */
  public static Tensor gumbelLike(RandomKey key, Tensor x) {
    return gumbelLike(key, 0, x);
  }

  /**
   * Draws a part of a larger Gumbel draw.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the part
   * @throws IllegalArgumentException if an index is out of range
   */
  public static Tensor gumbelLike(RandomKey key, long firstIndex, Tensor x) {
    return draw(
        "gumbelLike",
        key,
        firstIndex,
        x,
        (builder, u) -> DrawFormulas.gumbel(builder, u, x.type()));
  }

  // ---- gamma, beta, Dirichlet ----

  /**
   * Draws from the gamma distribution of rate 1, whose density is proportional to x<sup>a-1</sup>
   * e<sup>-x</sup> (Marsaglia and Tsang 2000, with eight tries; {@link DrawFormulas#gamma} says how
   * exact that is). Divide by a rate, or multiply by a scale.
   *
   * @param key the key
   * @param shape the shapes a, FLOAT32 or FLOAT64; NaN is drawn where one is not positive
   * @return the draws, of the shape and type of {@code shape}; for a below 0.2 they may underflow
   *     to 0
   */
  public static Tensor gamma(RandomKey key, Tensor shape) {
    return gamma(key, 0, shape);
  }

  /**
   * Draws a part of a larger gamma draw; see {@link #gamma(RandomKey, Tensor)}.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param shape the shapes of the part, FLOAT32 or FLOAT64
   * @return the part, of the shape and type of {@code shape}
   * @throws IllegalArgumentException if the first index is negative, or the last is 2<sup>58</sup>
   *     or above
   */
  public static Tensor gamma(RandomKey key, long firstIndex, Tensor shape) {
    Expression.Builder builder = builderOfGamma("gamma", firstIndex, shape);
    int output =
        DrawFormulas.gamma(builder, uniforms(builder, firstIndex), builder.input(0), shape.type());
    return Elementwise.like(shape, builder, output, List.of(key));
  }

  /**
   * Draws from the beta distribution, whose density is proportional to x<sup>a-1</sup>
   * (1-x)<sup>b-1</sup>: the share of one gamma draw in the sum of two.
   *
   * @param key the key
   * @param a the shapes of x, FLOAT32 or FLOAT64; NaN is drawn where one is not positive
   * @param b the shapes of 1 - x, of the same type
   * @return the draws, from 0 to 1, of the common shape
   */
  public static Tensor beta(RandomKey key, Tensor a, Tensor b) {
    return beta(key, 0, a, b);
  }

  /**
   * Draws a part of a larger beta draw; see {@link #beta(RandomKey, Tensor, Tensor)}.
   *
   * @param key the key
   * @param firstIndex the number of this part's first element in the whole draw
   * @param a the shapes of x of the part, FLOAT32 or FLOAT64
   * @param b the shapes of 1 - x of the part, of the same type
   * @return the part, of the common shape
   * @throws IllegalArgumentException if an index is out of range
   */
  public static Tensor beta(RandomKey key, long firstIndex, Tensor a, Tensor b) {
    Checks.floating("beta", a);
    Checks.sameType("beta", a, b);
    Shape shape = Shape.broadcast("beta", a.shape(), b.shape());
    Tensor first = logGamma("beta", key.fold(0), firstIndex, a.broadcastTo(shape));
    Tensor second = logGamma("beta", key.fold(1), firstIndex, b.broadcastTo(shape));
    return Functions.sigmoid(first.sub(second));
  }

  /**
   * Draws from the Dirichlet distribution: probabilities with a density proportional to the product
   * of p<sub>k</sub><sup>a<sub>k</sub>-1</sup>, the shares of gamma draws in their sum. They are
   * made of the logarithms of these draws, so that small concentrations do not end in 0 / 0.
   *
   * @param key the key
   * @param concentrations the a<sub>k</sub>, [..., classes], FLOAT32 or FLOAT64, at least one
   *     class; a row is NaN where one is not positive
   * @return [..., classes], adding up to 1 along the last axis
   * @throws IllegalArgumentException if there is no axis of classes, or it is empty
   */
  public static Tensor dirichlet(RandomKey key, Tensor concentrations) {
    return dirichlet(key, 0, concentrations);
  }

  /**
   * Draws a part of a larger Dirichlet draw; see {@link #dirichlet(RandomKey, Tensor)}.
   *
   * @param key the key
   * @param firstIndex the number of this part's first row among all rows of the whole
   * @param concentrations [..., classes] of the part
   * @return [..., classes], adding up to 1 along the last axis
   * @throws IllegalArgumentException if there is no axis of classes, or it is empty, or an index is
   *     out of range
   */
  public static Tensor dirichlet(RandomKey key, long firstIndex, Tensor concentrations) {
    Checks.floating("dirichlet", concentrations);
    int axis = Checks.nonEmptyAxis("dirichlet", concentrations, -1);
    int classes = concentrations.shape().dim(axis);
    checkIndices("dirichlet", firstIndex, concentrations.shape().without(axis), STREAM / classes);
    return Functions.softmax(
        logGamma("dirichlet", key, firstIndex * classes, concentrations), axis);
  }

  private static Tensor logGamma(String name, RandomKey key, long firstIndex, Tensor shape) {
    Expression.Builder builder = builderOfGamma(name, firstIndex, shape);
    int output =
        DrawFormulas.logGamma(
            builder, uniforms(builder, firstIndex), builder.input(0), shape.type());
    return Elementwise.like(shape, builder, output, List.of(key));
  }

  private static Expression.Builder builderOfGamma(String name, long firstIndex, Tensor shape) {
    Checks.floating(name, shape);
    checkIndices(name, firstIndex, shape.shape(), STREAM);
    return Elementwise.builderFor(shape.type());
  }

  private static IntFunction<Integer> uniforms(Expression.Builder builder, long firstIndex) {
    return number -> builder.uniform(0, number * STREAM + firstIndex);
  }

  // ---- what they share ----

  private interface Formula {
    Integer of(Expression.Builder builder, Integer uniform);
  }

  private static Tensor draw(
      String name, RandomKey key, long firstIndex, Tensor x, Formula formula) {
    Checks.floating(name, x);
    checkIndices(name, firstIndex, x.shape(), Long.MAX_VALUE);
    Expression.Builder builder = Elementwise.builderFor(x.type());
    Integer uniform = builder.uniform(0, firstIndex);
    return Elementwise.like(x, builder, formula.of(builder, uniform), List.of(key));
  }

  private static void checkIndices(String name, long firstIndex, Shape shape, long end) {
    if (firstIndex < 0 || firstIndex > end - shape.size()) {
      String last = end == Long.MAX_VALUE ? "2^63 - 1" : Long.toString(end);
      throw new IllegalArgumentException(
          name
              + ": elements are numbered from 0 to "
              + last
              + ", but a draw of "
              + shape
              + " from "
              + firstIndex
              + " on was asked for");
    }
  }
}
