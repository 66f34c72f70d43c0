package org.latent4j.program;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Shape;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tape;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * Turns a function of tensors into its gradient, by reverse-mode differentiation: the cost is a
 * small multiple of the function's own, however many parameters there are (Griewank and Walther
 * 2008, <i>Evaluating Derivatives</i>).
 *
 * <pre>{@code
 * record Params(Tensor w, Tensor b) {}
 * Function<Params, Params> gradient =
 *     Gradients.of(p -> square(x.matmul(p.w()).add(p.b()).sub(y)).mean());
 * Params g = gradient.apply(params); // the same record: g.w() has the shape of params.w()
 * }</pre>
 *
 * <p>The function takes a tree of FLOAT32 or FLOAT64 tensors ({@link TensorTree}) and returns one
 * number, a floating tensor of rank 0. Tensors that it captures from outside are constants for it;
 * so are draws, so that {@code mean.add(deviation.mul(normalLike(key, mean)))} is differentiated
 * through the mean and the deviation, and whatever {@code Functions.stopGradient} returns.
 * Comparisons, {@code sign}, {@code floor}, {@code argmax} and conversions to integers have the
 * derivative 0; of tied maxima along an axis each gets an equal share.
 *
 * <p>The gradient is an ordinary function of tensors. Called in a step that is being recorded it
 * becomes part of the program; called outside, it runs at once, and what it returns belongs to the
 * innermost open {@link Scope} while its intermediate results are freed. It can be differentiated
 * itself, as gradient penalties need it.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * What {@link #withValue} returns.
   *
   * @param value the value of the function, rank 0
   * @param gradient its derivatives
   * @param <T> the arguments
   */
  public record Evaluated<T>(Tensor value, T gradient) {}

  /**
   * What a function with an auxiliary result returns.
   *
   * @param value the number to be differentiated, rank 0
   * @param auxiliary what is handed out besides, a tree of tensors
   * @param <A> the auxiliary result
   */
  public record Objective<A>(Tensor value, A auxiliary) {}

  /**
   * What {@link #withAuxiliary} returns.
   *
   * @param value the value of the function, rank 0
   * @param gradient its derivatives
   * @param auxiliary what the function returned besides
   * @param <T> the arguments
   * @param <A> the auxiliary result
   */
  public record Explained<T, A>(Tensor value, T gradient, A auxiliary) {}

  /**
   * What {@link #ofRows} returns.
   *
   * @param values the value of each row, [C]
   * @param gradients the derivatives of each value with respect to its own row
   * @param <T> the arguments
   */
  public record EvaluatedRows<T>(Tensor values, T gradients) {}

  /**
   * Makes the gradient of a function.
   *
   * @param function from a tree of floating tensors to a floating tensor of rank 0
   * @param <T> the tree
   * @return gives for each tensor of the tree the derivative of the function with respect to it, of
   *     its shape and type. It throws an {@link IllegalArgumentException} if the tree holds no
   *     tensor, another type, or a key, or the function returns something else than a number, and
   *     an {@link IllegalStateException} if the function reads an element
   */
  public static <T> UnaryOperator<T> of(Function<T, Tensor> function) {
    Function<T, Evaluated<T>> differentiated = withValue(function);
    return arguments -> {
      try (Scope scope = Scope.open()) {
        return scope.keep(differentiated.apply(arguments).gradient());
      }
    };
  }

  /**
   * Makes the gradient of a function, with its value.
   *
   * @param function from a tree of floating tensors to a floating tensor of rank 0
   * @param <T> the tree
   * @return gives the value and the derivatives; it throws as that of {@link #of}
   */
  public static <T> Function<T, Evaluated<T>> withValue(Function<T, Tensor> function) {
    Function<T, Explained<T, Nothing>> differentiated =
        withAuxiliary(arguments -> new Objective<>(function.apply(arguments), Nothing.NOTHING));
    return arguments -> {
      Explained<T, Nothing> all = differentiated.apply(arguments);
      return new Evaluated<>(all.value(), all.gradient());
    };
  }

  /**
   * Makes the gradient of a function that returns something else besides: accuracies, the parts of
   * a loss, the next state of a chain.
   *
   * @param function from a tree of floating tensors to a floating tensor of rank 0 and a tree
   * @param <T> the tree
   * @param <A> the auxiliary result
   * @return gives the value, the derivatives and the auxiliary result; it throws as that of {@link
   *     #of}
   */
  public static <T, A> Function<T, Explained<T, A>> withAuxiliary(
      Function<T, Objective<A>> function) {
    return arguments -> {
      Backend backend = requireVariables(arguments);
      try (Scope scope = Scope.open();
          Tape tape = Tape.open(backend)) {
        return scope.keep(differentiate(tape, arguments, function));
      }
    };
  }

  /**
   * Makes the gradients of a function that gives one number for each row, such as the log-density
   * of each of many chains: all of them in one pass. It differentiates the sum of the numbers, so
   * each must depend on its own row alone.
   *
   * <pre>{@code
   * record Position(Tensor mu, Tensor z) {} // [C] and [C, 8]
   * Function<Position, EvaluatedRows<Position>> density =
   *     Gradients.ofRows(
   *         at -> square(at.z().sub(at.mu().expand(1))).sum(1).add(square(at.mu())).mul(-0.5));
   * Tensor slope = density.apply(chains).gradients().z(); // [C, 8]
   * }</pre>
   *
   * <p>A number of each chain, [C], meets its rows, [C, 8], by {@code expand(1)}; without it shapes
   * are matched from their ends, as everywhere.
   *
   * @param function from a tree of floating tensors [C, ...] to a floating tensor [C]
   * @param <T> the tree
   * @return gives the values and the derivatives, row by row; it throws an {@link
   *     IllegalArgumentException} if a tensor of the tree has no rows or other numbers of them, or
   *     the function returns another shape than [C], and besides as that of {@link #of}
   */
  public static <T> Function<T, EvaluatedRows<T>> ofRows(Function<T, Tensor> function) {
    Function<T, Explained<T, Tensor>> differentiated =
        withAuxiliary(
            arguments -> {
              Shape rows = requireRows(arguments);
              Tensor values = function.apply(arguments);
              requireValueOfEachRow(rows, values);
              return new Objective<>(values.sum(), values);
            });
    return arguments -> {
      try (Scope scope = Scope.open()) {
        Explained<T, Tensor> all = differentiated.apply(arguments);
        return scope.keep(new EvaluatedRows<>(all.auxiliary(), all.gradient()));
      }
    };
  }

  /** Makes sure that all tensors have as many rows, and returns how many in a shape. */
  private static Shape requireRows(Object arguments) {
    List<Shape> shapes = TensorTree.tensors(arguments).stream().map(Tensor::shape).toList();
    for (Shape shape : shapes) {
      if (shape.rank() == 0 || shape.dim(0) != shapes.get(0).dim(0)) {
        throw new IllegalArgumentException(
            "gradients: every tensor must have the same number of rows, but "
                + (TensorTree.names(arguments) + " have the shapes " + shapes));
      }
    }
    return Shape.of(shapes.get(0).dim(0));
  }

  @SuppressWarnings("NullAway") // a function without null checks may well return null
  private static void requireValueOfEachRow(Shape rows, Tensor values) {
    if (values == null) {
      throw new IllegalArgumentException("gradients: the function returned null");
    }
    if (!values.shape().equals(rows)) {
      throw new IllegalArgumentException(
          "gradients: the function must return one number for each row, "
              + (rows + ", but returned shape " + values.shape())
              + "; reduce the other axes, for instance by sum(1)");
    }
  }

  private static <T, A> Explained<T, A> differentiate(
      Tape tape, T arguments, Function<T, Objective<A>> function) {
    T onTape = TensorTree.mapTensors(arguments, tape::variable);
    Objective<A> objective = function.apply(onTape);
    requireNumber(objective);
    List<Tensor> gradients = tape.gradients(objective.value(), TensorTree.tensors(onTape));
    return new Explained<>(
        tape.value(objective.value()),
        TensorTree.fromLeaves(arguments, gradients),
        TensorTree.mapTensors(objective.auxiliary(), tape::value));
  }

  /** Makes sure that every leaf can be differentiated by, and returns where they are. */
  private static Backend requireVariables(Object arguments) {
    List<Object> leaves = TensorTree.leaves(arguments);
    List<String> names = TensorTree.names(arguments);
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException(
          "gradients: the argument holds no tensor to differentiate by");
    }
    for (int i = 0; i < leaves.size(); i++) {
      boolean isVariable = leaves.get(i) instanceof Tensor x && x.type().isFloating();
      if (!isVariable) {
        Signature.Leaf leaf = Signature.Leaf.of(leaves.get(i));
        throw new IllegalArgumentException(
            "gradients: "
                + (names.get(i).isEmpty() ? "the argument" : "'" + names.get(i) + "'")
                + (" is " + leaf + ", which has no derivative; only FLOAT32 and FLOAT64 tensors")
                + " do, so let the function capture it from outside");
      }
    }
    return ((Tensor) leaves.get(0)).backend();
  }

  @SuppressWarnings("NullAway") // a function without null checks may well return null
  private static void requireNumber(Objective<?> objective) {
    if (objective == null || objective.value() == null) {
      throw new IllegalArgumentException("gradients: the function returned null");
    }
    Tensor value = objective.value();
    if (value.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "gradients: the function must return one number, of rank 0, but returned shape "
              + value.shape()
              + "; use sum() or mean()");
    }
    if (!value.type().isFloating()) {
      throw new IllegalArgumentException(
          "gradients: the function must return a FLOAT32 or FLOAT64 number, but returned "
              + value.type()
              + ", which has no derivative");
    }
  }
}
