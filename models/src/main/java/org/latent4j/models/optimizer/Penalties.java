package org.latent4j.models.optimizer;

import static org.latent4j.tensor.Functions.abs;
import static org.latent4j.tensor.Functions.square;

import java.util.List;
import java.util.function.UnaryOperator;
import org.latent4j.models.schedule.Interval;
import org.latent4j.tensor.Tensor;

/**
 * Terms to be added to a loss that pull weights towards 0. Like weight decay they concern tensors
 * of rank 2 or more, that is weights and not biases.
 */
public final class Penalties {
  private Penalties() {}

  /**
   * Computes {@code strength} times the sum of the absolute weights, which makes many of them
   * exactly or nearly 0 (Tibshirani 1996). The slope at 0 is 0.
   *
   * @param strength at least 0 and finite
   * @param parameters a tree of tensors of one type, FLOAT32 or FLOAT64
   * @return rank 0
   * @throws IllegalArgumentException if the strength is out of range, or there are no weights
   */
  public static Tensor l1(double strength, Object parameters) {
    Interval.NOT_NEGATIVE.require("l1 penalty: the strength", strength);
    return sum("l1 penalty", parameters, weights -> abs(weights).sum()).mul(strength);
  }

  /**
   * Computes {@code strength / 2} times the sum of the squared weights, whose slope is {@code
   * strength} times the weight. With plain gradient descent that is weight decay; with {@link Adam}
   * it is not, because the slope is scaled with the rest of the gradient.
   *
   * @param strength at least 0 and finite
   * @param parameters a tree of tensors of one type, FLOAT32 or FLOAT64
   * @return rank 0
   * @throws IllegalArgumentException if the strength is out of range, or there are no weights
   */
  public static Tensor l2(double strength, Object parameters) {
    Interval.NOT_NEGATIVE.require("l2 penalty: the strength", strength);
    return sum("l2 penalty", parameters, weights -> square(weights).sum()).mul(strength / 2);
  }

  private static Tensor sum(String name, Object parameters, UnaryOperator<Tensor> term) {
    List<Tensor> terms =
        Leaves.tensors(parameters).stream().filter(Leaves::isWeights).map(term).toList();
    return terms.stream()
        .reduce(Tensor::add)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + ": there are no weights, which are tensors of rank 2 or more, among the"
                        + " parameters"));
  }
}
