package org.latent4j.models.learning;

import org.latent4j.models.optimizer.Hyperparameters;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * When a step happens, as values of the program: many steps then run without the host.
 *
 * @param key the source of the step's draws, another one for every step
 * @param step how many steps were taken before, INT32 rank 0
 * @param epochs how many epochs were finished before, FLOAT64 rank 0
 * @param slower what learning rates are multiplied by, FLOAT64 rank 0: 1 until a divergence lowers
 *     it
 * @param horizon how many epochs the schedules are made for
 */
public record Tick(RandomKey key, Tensor step, Tensor epochs, Tensor slower, int horizon) {
  /**
   * Evaluates a schedule of anything but a learning rate.
   *
   * @param schedule the schedule
   * @param type the type of the result, FLOAT32 or FLOAT64
   * @return its value now, rank 0
   */
  public Tensor at(Schedule schedule, DataType type) {
    return schedule.at(epochs, horizon).cast(type);
  }

  /**
   * Evaluates the schedules of an optimiser; its rate is lower after a divergence.
   *
   * @param optimizer the optimiser
   * @return what its update is to be told
   */
  public Hyperparameters at(Optimizer optimizer) {
    return optimizer.at(epochs, horizon).slower(slower);
  }

  /**
   * Evaluates the schedule of a learning rate, which is lower after a divergence.
   *
   * @param schedule the schedule
   * @param type the type of the result, FLOAT32 or FLOAT64
   * @return the rate now, rank 0
   */
  public Tensor rate(Schedule schedule, DataType type) {
    return schedule.at(epochs, horizon).mul(slower).cast(type);
  }
}
