package org.latent4j.models.training;

import java.util.Arrays;
import java.util.List;
import org.latent4j.models.learning.Additive;
import org.latent4j.models.learning.Exchange;
import org.latent4j.models.learning.Learner;
import org.latent4j.models.learning.Tick;
import org.latent4j.program.Action;
import org.latent4j.program.Actions;
import org.latent4j.program.Nothing;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * The steps of a learner over one number of examples, as actions of a program: whole ones, or in
 * two halves between which shards add up.
 */
interface StepActions {
  /**
   * Where in the data the steps of a pass are.
   *
   * @param order the rows of the chunk in the order in which they are gone through, INT32
   * @param first the number of the pass's first step since the start, INT32 rank 0
   * @param epochs how many epochs were finished before, FLOAT64 rank 0
   */
  record Position(Tensor order, Tensor first, Tensor epochs) {}

  /** Records the steps, without taking one. */
  void prepare(Position at);

  /** Takes steps, one after the other. */
  void run(Position at, int times);

  /**
   * What all steps of a training have in common.
   *
   * @param learner whose steps
   * @param supply how the columns of the data are held
   * @param resident the columns, if all examples are on the device; else none
   * @param exchange the shards
   * @param batch the examples of a full step
   * @param horizon what schedules are made for
   */
  record Plan<P, S, B>(
      Learner<P, S, B> learner,
      Supply supply,
      List<Tensor> resident,
      Exchange exchange,
      int batch,
      int horizon) {

    StepActions over(Actions<Carried<S>> actions, int examples) {
      return exchange == Exchange.ALONE
          ? whole(actions, examples)
          : halves(additive(), actions, examples);
    }

    @SuppressWarnings("unchecked") // an additive learner of these parameters, state and batch
    private Additive<P, S, B, Object> additive() {
      if (learner instanceof Additive<P, S, B, ?> additive) {
        return (Additive<P, S, B, Object>) additive;
      }
      throw new IllegalArgumentException(
          "training: shards need a learner whose step has two halves (Additive), but "
              + learner.getClass().getSimpleName()
              + " has one; train it without an exchange");
    }

    private StepActions whole(Actions<Carried<S>> actions, int examples) {
      Action<Position, Nothing> step =
          actions.training(
              "step of " + examples,
              (c, at) -> {
                Step.Result<S, List<Tensor>> taken =
                    learner.step(c.learner(), batch(c, at, examples), tick(c, at));
                return Step.result(
                    c.counted(taken.state(), taken.output(), examples), Nothing.NOTHING);
              });
      return new StepActions() {
        @Override
        public void prepare(Position at) {
          step.prepare(at);
        }

        @Override
        public void run(Position at, int times) {
          step.run(at, times);
        }
      };
    }

    private record Summed<C>(Position at, C total) {}

    private <C> StepActions halves(
        Additive<P, S, B, C> additive, Actions<Carried<S>> actions, int examples) {
      Action<Position, C> contribute =
          actions.training(
              "contribution of " + examples,
              (c, at) -> {
                Tick own = tick(c, at);
                Tick ofShard =
                    new Tick(
                        TrainingKeys.ofShard(own.key(), exchange),
                        own.step(),
                        own.epochs(),
                        own.slower(),
                        horizon);
                Step.Result<S, C> made =
                    additive.contribute(c.learner(), batch(c, at, examples), ofShard);
                return Step.result(c.withLearner(made.state()), made.output());
              });
      Action<Summed<C>, Nothing> apply =
          actions.training(
              "step from contributions of " + examples,
              (c, summed) -> {
                Step.Result<S, List<Tensor>> taken =
                    additive.apply(c.learner(), summed.total(), tick(c, summed.at()));
                return Step.result(
                    c.counted(taken.state(), taken.output(), examples), Nothing.NOTHING);
              });
      return new StepActions() {
        @Override
        public void prepare(Position at) {
          contribute.prepare(at);
        }

        @Override
        public void run(Position at, int times) {
          for (int time = 0; time < times; time++) {
            Scope.within(
                () -> {
                  C total = exchange.sum(contribute.run(at));
                  return apply.run(new Summed<>(at, total));
                });
          }
        }
      };
    }

    /** The examples of the step that comes next. */
    private B batch(Carried<S> c, Position at, int examples) {
      int[] numbers = new int[examples];
      Arrays.setAll(numbers, i -> i);
      Tensor from = c.step().sub(at.first()).mul(batch);
      Tensor places = Tensor.of(c.step().backend(), numbers, examples).add(from);
      List<Tensor> columns = resident.isEmpty() ? c.chunk() : resident;
      RandomKey key = TrainingKeys.reading(c.key(), c.step(), exchange);
      return learner
          .reading()
          .batch(supply.columns().batch(columns, at.order().gather(places)), key);
    }

    private Tick tick(Carried<S> c, Position at) {
      RandomKey key = TrainingKeys.learner(c.key(), c.step());
      return new Tick(key, c.step(), at.epochs(), c.slower(), horizon);
    }
  }
}
