package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/** Matrix products, reductions and row operations on tensors: checks, and the operation to run. */
final class Products {
  private Products() {}

  static Tensor matmul(
      double alpha,
      @Nullable Tensor scale,
      Tensor a,
      Tensor b,
      double beta,
      @Nullable Tensor addend) {
    Checks.floating("matmul", a);
    Checks.sameType("matmul", a, b);
    Shape shape = productShape(a.shape(), b.shape());
    List<Tensor> operands = new ArrayList<>();
    operands.add(batched(a, shape));
    operands.add(batched(b, shape));
    if (scale != null) {
      checkScale(a, scale);
      operands.add(scale);
    }
    if (addend != null) {
      checkAddend(a, shape, addend);
      if (beta != 0) {
        operands.add(addend);
      }
    }
    Operation.MatrixProduct product = new Operation.MatrixProduct(alpha, scale != null, beta);
    return Evaluator.of("matmul", operands, List.of()).apply(product, operands, a.type(), shape);
  }

  private static Shape productShape(Shape a, Shape b) {
    boolean matrices = a.rank() >= 2 && a.rank() <= 3 && b.rank() >= 2 && b.rank() <= 3;
    if (!matrices) {
      throw new IllegalArgumentException(
          "matmul: matrices, or batches of them, are needed (rank 2 or 3), but got "
              + a
              + " x "
              + b
              + "; use reshape() or expand()");
    }
    if (a.dim(-1) != b.dim(-2)) {
      String hint = a.dim(-1) == b.dim(-1) ? "; did you mean transpose()?" : "";
      throw new IllegalArgumentException(
          "matmul: inner dimensions differ: " + a + " x " + b + hint);
    }
    if (a.rank() == 2 && b.rank() == 2) {
      return Shape.of(a.dim(0), b.dim(1));
    }
    if (a.rank() == 3 && b.rank() == 3 && a.dim(0) != b.dim(0)) {
      throw new IllegalArgumentException("matmul: batches differ: " + a + " x " + b);
    }
    return Shape.of(a.rank() == 3 ? a.dim(0) : b.dim(0), a.dim(-2), b.dim(-1));
  }

  private static Tensor batched(Tensor matrix, Shape product) {
    if (matrix.shape().rank() == product.rank()) {
      return matrix;
    }
    return matrix.broadcastTo(
        Shape.of(product.dim(0), matrix.shape().dim(0), matrix.shape().dim(1)));
  }

  private static void checkScale(Tensor a, Tensor scale) {
    Checks.sameType("matmulAdd", a, scale);
    if (scale.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "matmulAdd: alpha must have rank 0, but its shape is " + scale.shape());
    }
  }

  private static void checkAddend(Tensor a, Shape shape, Tensor addend) {
    Checks.sameType("matmulAdd", a, addend);
    if (!addend.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "matmulAdd: the product has shape " + shape + ", but the addend has " + addend.shape());
    }
  }

  static Tensor reduce(ReductionOp op, Tensor x, int axis) {
    String name = op.name().toLowerCase(Locale.ROOT);
    Checks.number(name, x);
    int at =
        op.acceptsEmpty() ? Checks.axis(name, x.shape(), axis) : Checks.nonEmptyAxis(name, x, axis);
    List<Tensor> operands = List.of(x);
    return Evaluator.of(name, operands, List.of())
        .apply(
            new Operation.Reduction(op, at),
            operands,
            op.resultType(x.type()),
            x.shape().without(at));
  }

  /** One reduction if the elements lie in a row, else one an axis. */
  static Tensor reduceAll(ReductionOp op, Tensor x) {
    long size = x.shape().size();
    if (x.layout().isDense() && size <= Integer.MAX_VALUE) {
      return reduce(op, x.reshape((int) size), 0);
    }
    Tensor rest = x;
    while (rest.shape().rank() > 0) {
      rest = reduce(op, rest, -1);
    }
    return rest;
  }

  static Tensor gather(Tensor source, Tensor indices) {
    checkRows("gather", source, indices);
    Shape shape = source.shape().without(0).with(0, indices.shape().dim(0));
    List<Tensor> operands = List.of(source, indices);
    return Evaluator.of("gather", operands, List.of())
        .apply(new Operation.Gather(), operands, source.type(), shape);
  }

  static Tensor scatterAdd(Tensor source, Tensor indices, int rows) {
    Checks.floating("scatterAdd", source);
    checkRows("scatterAdd", source, indices);
    if (indices.shape().dim(0) != source.shape().dim(0)) {
      throw new IllegalArgumentException(
          "scatterAdd: there are "
              + source.shape().dim(0)
              + " rows, but "
              + indices.shape().dim(0)
              + " indices");
    }
    Shape shape = source.shape().without(0).with(0, Checks.extent("scatterAdd", rows));
    List<Tensor> operands = List.of(source, indices);
    return Evaluator.of("scatterAdd", operands, List.of())
        .apply(new Operation.ScatterAdd(rows), operands, source.type(), shape);
  }

  static Tensor withRows(Tensor x, Tensor indices, Tensor rows) {
    checkRows("withRows", x, indices);
    Checks.sameType("withRows", x, rows);
    Shape expected = x.shape().without(0).with(0, indices.shape().dim(0));
    if (!rows.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "withRows: "
              + indices.shape().dim(0)
              + " rows of a tensor "
              + x.shape()
              + " have the shape "
              + expected
              + ", but the rows given have "
              + rows.shape()
              + "; use broadcastTo() or reshape()");
    }
    List<Tensor> operands = List.of(x, indices, rows);
    return Evaluator.of("withRows", operands, List.of())
        .apply(new Operation.WithRows(), operands, x.type(), x.shape());
  }

  /** For each index whether no later one is equal, as INT32: whether a row written there stays. */
  static Tensor rowsThatStay(Tensor indices, int count) {
    Expression.Builder g = Expression.in(DataType.FLOAT64);
    Expression position = g.build(List.of(new Expression.Output(g.index(0), DataType.INT32)));
    Tensor positions =
        Elementwise.run("withRows", position, indices.shape(), List.of(indices), List.of()).get(0);
    Tensor nowhere = Tensor.full(indices.backend(), DataType.INT32, 0).broadcastTo(Shape.of(count));
    Tensor last = withRows(nowhere, indices, positions).gather(indices);
    return Functions.eq(last, positions);
  }

  private static void checkRows(String operation, Tensor source, Tensor indices) {
    if (source.shape().rank() == 0) {
      throw new IllegalArgumentException(operation + ": a tensor of rank 0 has no rows");
    }
    if (indices.type() != DataType.INT32 || indices.shape().rank() != 1) {
      throw new IllegalArgumentException(
          operation
              + ": the indices must be INT32 of rank 1, but are "
              + indices.type()
              + " "
              + indices.shape());
    }
  }
}
