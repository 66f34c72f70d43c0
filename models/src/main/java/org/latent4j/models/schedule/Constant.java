package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;

/** The same value for every epoch. */
record Constant(double value) implements Schedule {
  Constant {
    ScheduleKinds.requireFinite("the value", value);
  }

  @Override
  public <T> T at(Algebra<T> g, T epochs, int horizon) {
    return g.constant(value);
  }

  @Override
  public Interval range() {
    return Interval.between(value, value);
  }

  @Override
  public String text() {
    return TextForm.write(value);
  }

  @Override
  public String toString() {
    return text();
  }
}
