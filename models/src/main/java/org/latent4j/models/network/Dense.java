package org.latent4j.models.network;

import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * The parameters of a layer in which every unit reads every input, {@code y = x W + b}; or anything
 * of the same shape, such as a gradient of them.
 *
 * @param weights W [inputs, outputs], FLOAT32 or FLOAT64; a column holds what one unit reads with
 * @param bias b [outputs], of the same type
 * @param learned a number of each unit that its activation learns, [units], of the same type, such
 *     as the slope of {@link Activation#prelu}; empty for most
 */
public record Dense(Tensor weights, Tensor bias, Optional<Tensor> learned) {
  /**
   * Makes a layer whose activation learns nothing.
   *
   * @param weights W [inputs, outputs]
   * @param bias b [outputs]
   * @throws IllegalArgumentException if the types differ or are not floating, or the shapes do not
   *     fit each other
   */
  public Dense(Tensor weights, Tensor bias) {
    this(weights, bias, Optional.empty());
  }

  /**
   * Checks types and shapes.
   *
   * @param weights W [inputs, outputs]
   * @param bias b [outputs]
   * @param learned a number of each unit that its activation learns
   * @throws IllegalArgumentException if the types differ or are not floating, or the shapes do not
   *     fit each other
   */
  public Dense {
    Shape shape = weights.shape();
    boolean fits = shape.rank() == 2 && bias.shape().equals(Shape.of(shape.dim(1)));
    if (!fits) {
      throw new IllegalArgumentException(
          "dense: weights [inputs, outputs] and bias [outputs] are needed, but the shapes are "
              + shape
              + " and "
              + bias.shape());
    }
    if (!weights.type().isFloating() || bias.type() != weights.type()) {
      throw new IllegalArgumentException(
          "dense: weights and bias must be both FLOAT32 or both FLOAT64, but they are "
              + weights.type()
              + " and "
              + bias.type()
              + "; use cast()");
    }
    learned.ifPresent(
        numbers -> {
          if (numbers.type() != weights.type() || numbers.shape().rank() != 1) {
            throw new IllegalArgumentException(
                "dense: what the activation learns must be "
                    + weights.type()
                    + " [units], but is "
                    + numbers.type()
                    + " "
                    + numbers.shape());
          }
        });
  }

  /**
   * Makes a layer to start learning from: drawn weights, biases of 0.
   *
   * @param initialization how the weights are drawn
   * @param backend where the tensors will live
   * @param type FLOAT32 or FLOAT64
   * @param key the source of the draws; not to be used for anything else
   * @param inputs how many inputs there are, at least 1
   * @param outputs how many units there are, at least 1
   * @return new tensors, which belong to the innermost open scope
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static Dense draw(
      Initialization initialization,
      Backend backend,
      DataType type,
      RandomKey key,
      int inputs,
      int outputs) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "dense: at least 1 input and 1 unit are needed, not " + inputs + " and " + outputs);
    }
    Shape shape = Shape.of(inputs, outputs);
    Tensor weights =
        Scope.within(
            () -> {
              Tensor like = Tensor.full(backend, type, 0).broadcastTo(shape);
              return initialization.weights(key, like).keep();
            });
    return new Dense(weights, Tensor.full(backend, type, 0, outputs));
  }

  /**
   * Makes a layer to start learning from, with room for what its activation needs.
   *
   * @param activation what the units do with their inputs
   * @param initialization how the weights are drawn
   * @param backend where the tensors will live
   * @param type FLOAT32 or FLOAT64
   * @param key the source of the draws; not to be used for anything else
   * @param inputs how many inputs there are, at least 1
   * @param units how many units there are, at least 1; each has {@link Activation#inputsPerUnit()}
   *     columns of the weights
   * @return new tensors, which belong to the innermost open scope
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static Dense draw(
      Activation activation,
      Initialization initialization,
      Backend backend,
      DataType type,
      RandomKey key,
      int inputs,
      int units) {
    int columns = Math.multiplyExact(units, activation.inputsPerUnit());
    Dense linear = draw(initialization, backend, type, key, inputs, columns);
    if (activation.start().isEmpty()) {
      return linear;
    }
    Tensor learned = Tensor.full(backend, type, activation.start().getAsDouble(), units);
    return new Dense(linear.weights, linear.bias, Optional.of(learned));
  }

  /**
   * Computes {@code x W + b}.
   *
   * @param x [B, inputs], of the type of the weights
   * @return [B, outputs]
   * @throws IllegalArgumentException if the shape or type of x does not fit
   */
  public Tensor apply(Tensor x) {
    return x.matmul(weights).add(bias);
  }

  /**
   * Returns how many inputs there are.
   *
   * @return at least 0
   */
  public int inputs() {
    return weights.shape().dim(0);
  }

  /**
   * Returns how many columns the weights have.
   *
   * @return at least 0: the number of units, or a multiple of it for {@link Activation#maxout}
   */
  public int outputs() {
    return weights.shape().dim(1);
  }
}
