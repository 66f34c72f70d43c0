package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;

/** The inverse of the epoch. */
record Inverse(double from, double scale) implements Schedule {
  Inverse {
    Interval.POSITIVE.require("schedule: the first value", from);
    Interval.POSITIVE.require("schedule: the scale", scale);
  }

  @Override
  public <T> T at(Algebra<T> g, T epochs, int horizon) {
    return g.div(from, g.add(g.div(epochs, g.constant(scale)), 1));
  }

  @Override
  public Interval range() {
    return new Interval(0, false, from, true);
  }

  @Override
  public String text() {
    return TextForm.write("inverse", from, scale);
  }

  @Override
  public String toString() {
    return text();
  }
}
