package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.Formula;
import org.latent4j.op.UnaryOp;

/**
 * Functions of tensors, to be imported statically. Each works element by element and broadcasts its
 * operands unless it says otherwise; none changes an operand. Random draws are in {@link Draws}.
 */
public final class Functions {
  private Functions() {}

  // ---- of one number ----

  /**
   * Computes -x.
   *
   * @param x of any type but UINT8; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor neg(Tensor x) {
    return Elementwise.unary(UnaryOp.NEG, x);
  }

  /**
   * Computes |x|.
   *
   * @param x of any type but UINT8; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor abs(Tensor x) {
    return Elementwise.unary(UnaryOp.ABS, x);
  }

  /**
   * Computes -1, 0 or 1.
   *
   * @param x of any type but UINT8; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor sign(Tensor x) {
    return Elementwise.unary(UnaryOp.SIGN, x);
  }

  /**
   * Computes the largest integer not above x.
   *
   * @param x FLOAT32 or FLOAT64; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor floor(Tensor x) {
    return Elementwise.unary(UnaryOp.FLOOR, x);
  }

  /**
   * Computes the square root of x.
   *
   * @param x FLOAT32 or FLOAT64; NaN below 0
   * @return the results, of the shape and type of x
   */
  public static Tensor sqrt(Tensor x) {
    return Elementwise.unary(UnaryOp.SQRT, x);
  }

  /**
   * Computes e<sup>x</sup>.
   *
   * @param x FLOAT32 or FLOAT64; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor exp(Tensor x) {
    return Elementwise.unary(UnaryOp.EXP, x);
  }

  /**
   * Computes e<sup>x</sup> - 1, accurate near 0.
   *
   * @param x FLOAT32 or FLOAT64; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor expm1(Tensor x) {
    return Elementwise.unary(UnaryOp.EXPM1, x);
  }

  /**
   * Computes the natural logarithm of x.
   *
   * @param x FLOAT32 or FLOAT64; -infinity at 0, NaN below
   * @return the results, of the shape and type of x
   */
  public static Tensor log(Tensor x) {
    return Elementwise.unary(UnaryOp.LOG, x);
  }

  /**
   * Computes log(1 + x), accurate near 0.
   *
   * @param x FLOAT32 or FLOAT64; NaN below -1
   * @return the results, of the shape and type of x
   */
  public static Tensor log1p(Tensor x) {
    return Elementwise.unary(UnaryOp.LOG1P, x);
  }

  /**
   * Computes the sine of x in radians.
   *
   * @param x FLOAT32 or FLOAT64; NaN at infinity
   * @return the results, of the shape and type of x
   */
  public static Tensor sin(Tensor x) {
    return Elementwise.unary(UnaryOp.SIN, x);
  }

  /**
   * Computes the cosine of x in radians.
   *
   * @param x FLOAT32 or FLOAT64; NaN at infinity
   * @return the results, of the shape and type of x
   */
  public static Tensor cos(Tensor x) {
    return Elementwise.unary(UnaryOp.COS, x);
  }

  /**
   * Computes the hyperbolic tangent of x.
   *
   * @param x FLOAT32 or FLOAT64; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor tanh(Tensor x) {
    return Elementwise.unary(UnaryOp.TANH, x);
  }

  /**
   * Computes 1 / (1 + e<sup>-x</sup>).
   *
   * @param x FLOAT32 or FLOAT64; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor sigmoid(Tensor x) {
    return Elementwise.unary(UnaryOp.SIGMOID, x);
  }

  /**
   * Computes log(1 + e<sup>x</sup>), without overflow.
   *
   * @param x FLOAT32 or FLOAT64; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor softplus(Tensor x) {
    return Elementwise.unary(UnaryOp.SOFTPLUS, x);
  }

  /**
   * Computes the error function of x.
   *
   * @param x FLOAT32 or FLOAT64; any number
   * @return the results, of the shape and type of x
   */
  public static Tensor erf(Tensor x) {
    return Elementwise.unary(UnaryOp.ERF, x);
  }

  /**
   * Computes log |Gamma(x)|.
   *
   * @param x FLOAT32 or FLOAT64; infinity at 0, -1, -2, …
   * @return the results, of the shape and type of x
   */
  public static Tensor lgamma(Tensor x) {
    return Elementwise.unary(UnaryOp.LGAMMA, x);
  }

  /**
   * Computes the derivative of log Gamma at x.
   *
   * @param x FLOAT32 or FLOAT64; NaN at 0, -1, -2, …
   * @return the results, of the shape and type of x
   */
  public static Tensor digamma(Tensor x) {
    return Elementwise.unary(UnaryOp.DIGAMMA, x);
  }

  /**
   * Computes x<sup>2</sup>.
   *
   * @param x of any type but UINT8
   * @return the squares, of the shape and type of x
   */
  public static Tensor square(Tensor x) {
    return x.mul(x);
  }

  /**
   * Computes max(0, x), the rectified linear unit; NaN stays NaN. Its slope at 0 is 0.
   *
   * @param x of any type but UINT8
   * @return the results, of the shape and type of x
   */
  public static Tensor relu(Tensor x) {
    return Elementwise.binary(BinaryOp.MAX, 0, x);
  }

  /**
   * Computes x where x is positive and {@code slope * x} elsewhere.
   *
   * @param x FLOAT32 or FLOAT64
   * @param slope the slope below 0
   * @return the results, of the shape and type of x
   */
  public static Tensor leakyRelu(Tensor x, double slope) {
    return where(lt(x, 0), x.mul(slope), x);
  }

  /**
   * Computes a formula of every element, as one operation.
   *
   * @param formula the formula; its arithmetic is done in the type of x
   * @param x FLOAT32 or FLOAT64
   * @return the results, of the shape and type of x
   */
  public static Tensor elementwise(Formula formula, Tensor x) {
    Checks.floating("elementwise", x);
    Expression.Builder builder = Elementwise.builderFor(x.type());
    return Elementwise.like(x, builder, formula.of(builder, builder.input(0)), List.of());
  }

  // ---- of two or three numbers ----

  /**
   * Computes x<sup>y</sup>.
   *
   * @param x FLOAT32 or FLOAT64
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor pow(Tensor x, Tensor y) {
    return Elementwise.binary(BinaryOp.POW, x, y);
  }

  /**
   * Computes x<sup>y</sup>.
   *
   * @param x FLOAT32 or FLOAT64
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor pow(Tensor x, double y) {
    return Elementwise.binary(BinaryOp.POW, x, y);
  }

  /**
   * Computes the smaller of x and y; NaN if either is.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor min(Tensor x, Tensor y) {
    return Elementwise.binary(BinaryOp.MIN, x, y);
  }

  /**
   * Computes the smaller of x and y; NaN if either is.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor min(Tensor x, double y) {
    return Elementwise.binary(BinaryOp.MIN, x, y);
  }

  /**
   * Computes the larger of x and y; NaN if either is.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor max(Tensor x, Tensor y) {
    return Elementwise.binary(BinaryOp.MAX, x, y);
  }

  /**
   * Computes the larger of x and y; NaN if either is.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor max(Tensor x, double y) {
    return Elementwise.binary(BinaryOp.MAX, x, y);
  }

  /**
   * Computes 1 where x &lt; y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor lt(Tensor x, Tensor y) {
    return Elementwise.binary(BinaryOp.LT, x, y);
  }

  /**
   * Computes 1 where x &lt; y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor lt(Tensor x, double y) {
    return Elementwise.binary(BinaryOp.LT, x, y);
  }

  /**
   * Computes 1 where x &lt;= y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor le(Tensor x, Tensor y) {
    return Elementwise.binary(BinaryOp.LE, x, y);
  }

  /**
   * Computes 1 where x &lt;= y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor le(Tensor x, double y) {
    return Elementwise.binary(BinaryOp.LE, x, y);
  }

  /**
   * Computes 1 where x &gt; y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor gt(Tensor x, Tensor y) {
    return Elementwise.swapped("gt", BinaryOp.LT, x, y);
  }

  /**
   * Computes 1 where x &gt; y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor gt(Tensor x, double y) {
    return Elementwise.swapped("gt", BinaryOp.LT, x, y);
  }

  /**
   * Computes 1 where x &gt;= y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor ge(Tensor x, Tensor y) {
    return Elementwise.swapped("ge", BinaryOp.LE, x, y);
  }

  /**
   * Computes 1 where x &gt;= y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor ge(Tensor x, double y) {
    return Elementwise.swapped("ge", BinaryOp.LE, x, y);
  }

  /**
   * Computes 1 where x = y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor eq(Tensor x, Tensor y) {
    return Elementwise.binary(BinaryOp.EQ, x, y);
  }

  /**
   * Computes 1 where x = y, else 0; 0 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor eq(Tensor x, double y) {
    return Elementwise.binary(BinaryOp.EQ, x, y);
  }

  /**
   * Computes 1 where x differs from y, else 0; 1 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y of the same type
   * @return the results, of that type
   */
  public static Tensor ne(Tensor x, Tensor y) {
    return Compositions.notEqual(x, y);
  }

  /**
   * Computes 1 where x differs from y, else 0; 1 where either is NaN.
   *
   * @param x of any type but UINT8
   * @param y a number that the type can hold
   * @return the results, of the shape and type of x
   */
  public static Tensor ne(Tensor x, double y) {
    return Compositions.notEqual(x, y);
  }

  /**
   * Computes x limited to a range: {@code low} below it, {@code high} above it; NaN stays NaN. The
   * slope is 1 inside and at both bounds, 0 outside.
   *
   * @param x of any type but UINT8
   * @param low the lower bound, a number that the type can hold; -infinity for none
   * @param high the upper bound, a number that the type can hold; infinity for none
   * @return the results, of the shape and type of x
   * @throws IllegalArgumentException unless {@code low <= high}
   */
  public static Tensor clamp(Tensor x, double low, double high) {
    return Compositions.clamp(x, low, high);
  }

  /**
   * Computes log(e<sup>x</sup> + e<sup>y</sup>) without overflow. The derivatives are those of
   * softmax; where x and y are the same infinity, x has all of it.
   *
   * @param x FLOAT32 or FLOAT64; -infinity is the logarithm of 0
   * @param y of the same type
   * @return the results, of that type; NaN where either is NaN
   */
  public static Tensor logAddExp(Tensor x, Tensor y) {
    return Compositions.logAddExp(x, y);
  }

  /**
   * Computes the quantile of the standard normal distribution, also known as probit or ndtri: the z
   * with P(Z &lt;= z) = p. A probability near 1 is less exact than one near 0: for the upper tail
   * take {@code neg(normalQuantile(q))} with q = 1 - p. By Wichura's algorithm AS 241; the error is
   * a few units in the last place of the larger of z and 1.
   *
   * @param p FLOAT32 or FLOAT64; -infinity at 0, infinity at 1, NaN outside [0, 1]
   * @return the results, of the shape and type of p
   */
  public static Tensor normalQuantile(Tensor p) {
    return Compositions.normalQuantile(p);
  }

  /**
   * Divides whole numbers and rounds down, as {@link Math#floorDiv(int, int)} does but where that
   * overflows or throws: a quotient out of range saturates, and so does one by 0, where it is
   * 2<sup>31</sup> - 1 for positive x, -2<sup>31</sup> for negative x and 0 for 0.
   *
   * @param x INT32
   * @param y INT32
   * @return the largest whole numbers not above x / y, INT32
   * @throws IllegalArgumentException if a tensor is not INT32
   */
  public static Tensor floorDiv(Tensor x, Tensor y) {
    return Compositions.floorDiv(x, y);
  }

  /**
   * Divides whole numbers by one and rounds down; see {@link #floorDiv(Tensor, Tensor)}.
   *
   * @param x INT32
   * @param y the divisor
   * @return the largest whole numbers not above x / y, of the shape of x, INT32
   * @throws IllegalArgumentException if the tensor is not INT32
   */
  public static Tensor floorDiv(Tensor x, int y) {
    return Compositions.floorDiv(x, y);
  }

  /**
   * Computes the remainder x - y floor(x / y), which has the sign of y, as {@link
   * Math#floorMod(int, int)} does. The remainder by 0, where that throws, is x.
   *
   * @param x INT32
   * @param y INT32
   * @return the remainders, INT32
   * @throws IllegalArgumentException if a tensor is not INT32
   */
  public static Tensor floorMod(Tensor x, Tensor y) {
    return Compositions.floorMod(x, y);
  }

  /**
   * Computes the remainder of division by a number; see {@link #floorMod(Tensor, Tensor)}.
   *
   * @param x INT32
   * @param y the divisor
   * @return the remainders, of the shape of x, INT32
   * @throws IllegalArgumentException if the tensor is not INT32
   */
  public static Tensor floorMod(Tensor x, int y) {
    return Compositions.floorMod(x, y);
  }

  /**
   * Computes x - y for a number x.
   *
   * @param x a number that the type of y can hold
   * @param y of any type but UINT8
   * @return the results, of the shape and type of y
   */
  public static Tensor sub(double x, Tensor y) {
    return Elementwise.binary(BinaryOp.SUB, x, y);
  }

  /**
   * Computes x / y for a number x.
   *
   * @param x a number that the type of y can hold
   * @param y FLOAT32 or FLOAT64
   * @return the results, of the shape and type of y
   */
  public static Tensor div(double x, Tensor y) {
    return Elementwise.binary(BinaryOp.DIV, x, y);
  }

  /**
   * Computes x<sup>y</sup> for a number x.
   *
   * @param x a number that the type of y can hold
   * @param y FLOAT32 or FLOAT64
   * @return the results, of the shape and type of y
   */
  public static Tensor pow(double x, Tensor y) {
    return Elementwise.binary(BinaryOp.POW, x, y);
  }

  /**
   * Chooses element by element. Unlike a product with a mask, what is not chosen can be NaN or
   * infinite.
   *
   * @param condition of any type; chooses {@code then} where it is not 0; NaN counts as true
   * @param then of any type but UINT8
   * @param otherwise of the same type
   * @return the chosen elements, of the type of {@code then}
   */
  public static Tensor where(Tensor condition, Tensor then, Tensor otherwise) {
    return Compositions.where(condition, then, otherwise);
  }

  /**
   * Chooses elements or a number; see {@link #where(Tensor, Tensor, Tensor)}.
   *
   * @param condition of any type; chooses {@code then} where it is not 0; NaN counts as true
   * @param then of any type but UINT8
   * @param otherwise a number that the type can hold
   * @return the chosen elements, of the type of {@code then}
   */
  public static Tensor where(Tensor condition, Tensor then, double otherwise) {
    return Compositions.where(condition, then, otherwise);
  }

  /**
   * Chooses a number or elements; see {@link #where(Tensor, Tensor, Tensor)}.
   *
   * @param condition of any type; chooses {@code then} where it is not 0; NaN counts as true
   * @param then a number that the type can hold
   * @param otherwise of any type but UINT8
   * @return the chosen elements, of the type of {@code otherwise}
   */
  public static Tensor where(Tensor condition, double then, Tensor otherwise) {
    return Compositions.where(condition, then, otherwise);
  }

  /**
   * Replaces rows: row n of the result is row r of {@code rows} for the last r with indices[r] = n,
   * and row n of x if there is none. In a program that keeps x in its state, or reads it nowhere
   * later, only the rows are written.
   *
   * <p>The derivative of a row goes to the row that is in its place: to {@code rows}, but for those
   * that a later one with the same index replaced, and to x where no row was replaced.
   *
   * @param x [N, …] of any type
   * @param indices INT32 [R]; inside a program also computed there
   * @param rows [R, …] of the type of x
   * @return a tensor of the shape of x; x is not changed
   * @throws IllegalArgumentException if the types or shapes do not fit
   * @throws IndexOutOfBoundsException if an index is negative or not below N, on a backend that can
   *     tell at once
   */
  public static Tensor withRows(Tensor x, Tensor indices, Tensor rows) {
    return Products.withRows(x, indices, rows);
  }

  /**
   * Keeps the derivative from passing: what is computed from the result is constant in x for {@code
   * Gradients}, also for the gradient of a gradient.
   *
   * @param x of any type
   * @return a view of x
   */
  public static Tensor stopGradient(Tensor x) {
    return Tape.constant(x);
  }

  // ---- along an axis ----

  /**
   * Reduces an axis and keeps it, with extent 1, so that the result broadcasts against x: {@code
   * x.sub(keepAxis(Tensor::mean, x, 1))} centres the rows of x.
   *
   * @param reduction drops the axis that it is called with, from 0, as {@code Tensor::sum}, {@code
   *     Tensor::max} or {@code Functions::logSumExp} do
   * @param x the operand of the reduction
   * @param axis the axis, negative from the end
   * @return the results, of the shape of x but for the extent 1 along the axis
   */
  public static Tensor keepAxis(BiFunction<Tensor, Integer, Tensor> reduction, Tensor x, int axis) {
    int at = Checks.axis("keepAxis", x.shape(), axis);
    return reduction.apply(x, at).expand(at);
  }

  /**
   * Computes the sums x<sub>0</sub>, x<sub>0</sub> + x<sub>1</sub>, … along an axis. NaN and
   * infinities reach the sums from their element on. It takes log2(n) passes over the n elements,
   * and the error is at most log2(n) + 1 roundings of the sum of the sizes. INT32 sums are exact
   * where they are in the range, as {@link Tensor#sum()} says, and saturate where they are not.
   *
   * @param x of any type but UINT8
   * @param axis the axis, negative from the end
   * @return the sums, of the shape and type of x
   */
  public static Tensor cumsum(Tensor x, int axis) {
    return CumulativeSum.along(x, axis);
  }

  /**
   * Computes log(sum e<sup>x</sup>) along an axis without overflow.
   *
   * @param x FLOAT32 or FLOAT64
   * @param axis the axis, negative from the end; it is dropped and must not be empty
   * @return the results; NaN where an element is, else infinity where one is, -infinity where all
   *     are
   */
  public static Tensor logSumExp(Tensor x, int axis) {
    Checks.floating("logSumExp", x);
    int at = Checks.nonEmptyAxis("logSumExp", x, axis);
    // Where the maximum is infinite or NaN, subtracting it would give NaN.
    Tensor offset = Compositions.finiteOrZero(largest(x, at));
    return log(exp(x.sub(offset.expand(at))).sum(at)).add(offset);
  }

  /**
   * Computes e<sup>x</sup> / sum e<sup>x</sup> along an axis without overflow.
   *
   * @param x FLOAT32 or FLOAT64
   * @param axis the axis, negative from the end; not empty
   * @return probabilities that add up to 1 along the axis, of the shape of x; NaN where no
   *     distribution is meant: all elements are -infinity, or one is infinity or NaN
   */
  public static Tensor softmax(Tensor x, int axis) {
    Checks.floating("softmax", x);
    int at = Checks.nonEmptyAxis("softmax", x, axis);
    Tensor weights = exp(x.sub(largest(x, at).expand(at)));
    return weights.div(weights.sum(at).expand(at));
  }

  /**
   * Computes the logarithm of {@link #softmax}, accurate for small probabilities and for elements
   * far from 0.
   *
   * @param x FLOAT32 or FLOAT64
   * @param axis the axis, negative from the end; not empty
   * @return log probabilities, of the shape of x; NaN where softmax is
   */
  public static Tensor logSoftmax(Tensor x, int axis) {
    Checks.floating("logSoftmax", x);
    int at = Checks.nonEmptyAxis("logSoftmax", x, axis);
    // The difference to the maximum first: x - logSumExp(x) would carry the rounding of large x.
    Tensor shifted = x.sub(largest(x, at).expand(at));
    return shifted.sub(log(exp(shifted).sum(at)).expand(at));
  }

  /**
   * What keeps e<sup>x</sup> from overflowing. The results do not depend on it, so neither do their
   * derivatives.
   */
  private static Tensor largest(Tensor x, int axis) {
    return stopGradient(x).max(axis);
  }

  /**
   * Gives every element its position along an axis.
   *
   * @param x gives the shape and the type; its elements are not read
   * @param axis the axis, negative from the end
   * @return 0, 1, 2, … along the axis
   */
  public static Tensor indexLike(Tensor x, int axis) {
    Checks.number("indexLike", x);
    Expression.Builder builder = Elementwise.builderFor(x.type());
    int output = builder.index(Checks.axis("indexLike", x.shape(), axis));
    return Elementwise.like(x, builder, output, List.of());
  }

  /**
   * Turns labels into indicator vectors.
   *
   * @param labels INT32 of any shape
   * @param classes the number of classes, at least 0
   * @param type the type of the result
   * @return of the shape of the labels with one more axis of extent {@code classes}: 1 at the
   *     label, 0 elsewhere; all 0 for a label that is negative or not below {@code classes}
   * @throws IllegalArgumentException if the labels are not INT32 or {@code classes} is negative
   */
  public static Tensor oneHot(Tensor labels, int classes, DataType type) {
    if (labels.type() != DataType.INT32) {
      throw new IllegalArgumentException(
          "oneHot: the labels must be INT32, but are "
              + labels.type()
              + " "
              + labels.shape()
              + "; use cast(DataType.INT32)");
    }
    int extent = Checks.extent("oneHot", classes);
    Shape shape = labels.shape().with(labels.shape().rank(), extent);
    Tensor repeated = labels.expand(-1).broadcastTo(shape);
    return eq(repeated, indexLike(repeated, -1)).cast(type);
  }

  /**
   * Joins tensors along an axis.
   *
   * @param axis the axis, negative from the end
   * @param parts tensors of one type whose extents agree but along the axis, at least one
   * @return the joined tensor
   * @throws IllegalArgumentException if types or the other extents differ
   */
  public static Tensor concat(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("concat: at least one tensor is needed");
    }
    int at = Checks.axis("concat", parts[0].shape(), axis);
    Shape rest = parts[0].shape().without(at);
    long extent = 0;
    for (Tensor part : parts) {
      Checks.sameType("concat", parts[0], part);
      boolean fits =
          part.shape().rank() == rest.rank() + 1 && part.shape().without(at).equals(rest);
      if (!fits) {
        throw new IllegalArgumentException(
            "concat: shapes must agree but along axis "
                + at
                + ", but got "
                + parts[0].shape()
                + " and "
                + part.shape());
      }
      extent += part.shape().dim(at);
    }
    Shape shape = rest.with(at, Checks.extent("concat", extent));
    List<Layout> regions = new ArrayList<>();
    int from = 0;
    for (Tensor part : parts) {
      regions.add(Layout.dense(shape).slice(at, from, from + part.shape().dim(at)));
      from += part.shape().dim(at);
    }
    List<Tensor> operands = List.of(parts);
    return Evaluator.of("concat", operands, List.of())
        .apply(new Operation.Assemble(shape, regions), operands, parts[0].type(), shape);
  }
}
