package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;

/** A straight line from the first epoch to the last. */
record Linear(double from, double to) implements Schedule {
  Linear {
    ScheduleKinds.requireFinite("the first value", from);
    ScheduleKinds.requireFinite("the last value", to);
  }

  @Override
  public <T> T at(Algebra<T> g, T epochs, int horizon) {
    if (horizon <= 1) {
      return g.constant(from);
    }
    return g.add(g.div(g.mul(epochs, to - from), g.constant(horizon - 1.0)), from);
  }

  @Override
  public Interval range() {
    return Interval.between(Math.min(from, to), Math.max(from, to));
  }

  @Override
  public String text() {
    return TextForm.write("linear", from, to);
  }

  @Override
  public String toString() {
    return text();
  }
}
