package org.latent4j.tensor;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.OperationCall;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * An immutable array of numbers on a backend. Outside a program every method computes at once;
 * while a step is being recorded by {@code Program.compile} the same methods add to the program.
 *
 * <p>Arithmetic broadcasts as {@link Shape#broadcast} says and never converts types silently: both
 * operands have the same type, and {@link #cast} converts. A {@code double} operand takes the type
 * of the tensor. Reshape (of a dense tensor), transpose, slice, expand and broadcast share memory
 * with the tensor that they are called on; everything else makes a new tensor in the innermost open
 * {@link Scope}. Functions of tensors (sigmoid, log, softmax, random draws …) are in {@link
 * Functions}.
 */
public final class Tensor {
  private final Evaluator evaluator;
  private final @Nullable Handle handle;
  private final int node;
  private final DataType type;
  private final Layout layout;

  /** Made when it is first asked for; programs ask for the same one at every run. */
  private @Nullable View view;

  private Tensor(
      Evaluator evaluator, @Nullable Handle handle, int node, DataType type, Layout layout) {
    this.evaluator = evaluator;
    this.handle = handle;
    this.node = node;
    this.type = type;
    this.layout = layout;
  }

  static Tensor stored(Evaluator evaluator, Handle handle, DataType type, Layout layout) {
    return new Tensor(evaluator, handle, -1, type, layout);
  }

  static Tensor traced(Evaluator recording, int value, DataType type, Layout layout) {
    return new Tensor(recording, null, value, type, layout);
  }

  /** The same memory, read in another way. */
  Tensor view(Layout other) {
    return new Tensor(evaluator, handle, node, type, other);
  }

  // ---- making tensors ----

  /**
   * Copies numbers to a backend.
   *
   * @param backend where the tensor will live
   * @param values the elements in row-major order
   * @param shape the extents
   * @return a FLOAT32 tensor
   * @throws IllegalArgumentException if the number of values is not that of the shape's elements
   */
  public static Tensor of(Backend backend, float[] values, int... shape) {
    return copied(backend, DataType.FLOAT32, values, values.length, shape);
  }

  /**
   * Copies numbers to a backend.
   *
   * @param backend where the tensor will live
   * @param values the elements in row-major order
   * @param shape the extents
   * @return a FLOAT64 tensor
   * @throws IllegalArgumentException if the number of values is not that of the shape's elements
   */
  public static Tensor of(Backend backend, double[] values, int... shape) {
    return copied(backend, DataType.FLOAT64, values, values.length, shape);
  }

  /**
   * Copies numbers to a backend.
   *
   * @param backend where the tensor will live
   * @param values the elements in row-major order
   * @param shape the extents
   * @return an INT32 tensor
   * @throws IllegalArgumentException if the number of values is not that of the shape's elements
   */
  public static Tensor of(Backend backend, int[] values, int... shape) {
    return copied(backend, DataType.INT32, values, values.length, shape);
  }

  /**
   * Copies bytes to a backend.
   *
   * @param backend where the tensor will live
   * @param values the elements in row-major order, taken as 0 to 255
   * @param shape the extents
   * @return a UINT8 tensor
   * @throws IllegalArgumentException if the number of values is not that of the shape's elements
   */
  public static Tensor of(Backend backend, byte[] values, int... shape) {
    return copied(backend, DataType.UINT8, values, values.length, shape);
  }

  private static Tensor copied(
      Backend backend, DataType type, Object values, int count, int[] dims) {
    Shape shape = Shape.of(dims);
    if (shape.size() != count) {
      throw new IllegalArgumentException(
          "tensor: shape " + shape + " has " + shape.size() + " elements, but " + count + " given");
    }
    Tensor tensor = EagerEvaluator.of(backend).allocate(type, shape);
    backend.write(tensor.handle().storage(), 0, values, 0, count);
    return tensor;
  }

  /**
   * Makes a tensor of one number repeated.
   *
   * @param backend where the tensor will live
   * @param type the element type
   * @param value the number; an integer for INT32 and UINT8
   * @param shape the extents; none for rank 0
   * @return the tensor
   * @throws IllegalArgumentException if the type can't hold the number
   */
  public static Tensor full(Backend backend, DataType type, double value, int... shape) {
    Checks.representable("full", type, value);
    return EagerEvaluator.of(backend).full(type, value, Shape.of(shape));
  }

  // ---- what it is ----

  /**
   * Returns the extents.
   *
   * @return the shape
   */
  public Shape shape() {
    return layout.shape();
  }

  /**
   * Returns the element type.
   *
   * @return the type
   */
  public DataType type() {
    return type;
  }

  /**
   * Returns where the tensor lives.
   *
   * @return the backend
   */
  public Backend backend() {
    return evaluator.backend();
  }

  Evaluator evaluator() {
    return evaluator;
  }

  Layout layout() {
    return layout;
  }

  /** The number of the value in the trace or on the tape. */
  int node() {
    return node;
  }

  /**
   * Returns where the elements are, for the layers that talk to a backend themselves.
   *
   * @return the storage and the layout
   * @throws IllegalStateException while a program is recorded, or after the memory was freed
   */
  public View asView() {
    Storage storage = handle().storage();
    View known = view;
    if (known == null) {
      known = new View(storage, layout);
      view = known;
    }
    return known;
  }

  /**
   * Copies elements that a backend holds.
   *
   * @param backend whose storage it is
   * @param from the elements to copy
   * @return a new tensor of their type and shape
   */
  public static Tensor copyOf(Backend backend, View from) {
    EagerEvaluator evaluator = EagerEvaluator.of(backend);
    Tensor copy = evaluator.allocate(from.storage().type(), from.layout().shape());
    OperationCall.copy(backend, from, copy.asView());
    return copy;
  }

  /** Keeps the memory alive until the handle is released; null if a program will make it. */
  @Nullable Handle retain() {
    if (handle != null) {
      handle.retain();
    }
    return handle;
  }

  Handle handle() {
    if (handle == null) {
      throw evaluator.unreadable();
    }
    return handle;
  }

  // ---- arithmetic ----

  /**
   * Adds element by element.
   *
   * @param other a tensor of the same type that broadcasts with this one
   * @return {@code this + other}
   */
  public Tensor add(Tensor other) {
    return Elementwise.binary(BinaryOp.ADD, this, other);
  }

  /**
   * Adds a number to every element.
   *
   * @param other the number
   * @return {@code this + other}
   */
  public Tensor add(double other) {
    return Elementwise.binary(BinaryOp.ADD, this, other);
  }

  /**
   * Subtracts element by element.
   *
   * @param other a tensor of the same type that broadcasts with this one
   * @return {@code this - other}
   */
  public Tensor sub(Tensor other) {
    return Elementwise.binary(BinaryOp.SUB, this, other);
  }

  /**
   * Subtracts a number from every element.
   *
   * @param other the number
   * @return {@code this - other}
   */
  public Tensor sub(double other) {
    return Elementwise.binary(BinaryOp.SUB, this, other);
  }

  /**
   * Multiplies element by element.
   *
   * @param other a tensor of the same type that broadcasts with this one
   * @return {@code this * other}
   */
  public Tensor mul(Tensor other) {
    return Elementwise.binary(BinaryOp.MUL, this, other);
  }

  /**
   * Multiplies every element by a number.
   *
   * @param other the number
   * @return {@code this * other}
   */
  public Tensor mul(double other) {
    return Elementwise.binary(BinaryOp.MUL, this, other);
  }

  /**
   * Divides element by element.
   *
   * @param other a tensor of the same floating type that broadcasts with this one
   * @return {@code this / other}
   */
  public Tensor div(Tensor other) {
    return Elementwise.binary(BinaryOp.DIV, this, other);
  }

  /**
   * Divides every element by a number.
   *
   * @param other the number
   * @return {@code this / other}
   */
  public Tensor div(double other) {
    return Elementwise.binary(BinaryOp.DIV, this, other);
  }

  /**
   * Converts every element.
   *
   * @param target the new type; to INT32 and UINT8 the fraction is dropped and the range saturates
   * @return this tensor if it has that type already, else a new one
   */
  public Tensor cast(DataType target) {
    return target == type ? this : Elementwise.copy(this, target);
  }

  // ---- products ----

  /**
   * Multiplies matrices: [M, K] times [K, N] gives [M, N]. With rank 3 the first axis is a batch of
   * products; a matrix of rank 2 serves every product of the other's batch.
   *
   * @param other the matrix on the right, of the same floating type
   * @return {@code this * other}
   * @throws IllegalArgumentException if the types, ranks or inner extents do not match
   */
  public Tensor matmul(Tensor other) {
    return Products.matmul(1, null, this, other, 0, null);
  }

  /**
   * Adds a scaled matrix product to a scaled matrix: the accumulating product {@code alpha * this *
   * other + beta * addend}.
   *
   * @param alpha the factor of the product
   * @param other the matrix on the right, of the same floating type
   * @param beta the factor of the addend; if 0, the addend is not read
   * @param addend of the shape and type of the result
   * @return a new tensor; the addend keeps its value
   * @throws IllegalArgumentException if the types or extents do not match
   */
  public Tensor matmulAdd(double alpha, Tensor other, double beta, Tensor addend) {
    return Products.matmul(alpha, null, this, other, beta, addend);
  }

  /**
   * Adds a matrix product, scaled by a number that a program can change, to a scaled matrix.
   *
   * @param alpha the factor of the product, rank 0
   * @param other the matrix on the right, of the same floating type
   * @param beta the factor of the addend; if 0, the addend is not read
   * @param addend of the shape and type of the result
   * @return {@code alpha * this * other + beta * addend}, a new tensor
   * @throws IllegalArgumentException if the types or extents do not match
   */
  public Tensor matmulAdd(Tensor alpha, Tensor other, double beta, Tensor addend) {
    return Products.matmul(1, alpha, this, other, beta, addend);
  }

  // ---- reductions ----

  /**
   * Adds all elements up. The sum of INT32 elements is exact where it is in the range (for up to
   * 4,194,304 elements of any size, or sizes that add up to less than 2<sup>53</sup>), and
   * saturates where it is not.
   *
   * @return rank 0; 0 if there are no elements
   */
  public Tensor sum() {
    return Products.reduceAll(ReductionOp.SUM, this);
  }

  /**
   * Adds up along an axis; INT32 elements as {@link #sum()} does.
   *
   * @param axis the axis, negative from the end; it is dropped
   * @return the sums; 0 along an empty axis
   */
  public Tensor sum(int axis) {
    return Products.reduce(ReductionOp.SUM, this, axis);
  }

  /**
   * Averages all elements.
   *
   * @return rank 0; NaN if there are no elements
   */
  public Tensor mean() {
    Checks.floating("mean", this);
    return sum().div((double) shape().size());
  }

  /**
   * Averages along an axis.
   *
   * @param axis the axis, negative from the end; it is dropped
   * @return the means; NaN along an empty axis
   */
  public Tensor mean(int axis) {
    Checks.floating("mean", this);
    int at = Checks.axis("mean", shape(), axis);
    return sum(at).div(shape().dim(at));
  }

  /**
   * Takes the largest element along an axis; NaN if there is one.
   *
   * @param axis the axis, negative from the end; it is dropped and must not be empty
   * @return the maxima
   */
  public Tensor max(int axis) {
    return Products.reduce(ReductionOp.MAX, this, axis);
  }

  /**
   * Takes the smallest element along an axis; NaN if there is one.
   *
   * @param axis the axis, negative from the end; it is dropped and must not be empty
   * @return the minima
   */
  public Tensor min(int axis) {
    return Products.reduce(ReductionOp.MIN, this, axis);
  }

  /**
   * Finds the first of the largest elements along an axis; the first NaN if there is one.
   *
   * @param axis the axis, negative from the end; it is dropped and must not be empty
   * @return the positions, INT32
   */
  public Tensor argmax(int axis) {
    return Products.reduce(ReductionOp.ARGMAX, this, axis);
  }

  // ---- other ways to read the same elements ----

  /**
   * Reads the elements in row-major order under another shape.
   *
   * @param dims the new extents; one of them may be -1 and is then computed
   * @return a view if this tensor is dense or one element repeated, else a copy
   * @throws IllegalArgumentException if the number of elements would change
   */
  public Tensor reshape(int... dims) {
    Shape target = Checks.inferred(shape(), dims);
    Optional<Layout> reshaped = layout.reshape(target);
    if (reshaped.isPresent()) {
      return view(reshaped.get());
    }
    Tensor copy = Elementwise.copy(this, type);
    return copy.view(copy.layout.reshape(target).orElseThrow());
  }

  /**
   * Exchanges the last two axes.
   *
   * @return a view
   * @throws IllegalArgumentException if the rank is less than 2
   */
  public Tensor transpose() {
    int rank = shape().rank();
    if (rank < 2) {
      throw new IllegalArgumentException(
          "transpose: at least two axes are needed, but the shape is " + shape());
    }
    int[] order = IntStream.range(0, rank).toArray();
    order[rank - 2] = rank - 1;
    order[rank - 1] = rank - 2;
    return view(layout.transpose(order));
  }

  /**
   * Reorders the axes.
   *
   * @param order for each new axis the old one that takes its place
   * @return a view
   * @throws IllegalArgumentException if {@code order} is not a permutation of the axes
   */
  public Tensor transpose(int... order) {
    return view(layout.transpose(order));
  }

  /**
   * Restricts one axis to a range.
   *
   * @param axis the axis, negative from the end
   * @param from the first index kept
   * @param to one past the last index kept
   * @return a view with extent {@code to - from} along the axis
   * @throws IllegalArgumentException unless 0 &lt;= from &lt;= to &lt;= extent
   */
  public Tensor slice(int axis, int from, int to) {
    return view(layout.slice(Checks.axis("slice", shape(), axis), from, to));
  }

  /**
   * Puts in an axis of extent 1.
   *
   * @param axis where it will stand, from 0 to rank, or negative from the end
   * @return a view with one more axis
   * @throws IllegalArgumentException if the axis would not be within the new rank
   */
  public Tensor expand(int axis) {
    int rank = shape().rank();
    if (axis < -rank - 1 || axis > rank) {
      throw new IllegalArgumentException(
          "expand: axis " + axis + " can't be put into shape " + shape() + "; use 0 to " + rank);
    }
    return view(layout.expand(axis));
  }

  /**
   * Repeats elements to take a larger shape.
   *
   * @param shape the shape to take
   * @return a view
   * @throws IllegalArgumentException if this shape does not broadcast to it
   */
  public Tensor broadcastTo(Shape shape) {
    return view(layout.broadcastTo(shape));
  }

  // ---- rows ----

  /**
   * Picks rows along the first axis.
   *
   * @param indices INT32 [R], each from 0 to N - 1
   * @return [R, …], row r being row indices[r] of this tensor [N, …]
   * @throws IllegalArgumentException if this has rank 0 or the indices are not INT32 of rank 1
   * @throws IndexOutOfBoundsException if an index is out of range, on a backend that can tell at
   *     once
   */
  public Tensor gather(Tensor indices) {
    return Products.gather(this, indices);
  }

  /**
   * Adds rows up by index, the derivative of {@link #gather}.
   *
   * @param indices INT32 [R], each from 0 to rows - 1
   * @param rows the first extent N of the result
   * @return [N, …], row n being the sum of the rows r of this tensor [R, …] with indices[r] = n
   * @throws IllegalArgumentException if the extents do not match
   * @throws IndexOutOfBoundsException if an index is out of range, on a backend that can tell at
   *     once
   */
  public Tensor scatterAdd(Tensor indices, int rows) {
    return Products.scatterAdd(this, indices, rows);
  }

  // ---- lifetime and reading ----

  /**
   * Hands this tensor's memory from the scope that owns it to the enclosing one, or to the backend
   * if there is none; called twice it moves up twice. Tensors that share memory move together. On a
   * tensor of a program that is being recorded it does nothing.
   *
   * @return this
   * @throws IllegalStateException if the memory was freed, or its scope is closed and only a
   *     program holds it
   */
  public Tensor keep() {
    Handle memory = Tape.constant(this).handle;
    if (memory != null) {
      keepFrom(memory.owner());
    }
    return this;
  }

  /** Hands the memory to the owner around this one, if it is owned here or further in. */
  void keepFrom(Account account) {
    Handle memory = Tape.constant(this).handle;
    if (memory == null) {
      return;
    }
    memory.requireOwned();
    while (memory.owner().isWithin(account)) {
      memory.owner().handUp(memory);
      memory.requireOwned();
    }
  }

  /**
   * Copies the elements out, in row-major order.
   *
   * @return the elements of a FLOAT32 or UINT8 tensor, or those of any other rounded to float
   * @throws IllegalStateException while a program is recorded, or after the memory was freed
   */
  public float[] toFloats() {
    return HostArrays.toFloats(type, elements(), elementCount());
  }

  /**
   * Copies the elements out, in row-major order.
   *
   * @return the elements of a tensor of any type, exactly
   * @throws IllegalStateException while a program is recorded, or after the memory was freed
   */
  public double[] toDoubles() {
    return HostArrays.toDoubles(type, elements(), elementCount());
  }

  /**
   * Copies the elements out, in row-major order.
   *
   * @return the elements of an INT32 or UINT8 tensor
   * @throws IllegalArgumentException if the tensor has a floating type
   * @throws IllegalStateException while a program is recorded, or after the memory was freed
   */
  public int[] toInts() {
    if (type.isFloating()) {
      throw new IllegalArgumentException(
          "toInts: the tensor is " + type + "; use toDoubles() or cast(DataType.INT32) first");
    }
    return HostArrays.toInts(type, elements(), elementCount());
  }

  /**
   * Returns the only element.
   *
   * @return its value
   * @throws IllegalArgumentException if there is not exactly one element
   */
  public double item() {
    if (shape().size() != 1) {
      throw new IllegalArgumentException(
          "item: exactly one element is needed, but the shape is " + shape());
    }
    return toDoubles()[0];
  }

  private int elementCount() {
    handle().storage();
    if (shape().size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "read: " + shape() + " has more elements than a Java array; read slices of it");
    }
    return (int) shape().size();
  }

  /** The elements in row-major order in an array of this type's own; conversions cost no device. */
  private Object elements() {
    int count = elementCount();
    if (!layout.isDense()) {
      return Scope.within(() -> Elementwise.copy(this, type).elements());
    }
    Object array = HostArrays.make(type, count);
    backend().read(handle().storage(), layout.offset(), array, 0, count);
    return array;
  }

  /** Returns type, shape and, if there are few and they can be read, the elements. */
  @Override
  public String toString() {
    String head = type + " " + shape();
    if (handle == null) {
      return "%" + node + " " + head;
    }
    if (handle.isFreed() || backend().isClosed()) {
      return head + " (freed)";
    }
    if (shape().size() > 16) {
      return head;
    }
    String elements = type.isFloating() ? Arrays.toString(toDoubles()) : Arrays.toString(toInts());
    return head + " " + elements;
  }
}
