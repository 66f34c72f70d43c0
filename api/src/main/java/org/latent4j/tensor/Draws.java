package org.latent4j.tensor;

import java.util.List;
import java.util.function.BiFunction;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.random.DrawFormulas;

/**
 * Random draws, to be imported statically. Every draw takes a {@link RandomKey} and gives the same
 * numbers for the same key: uniforms and, at equal probabilities, Bernoulli draws bit for bit on
 * every backend; normal, exponential and Gumbel draws, which are formulas of the uniforms ({@link
 * DrawFormulas}), to a few units in the last place. Elements are numbered in row-major order.
 */
public final class Draws {
  private Draws() {}

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
    Checks.floating("uniformLike", x);
    if (firstIndex < 0 || firstIndex > Long.MAX_VALUE - x.shape().size()) {
      throw new IllegalArgumentException(
          "uniformLike: elements are numbered from 0 to 2^63 - 1, but a draw of "
              + x.shape()
              + " from "
              + firstIndex
              + " on was asked for");
    }
    Expression.Builder builder = Elementwise.builderFor(x.type());
    return Elementwise.like(x, builder, builder.uniform(0, firstIndex), List.of(key));
  }

  /**
   * Draws 1 with probability p, else 0: {@code u < p} for a uniform u. A NaN probability gives NaN,
   * so that a fault is not hidden; p below 0 gives 0 and p of 1 or more gives 1.
   *
   * @param key the key
   * @param p the probabilities, FLOAT32 or FLOAT64
   * @return the draws, of the shape and type of p
   */
  public static Tensor bernoulli(RandomKey key, Tensor p) {
    Checks.floating("bernoulli", p);
    Expression.Builder builder = Elementwise.builderFor(p.type());
    Integer probability = builder.input(0);
    Integer draw = builder.binary(BinaryOp.LT, builder.uniform(0), probability);
    Integer isNumber = builder.binary(BinaryOp.EQ, probability, probability);
    return Elementwise.like(p, builder, builder.where(isNumber, draw, probability), List.of(key));
  }

  /**
   * Draws from the normal distribution of mean 0 and variance 1.
   *
   * @param key the key
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the draws
   */
  public static Tensor normalLike(RandomKey key, Tensor x) {
    return draw("normalLike", key, x, (builder, u) -> DrawFormulas.normal(builder, u, x.type()));
  }

  /**
   * Draws from the exponential distribution of mean 1.
   *
   * @param key the key
   * @param x gives the shape and the type, FLOAT32 or FLOAT64; its elements are not read
   * @return the draws, positive
   */
  public static Tensor exponentialLike(RandomKey key, Tensor x) {
    return draw(
        "exponentialLike", key, x, (builder, u) -> DrawFormulas.exponential(builder, u, x.type()));
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
    return draw("gumbelLike", key, x, (builder, u) -> DrawFormulas.gumbel(builder, u, x.type()));
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
    Checks.floating("categorical", logits);
    Checks.nonEmptyAxis("categorical", logits, -1);
    return logits.add(gumbelLike(key, logits)).argmax(-1);
  }

  private static Tensor draw(
      String name,
      RandomKey key,
      Tensor x,
      BiFunction<Expression.Builder, Integer, Integer> formula) {
    Checks.floating(name, x);
    Expression.Builder builder = Elementwise.builderFor(x.type());
    return Elementwise.like(x, builder, formula.apply(builder, builder.uniform(0)), List.of(key));
  }
}
