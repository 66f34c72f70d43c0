package org.latent4j.models.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Step;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * A rule that moves parameters against a gradient, so that a loss falls. It is a pure function of
 * trees of tensors and works for whatever a model learns.
 *
 * <pre>{@code
 * Optimizer adam = Adam.rate(0.001);
 * Program<OptimizerState<List<Dense>>, Batch, Tensor> training =
 *     Program.training(
 *         backend,
 *         adam.start(parameters),
 *         (state, batch) -> adam.descend(state, batch.rate(), p -> loss(p, batch)));
 * }</pre>
 *
 * <p>Weight decay acts on tensors of rank 2 or more, that is on weights and not on biases.
 */
public interface Optimizer {
  /**
   * Returns the schedule of the learning rate. Whoever runs the epochs asks it for the rate of each
   * and gives that to {@link #update}.
   *
   * @return the schedule
   */
  Schedule learningRate();

  /**
   * Returns how many running means of the shape of the parameters are kept.
   *
   * @return at least 0
   */
  int momentCount();

  /**
   * Moves the parameters one step.
   *
   * @param state where they are
   * @param gradients the derivatives of the loss, of the structure, shapes and types of the
   *     parameters
   * @param rate the learning rate, FLOAT32 or FLOAT64 of rank 0
   * @param <P> the parameters
   * @return where they go, with the counter one higher
   * @throws IllegalArgumentException if the gradients or the rate do not fit
   */
  <P> OptimizerState<P> update(OptimizerState<P> state, P gradients, Tensor rate);

  /**
   * Makes the state before the first step: moments and counter 0.
   *
   * @param parameters a tree of FLOAT32 and FLOAT64 tensors
   * @param <P> the parameters
   * @return the state; its new tensors belong to the innermost open scope
   * @throws IllegalArgumentException if the tree has no leaf, or one that is not a floating tensor
   */
  default <P> OptimizerState<P> start(P parameters) {
    Backend backend = Leaves.tensors(parameters).get(0).backend();
    List<P> moments = new ArrayList<>();
    for (int moment = 0; moment < momentCount(); moment++) {
      moments.add(TensorTree.zerosLike(parameters));
    }
    return new OptimizerState<>(parameters, moments, Tensor.full(backend, DataType.INT32, 0));
  }

  /**
   * Moves the parameters one step down a loss: its gradient and {@link #update} in one. The result
   * is that of a {@link Step} of a program.
   *
   * @param state where the parameters are
   * @param rate the learning rate, FLOAT32 or FLOAT64 of rank 0
   * @param loss from the parameters to a number, a floating tensor of rank 0
   * @param <P> the parameters
   * @return where the parameters go, and the loss before the step
   * @throws IllegalArgumentException if the loss is not a number, or the rate does not fit
   */
  default <P> Step.Result<OptimizerState<P>, Tensor> descend(
      OptimizerState<P> state, Tensor rate, Function<P, Tensor> loss) {
    Gradients.Evaluated<P> evaluated = Gradients.withValue(loss).apply(state.parameters());
    return Step.result(update(state, evaluated.gradient(), rate), evaluated.value());
  }
}
