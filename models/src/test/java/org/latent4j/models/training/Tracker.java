package org.latent4j.models.training;

import static org.latent4j.tensor.Functions.eq;
import static org.latent4j.tensor.Functions.where;

import java.util.List;
import java.util.Map;
import org.latent4j.models.learning.Exchange;
import org.latent4j.models.learning.Learner;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.Start;
import org.latent4j.models.learning.Tick;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.program.Step;
import org.latent4j.tensor.Tensor;

/**
 * One number that depends on everything a training loop does: {@code x' = x / 2 + rate sum(batch)},
 * starting at the mean of the first column. A plain loop can follow it exactly.
 *
 * @param reading what a minibatch is made of
 * @param rate a schedule
 * @param batchesPerStep how many batches a step takes
 * @param infiniteAt the step, counted from 0, at which x becomes infinite while rates have not been
 *     lowered; -1 for never
 * @param perEpoch what is added at the end of an epoch
 */
record Tracker(
    Reading<Tensor> reading, Schedule rate, int batchesPerStep, int infiniteAt, double perEpoch)
    implements Learner<Tensor, Tracker.State, Tensor> {
  static final Metric MEAN = new Metric("mean", "Mean", "", Metric.Better.NEITHER);

  record State(Tensor x) {}

  static Tracker of(Schedule rate) {
    return new Tracker(Reading.values(), rate, 1, -1, 0);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(MEAN);
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("rate", rate.text(), "per_epoch", Double.toString(perEpoch));
  }

  @Override
  public Map<String, Schedule> schedules() {
    return Map.of("learning_rate", rate);
  }

  @Override
  public State start(Start<Tensor> at) {
    return new State(at.columnMeans().slice(0, 0, 1).reshape().cast(DataType.FLOAT64));
  }

  @Override
  public Step.Result<State, List<Tensor>> step(State state, Tensor batch, Tick tick) {
    Tensor values = batch.cast(DataType.FLOAT64);
    Tensor moved = state.x().mul(0.5).add(values.sum().mul(tick.rate(rate, DataType.FLOAT64)));
    Tensor bad = eq(tick.step().cast(DataType.FLOAT64), infiniteAt).mul(eq(tick.slower(), 1));
    Tensor infinity = Tensor.full(moved.backend(), DataType.FLOAT64, Double.POSITIVE_INFINITY);
    return Step.result(new State(where(bad, infinity, moved)), List.of(values.mean()));
  }

  @Override
  public State endOfEpoch(State state, Exchange all) {
    return new State(state.x().add(perEpoch));
  }

  @Override
  public Tensor parameters(State state) {
    return state.x();
  }
}
