package org.latent4j.models.training;

import java.nio.file.Path;

/** What happens in a training, told to its {@link Listener}. */
public sealed interface Event
    permits Event.Started,
        Event.Stepped,
        Event.Measured,
        Event.Saved,
        Event.RolledBack,
        Event.StageEnded {

  /**
   * A stage begins or is gone on with.
   *
   * @param stage its name
   * @param epochs how many epochs it is to have
   * @param stepsPerEpoch how many steps each has
   * @param step how many steps it has had already
   */
  record Started(String stage, int epochs, int stepsPerEpoch, long step) implements Event {}

  /**
   * Some steps were taken.
   *
   * @param epoch the epoch they belong to, from 1
   * @param step how many steps of that epoch have been taken
   * @param stepsPerEpoch how many it has
   */
  record Stepped(int epoch, int step, int stepsPerEpoch) implements Event {}

  /**
   * An epoch has ended and has been measured; also told once with epoch 0 before training.
   *
   * @param stage the name of the stage
   * @param entry what was measured
   */
  record Measured(String stage, Entry entry) implements Event {}

  /**
   * A checkpoint was written.
   *
   * @param file the file
   * @param step how many steps of the stage it holds
   */
  record Saved(Path file, long step) implements Event {}

  /**
   * A parameter was no longer finite, and training went back.
   *
   * @param leaf the name of the parameter
   * @param toStep the step that training goes on from
   * @param slower what learning rates are multiplied by from now on
   */
  record RolledBack(String leaf, long toStep, double slower) implements Event {}

  /**
   * A stage has ended.
   *
   * @param stage its name
   * @param end why
   */
  record StageEnded(String stage, Run.End end) implements Event {}
}
