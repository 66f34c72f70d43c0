package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;
import org.latent4j.op.DataType;
import org.latent4j.op.DoubleAlgebra;
import org.latent4j.op.Formula;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Tensor;

/**
 * How a hyperparameter changes while a model learns: a learning rate, a momentum, the weight of a
 * term of the loss, a temperature, a share of corrupted inputs. A schedule is a pure function of
 * the number of epochs done, from 0, and of the horizon, how many there will be. A loop that
 * changes the hyperparameter more often counts in steps and takes them for epochs.
 *
 * <p>Each formula is written once, in FLOAT64, for the host and for a program. The two give the
 * same bits on a backend whose powers and cosines are those of {@link Math}, as those for CPUs are.
 *
 * <p>Which values are allowed depends on the hyperparameter: its owner says so by {@link
 * #requireWithin}.
 *
 * <p>In options and files a schedule is {@code 0.1}, {@code linear:FROM,TO}, {@code
 * exponential:FROM,FACTOR}, {@code inverse:FROM,SCALE}, {@code cosine:FROM,TO}, {@code
 * steps:FROM,VALUE@EPOCH,...} or {@code warm-up:EPOCHS,SCHEDULE}.
 */
public sealed interface Schedule
    permits Constant, Linear, Exponential, Inverse, Cosine, Steps, WarmUp {
  /**
   * Builds the value, in any algebra.
   *
   * @param g the algebra to build in
   * @param epochs how many epochs are done, a whole number from 0
   * @param horizon how many there will be
   * @param <T> the carrier
   * @return the value
   */
  <T> T at(Algebra<T> g, T epochs, int horizon);

  /**
   * Returns the values that it takes, whatever the horizon is, but for rounding.
   *
   * @return the smallest interval that has them all
   */
  Interval range();

  /**
   * Returns the text form, which {@link #parse} reads.
   *
   * @return such as {@code linear:0.2,0.01}
   */
  String text();

  /**
   * Computes the value.
   *
   * @param epochs how many epochs are done, a whole number from 0
   * @param horizon how many there will be
   * @return the value
   */
  default double at(double epochs, int horizon) {
    return at(DoubleAlgebra.INSTANCE, epochs, horizon);
  }

  /**
   * Computes the value on a backend, or records it in a program.
   *
   * @param epochs how many epochs are done, a whole number from 0; FLOAT64 of rank 0
   * @param horizon how many there will be
   * @return the value, FLOAT64 of rank 0
   * @throws IllegalArgumentException if the epochs are of another type or rank
   */
  default Tensor at(Tensor epochs, int horizon) {
    if (epochs.type() != DataType.FLOAT64 || epochs.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "schedule: the epochs done must be FLOAT64 of rank 0, but are "
              + (epochs.type() + " " + epochs.shape()));
    }
    Formula formula =
        new Formula() {
          @Override
          public <T> T of(Algebra<T> g, T x) {
            return at(g, x, horizon);
          }
        };
    return Functions.elementwise(formula, epochs);
  }

  /**
   * Refuses the schedule if it takes values that the hyperparameter can't have.
   *
   * @param what the hyperparameter, with whose it is, such as {@code sgd: the momentum}
   * @param allowed the values that it can have
   * @return this
   * @throws IllegalArgumentException if some values are not allowed
   */
  default Schedule requireWithin(String what, Interval allowed) {
    if (!allowed.contains(range())) {
      throw allowed.outside(what, text());
    }
    return this;
  }

  /**
   * Returns this schedule after some epochs in which the value rises evenly to its first one: the
   * running means of Adam and the first weights are not yet good for full steps.
   *
   * @param epochs how many epochs come before this schedule, at least 1
   * @return the longer schedule, whose values start at a share of {@code 1 / (epochs + 1)}
   * @throws IllegalArgumentException if there are fewer epochs
   */
  default Schedule warmUp(int epochs) {
    return new WarmUp(epochs, this);
  }

  /**
   * Returns the same value for every epoch.
   *
   * @param value finite
   * @return the schedule
   * @throws IllegalArgumentException if the value is not finite
   */
  static Schedule constant(double value) {
    return new Constant(value);
  }

  /**
   * Returns a value that falls (or rises) evenly from the first epoch to the last: {@code from +
   * (to - from) epochs / (horizon - 1)}, and {@code from} if there is one epoch only.
   *
   * @param from the value in the first epoch, finite
   * @param to the value in the last, finite
   * @return the schedule
   * @throws IllegalArgumentException if a value is not finite
   */
  static Schedule linear(double from, double to) {
    return new Linear(from, to);
  }

  /**
   * Returns a value that is multiplied by a factor after every epoch: {@code from * factor^epochs}.
   *
   * @param from the value in the first epoch, positive and finite
   * @param factor positive and finite
   * @return the schedule
   * @throws IllegalArgumentException if a number is out of range
   */
  static Schedule exponential(double from, double factor) {
    return new Exponential(from, factor);
  }

  /**
   * Returns a value that falls as the inverse of the epoch: {@code from / (1 + epochs / scale)}, a
   * schedule whose sum diverges and whose squares' sum converges, as Robbins and Monro (1951) ask
   * for.
   *
   * @param from the value in the first epoch, positive and finite
   * @param scale after how many epochs it has halved, positive and finite
   * @return the schedule
   * @throws IllegalArgumentException if a number is out of range
   */
  static Schedule inverse(double from, double scale) {
    return new Inverse(from, scale);
  }

  /**
   * Returns a value that moves along half a period of a cosine, slowly at both ends (Loshchilov and
   * Hutter 2017, <i>SGDR: stochastic gradient descent with warm restarts</i>, without restarts):
   * {@code to + (from - to) (1 + cos(pi epochs / (horizon - 1))) / 2}, and {@code from} if there is
   * one epoch only.
   *
   * @param from the value in the first epoch, finite
   * @param to the value in the last, finite
   * @return the schedule
   * @throws IllegalArgumentException if a value is not finite
   */
  static Schedule cosine(double from, double to) {
    return new Cosine(from, to);
  }

  /**
   * Returns this schedule up to an epoch, and another value from then on: {@code
   * Schedule.constant(0.1).then(0.01, 30).then(0.001, 60)}.
   *
   * @param value the value from that epoch on, finite
   * @param epoch how many epochs are done by then, above those of earlier changes
   * @return the schedule
   * @throws IllegalArgumentException if this is neither constant nor made of such steps, the value
   *     is not finite, or the epoch does not come later
   */
  default Schedule then(double value, int epoch) {
    return Steps.after(this, value, epoch);
  }

  /**
   * Reads the text form.
   *
   * @param text such as {@code 0.1} or {@code linear:0.2,0.01}
   * @return the schedule, equal to the one that {@link #text} wrote
   * @throws IllegalArgumentException if the text is none of a schedule
   */
  static Schedule parse(String text) {
    return ScheduleKinds.parse(TextForm.of("schedule", text));
  }
}
