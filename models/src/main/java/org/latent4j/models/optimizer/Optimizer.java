package org.latent4j.models.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.text.TextForm;
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
 *
 * <p>In options and files an optimiser is its kind and {@linkplain Schedule the schedule of its
 * rate}, then what is not as usual: {@code sgd:0.1,momentum=0.9,nesterov}, {@code
 * adam:linear:0.001,0.0001,beta1=0.5}, {@code adamw:0.001,weight-decay=0.01}, {@code
 * rmsprop:0.001,clip=1}.
 */
public interface Optimizer {
  /**
   * Returns the schedule of the learning rate.
   *
   * @return the schedule; its values are positive
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
   * @param gradient the derivatives of the loss
   * @param at the rate, and what else changes, at this step
   * @param <P> the parameters
   * @return where they go, with the counter one higher
   * @throws IllegalArgumentException if the gradient or the hyperparameters do not fit
   */
  <P> OptimizerState<P> update(OptimizerState<P> state, Gradient<P> gradient, Hyperparameters at);

  /**
   * Returns the text form. Of the optimisers here {@link #parse} reads it.
   *
   * @return such as {@code sgd:0.1,momentum=0.9}
   */
  String text();

  /**
   * Evaluates the schedules, on a backend or to be recorded in a program.
   *
   * @param epochs how many epochs are done, a whole number from 0; FLOAT64 of rank 0
   * @param horizon how many there will be
   * @return what {@link #update} is told
   * @throws IllegalArgumentException if the epochs are of another type or rank
   */
  default Hyperparameters at(Tensor epochs, int horizon) {
    return Hyperparameters.rate(learningRate().at(epochs, horizon));
  }

  /**
   * Moves the parameters one step, at a rate from elsewhere.
   *
   * @param state where they are
   * @param gradients the derivatives of the loss, of the structure, shapes and types of the
   *     parameters
   * @param rate the learning rate, FLOAT32 or FLOAT64 of rank 0
   * @param <P> the parameters
   * @return where they go, with the counter one higher
   * @throws IllegalArgumentException if the gradients or the rate do not fit, or the optimiser must
   *     be told more than the rate
   */
  default <P> OptimizerState<P> update(OptimizerState<P> state, P gradients, Tensor rate) {
    return update(state, Gradient.of(gradients), Hyperparameters.rate(rate));
  }

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
   * @param at the rate, and what else changes, at this step
   * @param loss from the parameters to a number, a floating tensor of rank 0
   * @param <P> the parameters
   * @return where the parameters go, and the loss before the step
   * @throws IllegalArgumentException if the loss is not a number, or the hyperparameters do not fit
   */
  default <P> Step.Result<OptimizerState<P>, Tensor> descend(
      OptimizerState<P> state, Hyperparameters at, Function<P, Tensor> loss) {
    Gradients.Evaluated<P> evaluated = Gradients.withValue(loss).apply(state.parameters());
    return Step.result(update(state, Gradient.of(evaluated.gradient()), at), evaluated.value());
  }

  /**
   * Moves the parameters one step down a loss, at a rate from elsewhere.
   *
   * @param state where the parameters are
   * @param rate the learning rate, FLOAT32 or FLOAT64 of rank 0
   * @param loss from the parameters to a number, a floating tensor of rank 0
   * @param <P> the parameters
   * @return where the parameters go, and the loss before the step
   * @throws IllegalArgumentException if the loss is not a number, the rate does not fit, or the
   *     optimiser must be told more than the rate
   */
  default <P> Step.Result<OptimizerState<P>, Tensor> descend(
      OptimizerState<P> state, Tensor rate, Function<P, Tensor> loss) {
    return descend(state, Hyperparameters.rate(rate), loss);
  }

  /**
   * Bounds the length of the gradient: one that is longer is scaled back, all parameters by the
   * same factor (Pascanu, Mikolov and Bengio 2013, <i>On the difficulty of training recurrent
   * neural networks</i>).
   *
   * @param norm the greatest Euclidean norm of all derivatives together, positive
   * @return the optimiser that does so before each update
   * @throws IllegalArgumentException if the norm is not positive and finite, or bounded already
   */
  default Optimizer clip(double norm) {
    return new Clipped(this, norm);
  }

  /**
   * Reads the text form.
   *
   * @param text such as {@code sgd:0.1,momentum=0.9} or {@code adam:0.001}
   * @return the optimiser, equal to the one that {@link #text} wrote
   * @throws IllegalArgumentException if the text is none of an optimiser
   */
  static Optimizer parse(String text) {
    return OptimizerText.parse(TextForm.of("optimizer", text));
  }
}
