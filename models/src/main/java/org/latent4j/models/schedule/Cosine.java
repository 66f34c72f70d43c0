package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;
import org.latent4j.op.UnaryOp;

/** Half a period of a cosine. */
record Cosine(double from, double to) implements Schedule {
  Cosine {
    ScheduleKinds.requireFinite("the first value", from);
    ScheduleKinds.requireFinite("the last value", to);
  }

  @Override
  public <T> T at(Algebra<T> g, T epochs, int horizon) {
    if (horizon <= 1) {
      return g.constant(from);
    }
    T way = g.div(epochs, g.constant(horizon - 1.0));
    T wave = g.add(g.unary(UnaryOp.COS, g.mul(way, Math.PI)), 1);
    return g.add(g.div(g.mul(wave, from - to), g.constant(2)), to);
  }

  @Override
  public Interval range() {
    return Interval.between(Math.min(from, to), Math.max(from, to));
  }

  @Override
  public String text() {
    return TextForm.write("cosine", from, to);
  }

  @Override
  public String toString() {
    return text();
  }
}
