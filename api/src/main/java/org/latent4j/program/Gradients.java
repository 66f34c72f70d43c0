package org.latent4j.program;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.latent4j.backend.Backend;
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
