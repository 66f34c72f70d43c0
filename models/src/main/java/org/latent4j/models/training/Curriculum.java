package org.latent4j.models.training;

import java.util.Optional;

/**
 * A training in stages, each of which may build on what the ones before have learned: layers that
 * are trained one after the other, then all together. It is a pure function of the finished stages,
 * so that resuming is asking again.
 *
 * @param <M> what all stages together make
 */
public interface Curriculum<M> {
  /**
   * Returns the stage that comes next.
   *
   * @param done the stages before
   * @return the stage; empty if there is none
   */
  Optional<Stage<?, ?, ?>> next(Finished done);

  /**
   * Makes the result.
   *
   * @param done all stages
   * @return what was learned
   */
  M model(Finished done);

  /**
   * The usual case: one stage, whose run is the result.
   *
   * @param stage the stage
   * @param <P> its parameters
   * @return the curriculum
   */
  static <P> Curriculum<Run<P>> of(Stage<P, ?, ?> stage) {
    return new Curriculum<>() {
      @Override
      public Optional<Stage<?, ?, ?>> next(Finished done) {
        return done.count() == 0 ? Optional.of(stage) : Optional.empty();
      }

      @Override
      public Run<P> model(Finished done) {
        return done.run(stage.name());
      }
    };
  }
}
