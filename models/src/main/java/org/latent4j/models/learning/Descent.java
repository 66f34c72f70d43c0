package org.latent4j.models.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.program.Step;
import org.latent4j.tensor.Tensor;

/**
 * Learns by descending a loss with an optimiser: what networks, autoencoders and everything else
 * with a differentiable loss have in common.
 *
 * @param <P> the parameters
 * @param <B> a minibatch
 */
public final class Descent<P, B> implements Learner<P, OptimizerState<P>, B> {
  /** What the loss is called in histories. */
  public static final Metric LOSS = new Metric("loss", "Loss", "", Metric.Better.LOWER);

  private final Optimizer optimizer;
  private final Reading<B> reading;
  private final Function<Start<B>, P> draw;
  private final Loss<P, B> loss;
  private final Map<String, String> settings;

  /**
   * The mean loss of a minibatch.
   *
   * @param <P> the parameters
   * @param <B> a minibatch
   */
  @FunctionalInterface
  public interface Loss<P, B> {
    /**
     * Computes the loss.
     *
     * @param parameters the parameters
     * @param batch the examples
     * @param tick when the step happens; its key is for what is drawn
     * @return a number, FLOAT32 or FLOAT64 of rank 0
     */
    Tensor of(P parameters, B batch, Tick tick);
  }

  private Descent(
      Optimizer optimizer,
      Reading<B> reading,
      Function<Start<B>, P> draw,
      Loss<P, B> loss,
      Map<String, String> settings) {
    this.optimizer = optimizer;
    this.reading = reading;
    this.draw = draw;
    this.loss = loss;
    this.settings = settings;
  }

  /**
   * Makes a learner of a loss.
   *
   * @param optimizer how the parameters follow the gradient
   * @param reading what a minibatch is made of
   * @param draw makes the first parameters
   * @param loss the mean loss of a minibatch
   * @param settings what else determines the learning, by name: sizes, activations
   * @param <P> the parameters
   * @param <B> a minibatch
   * @return the learner; its only metric is {@link #LOSS}
   */
  public static <P, B> Descent<P, B> of(
      Optimizer optimizer,
      Reading<B> reading,
      Function<Start<B>, P> draw,
      Loss<P, B> loss,
      Map<String, String> settings) {
    return new Descent<>(optimizer, reading, draw, loss, new LinkedHashMap<>(settings));
  }

  @Override
  public Reading<B> reading() {
    return reading;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(LOSS);
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("optimizer", optimizer.text());
    return all;
  }

  @Override
  public Map<String, Schedule> schedules() {
    return Map.of("learning_rate", optimizer.learningRate());
  }

  @Override
  public OptimizerState<P> start(Start<B> at) {
    return optimizer.start(draw.apply(at));
  }

  @Override
  public Step.Result<OptimizerState<P>, List<Tensor>> step(
      OptimizerState<P> state, B batch, Tick tick) {
    Step.Result<OptimizerState<P>, Tensor> taken =
        optimizer.descend(state, tick.at(optimizer), p -> loss.of(p, batch, tick));
    return Step.result(taken.state(), List.of(taken.output()));
  }

  @Override
  public P parameters(OptimizerState<P> state) {
    return state.parameters();
  }
}
