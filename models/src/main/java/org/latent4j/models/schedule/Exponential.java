package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;

/** A constant factor an epoch. */
record Exponential(double from, double factor) implements Schedule {
  Exponential {
    Interval.POSITIVE.require("schedule: the first value", from);
    Interval.POSITIVE.require("schedule: the factor", factor);
  }

  @Override
  public <T> T at(Algebra<T> g, T epochs, int horizon) {
    return g.mul(g.binary(BinaryOp.POW, g.constant(factor), epochs), from);
  }

  @Override
  public Interval range() {
    if (factor == 1) {
      return Interval.between(from, from);
    }
    return factor < 1
        ? new Interval(0, false, from, true)
        : new Interval(from, true, Double.POSITIVE_INFINITY, false);
  }

  @Override
  public String text() {
    return TextForm.write("exponential", from, factor);
  }

  @Override
  public String toString() {
    return text();
  }
}
