package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Turns operations on views into kernels and their launches. Arguments are trusted, as those of
 * {@link org.latent4j.backend.Backend} are. A storage must begin at a device address that is a
 * multiple of 16 bytes. Thread-safe.
 *
 * <p>No result depends on the GPU: how work is split into parts that are summed follows from shapes
 * alone, and nothing is added by atomic operations.
 */
public final class Kernels {
  private final KernelCache cache = new KernelCache();
  private final Grid grid;

  /**
   * Prepares for a GPU.
   *
   * @param multiprocessors its number of multiprocessors; only the sizes of grids depend on it
   */
  public Kernels(int multiprocessors) {
    grid = new Grid(multiprocessors);
  }

  /**
   * Evaluates an expression for every element of a shape, in one launch.
   *
   * @param expression what to compute
   * @param shape the shape to compute it over
   * @param inputs one view of that shape per input slot
   * @param keys one key per key slot
   * @param outputs one view of that shape per output; the same view as an input, or apart from it
   * @return the work
   */
  public Work elementwise(
      Expression expression,
      Shape shape,
      List<View> inputs,
      List<KeySource> keys,
      List<View> outputs) {
    return plan(expression, shape, operands(inputs), keys, operands(outputs));
  }

  /**
   * Evaluates an expression for every element of a shape, in one launch, and stores each output in
   * any number of places: as FLOAT32 and in bfloat16, for one.
   *
   * @param expression what to compute
   * @param shape the shape to compute it over
   * @param inputs one view of that shape per input slot
   * @param keys one key per key slot
   * @param places for each output the views of that shape to store it in, of its type; at least one
   *     in all
   * @return the work
   */
  public Work store(
      Expression expression,
      Shape shape,
      List<View> inputs,
      List<KeySource> keys,
      List<List<View>> places) {
    Stored stored = Stored.of(expression, places);
    return elementwise(stored.expression(), shape, inputs, keys, stored.places());
  }

  /**
   * Copies elements, converting them if the types differ.
   *
   * @param from where to read
   * @param to where to write, of the same shape
   * @return the work
   */
  public Work copy(View from, View to) {
    Expression copy = Expressions.copy(from.storage().type(), to.storage().type());
    return elementwise(copy, to.layout().shape(), List.of(from), List.of(), List.of(to));
  }

  /**
   * Stores one number everywhere.
   *
   * @param value the number; converted as an expression's output is
   * @param out where to write
   * @return the work
   */
  public Work fill(double value, View out) {
    DataType type = out.storage().type();
    Expression.Builder builder = Expression.in(Expressions.computeTypeOf(type));
    int node = builder.constant(value);
    Expression fill = builder.build(List.of(new Expression.Output(node, type)));
    return elementwise(fill, out.layout().shape(), List.of(), List.of(), List.of(out));
  }

  /**
   * Copies rows: row r of out becomes row indices[r] of the source. An index out of range goes to
   * the fault record, and the row becomes 0.
   *
   * @param source [N, …]
   * @param indices INT32 [R]
   * @param out [R, …] of the source's type
   * @return the work
   */
  public Work gather(View source, View indices, View out) {
    return gather(source, indices, List.of(out));
  }

  /**
   * Copies rows, each to several places.
   *
   * @param source [N, …]
   * @param indices INT32 [R]
   * @param outs [R, …] of the source's type, at least one
   * @return the work
   */
  public Work gather(View source, View indices, List<View> outs) {
    Shape shape = outs.get(0).layout().shape();
    Layout rows = source.layout();
    long[] strides = new long[shape.rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = rows.stride(axis);
    }
    Operand picked =
        new Operand(
            ElementType.of(source.storage().type()),
            source.storage(),
            Layout.of(shape, rows.offset(), strides),
            indices,
            rows.shape().dim(0));
    DataType type = source.storage().type();
    Expression.Builder builder = Expression.in(Expressions.computeTypeOf(type));
    Expression.Output element = new Expression.Output(builder.input(0), type);
    Expression copies = builder.build(Collections.nCopies(outs.size(), element));
    return plan(copies, shape, List.of(picked), List.of(), operands(outs));
  }

  /**
   * Reduces one axis.
   *
   * @param op how to reduce; the axis is not empty unless this is SUM
   * @param in the operand
   * @param axis the axis of {@code in}, from 0
   * @param out of the shape of {@code in} without the axis and of its type; INT32 for ARGMAX
   * @return the work; sums are made in float32 over at most 32 elements, in float64 from there on
   */
  public Work reduce(ReductionOp op, View in, int axis, View out) {
    Expression element = element(in.storage().type());
    return reduce(op, element, in.layout().shape(), List.of(in), List.of(), axis, out);
  }

  /**
   * Makes the expression that only reads, for a reduction of what is stored.
   *
   * @param type the type that is read
   * @return the expression, of one input
   */
  public static Expression element(DataType type) {
    Expression.Builder builder = Expression.in(Expressions.computeTypeOf(type));
    return builder.build(builder.input(0));
  }

  /**
   * Reduces one axis of what an expression makes, without storing it.
   *
   * @param op how to reduce; the axis is not empty unless this is SUM
   * @param expression what makes the elements; its first output is reduced, in the compute type
   * @param shape the shape to compute it over
   * @param inputs one view of that shape per input slot
   * @param keys one key per key slot
   * @param axis the axis of {@code shape}, from 0
   * @param out of that shape without the axis; converted as an expression's output is
   * @return the work
   */
  public Work reduce(
      ReductionOp op,
      Expression expression,
      Shape shape,
      List<View> inputs,
      List<KeySource> keys,
      int axis,
      View out) {
    if (out.layout().shape().size() == 0) {
      return Work.NONE;
    }
    Skeleton skeleton = cache.skeleton(expression);
    Operand to = Operand.of(out);
    return new ReductionCall(op, skeleton, shape, axis, operands(inputs), keys, List.of(), to)
        .plan(cache, grid);
  }

  /**
   * Adds up one axis of what an expression makes, and stores the elements, too, or something else.
   *
   * @param expression what makes the elements, in FLOAT32; its first output is added up
   * @param shape the shape to compute it over
   * @param inputs one view of that shape per input slot; there are no keys
   * @param axis the axis of {@code shape}, from 0
   * @param places for each output but the first the views of that shape to store it in, of its type
   * @param out of that shape without the axis; converted as an expression's output is
   * @return the work
   */
  public Work sumAndStore(
      Expression expression,
      Shape shape,
      List<View> inputs,
      int axis,
      List<List<View>> places,
      View out) {
    List<List<View>> all = new ArrayList<>(List.of(List.of(out)));
    all.addAll(places);
    Stored stored = Stored.of(expression, all);
    List<Operand> stores = operands(stored.places()).subList(1, stored.places().size());
    Skeleton skeleton = cache.skeleton(stored.expression());
    return new ReductionCall(
            ReductionOp.SUM,
            skeleton,
            shape,
            axis,
            operands(inputs),
            List.of(),
            stores,
            Operand.of(out))
        .plan(cache, grid);
  }

  /** An expression with an output for every place that one is stored in. */
  private record Stored(Expression expression, List<View> places) {
    static Stored of(Expression expression, List<List<View>> places) {
      Expression.Builder builder = Expression.in(expression.computeType());
      expression.nodes().forEach(builder::node);
      List<Expression.Output> outputs = new ArrayList<>();
      List<View> all = new ArrayList<>();
      for (int output = 0; output < places.size(); output++) {
        for (View place : places.get(output)) {
          outputs.add(expression.outputs().get(output));
          all.add(place);
        }
      }
      return new Stored(builder.build(outputs), all);
    }
  }

  /**
   * Reduces one axis of what an expression makes, and makes something of the results, without
   * storing either.
   *
   * @param op how to reduce, not ARGMAX; the axis is not empty unless this is SUM
   * @param expression what makes the elements; its first output is reduced, in the compute type
   * @param shape the shape to compute it over
   * @param inputs one view of that shape per input slot; there are no keys
   * @param axis the axis of {@code shape}, from 0
   * @param sequel what to make of the results
   * @return the work
   */
  public Work reduce(
      ReductionOp op,
      Expression expression,
      Shape shape,
      List<View> inputs,
      int axis,
      Sequel sequel) {
    if (shape.without(axis).size() == 0) {
      return Work.NONE;
    }
    Skeleton skeleton = cache.skeleton(expression);
    SequelCall then = new SequelCall(sequel, cache.skeleton(sequel.expression()));
    return new ReductionCall(op, skeleton, shape, axis, operands(inputs), List.of(), then)
        .plan(cache, grid);
  }

  /**
   * Adds rows: row indices[r] of out grows by row r of the source, one after another in order of r.
   * An index out of range goes to the fault record, and its row is left out.
   *
   * @param source [R, …] of a floating type
   * @param indices INT32 [R]
   * @param out [N, …] of the source's type
   * @return the work
   */
  public Work scatterAdd(View source, View indices, View out) {
    return new ScatterCall(true, source, indices, out).plan(cache, grid);
  }

  /**
   * Replaces rows: row indices[r] of out becomes row r of the source; of several with the same
   * index the last one stays. An index out of range goes to the fault record, and its row is left
   * out.
   *
   * @param source [R, …] of the type of out
   * @param indices INT32 [R]
   * @param out [N, …]
   * @return the work
   */
  public Work replaceRows(View source, View indices, View out) {
    return new ScatterCall(false, source, indices, out).plan(cache, grid);
  }

  /**
   * Stores a key that is derived from another.
   *
   * @param key the key and its folds
   * @param out INT32 [2], the high word and the low word
   * @return the work
   */
  public Work foldKey(KeySource key, View out) {
    Parameters parameters = new Parameters(false);
    KeyForm.add(parameters, "key", key);
    long offset = out.layout().offset();
    long stride = out.layout().stride(0);
    Argument high = new Argument.Pointer(out.storage(), offset * Integer.BYTES);
    Argument low = new Argument.Pointer(out.storage(), (offset + stride) * Integer.BYTES);
    parameters.output("int", "high", high);
    parameters.output("int", "low", low);
    KeyForm form = KeyForm.of(key);
    Kernel kernel =
        cache.kernel(
            form,
            () -> {
              Lines lines = new Lines();
              form.write(lines, "key");
              lines.add("*high = (int) key_0;").add("*low = (int) key_1;");
              return lines.kernel("fold_key", "a child of a key", false, parameters);
            });
    return Work.of(new Launch(kernel, 1, 1, parameters.arguments()));
  }

  /**
   * Multiplies matrices of any strides: {@code out = alpha A B + beta out}. Terms are added by
   * fused multiply-adds in the operands' type.
   *
   * @param alpha the factor of the product
   * @param a [M, K], or with a leading batch axis
   * @param b [K, N], or with a leading batch axis
   * @param beta the factor of what out holds; if 0, out is not read
   * @param out [M, N], or with a leading batch axis
   * @return the work
   */
  public Work matmul(Scalar alpha, View a, View b, double beta, View out) {
    return new MatrixProductCall(alpha, a, b, beta, out).plan(cache, grid);
  }

  /**
   * Adds partial products, the first to the second, then the third, and so on: {@code out = alpha
   * (P0 + P1 + …) + beta out}.
   *
   * @param alpha the factor of the sum
   * @param parts dense tensors of out's shape and type, one behind the other
   * @param first the element of {@code parts} at which the first one begins
   * @param count how many there are, at least 1
   * @param beta the factor of what out holds; if 0, out is not read
   * @param out where the result goes
   * @return the work
   */
  public Work sumOfParts(
      Scalar alpha, Storage parts, long first, int count, double beta, View out) {
    Shape shape = out.layout().shape();
    Expression.Builder builder = Expression.in(out.storage().type());
    List<View> inputs = new ArrayList<>();
    Integer sum = builder.input(0);
    for (int part = 0; part < count; part++) {
      Integer next = builder.input(inputs.size());
      inputs.add(new View(parts, Layout.dense(shape).shifted(first + part * shape.size())));
      sum = part == 0 ? next : builder.add(sum, next);
    }
    sum = scaled(builder, alpha, sum, shape, inputs);
    if (beta != 0) {
      sum = builder.add(sum, builder.mul(builder.input(inputs.size()), beta));
      inputs.add(out);
    }
    return elementwise(builder.build(sum), shape, inputs, List.of(), List.of(out));
  }

  private static Integer scaled(
      Expression.Builder builder, Scalar alpha, Integer value, Shape shape, List<View> inputs) {
    Integer result = alpha.factor() == 1 ? value : builder.mul(value, alpha.factor());
    View factor = alpha.view();
    if (factor != null) {
      result = builder.mul(result, builder.input(inputs.size()));
      inputs.add(new View(factor.storage(), factor.layout().broadcastTo(shape)));
    }
    return result;
  }

  /**
   * Stores the value of a scalar, for a library that reads its factor from the device.
   *
   * @param scalar the scalar; its view is of out's type
   * @param out rank 0, of a floating type
   * @return the work
   */
  public Work store(Scalar scalar, View out) {
    if (scalar.view() == null) {
      return fill(scalar.factor(), out);
    }
    Expression.Builder builder = Expression.in(out.storage().type());
    int product = builder.mul(builder.input(0), scalar.factor());
    return elementwise(
        builder.build(product), Shape.SCALAR, List.of(scalar.view()), List.of(), List.of(out));
  }

  /** Makes one launch of tiny ones, stage after stage. */
  Launch chained(List<List<Launch>> stages) {
    return JoinedLaunch.chained(stages, cache);
  }

  /** Makes one launch of several that do not depend on each other. */
  Launch joined(List<Launch> launches) {
    return JoinedLaunch.of(launches, cache);
  }

  private Work plan(
      Expression expression,
      Shape shape,
      List<Operand> inputs,
      List<KeySource> keys,
      List<Operand> outputs) {
    Skeleton skeleton = cache.skeleton(expression);
    return new ElementwiseCall(skeleton, shape, inputs, keys, outputs).plan(cache, grid);
  }

  private static List<Operand> operands(List<View> views) {
    return views.stream().map(Operand::of).toList();
  }
}
