package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;

/** An even rise before a schedule. */
record WarmUp(int epochs, Schedule then) implements Schedule {
  WarmUp {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "schedule: a warm-up takes at least 1 epoch, not " + epochs);
    }
  }

  @Override
  public <T> T at(Algebra<T> g, T done, int horizon) {
    int rest = Math.max(1, horizon - epochs);
    T first = then.at(g, g.constant(0), rest);
    T rise = g.div(g.mul(first, g.add(done, 1)), g.constant(epochs + 1.0));
    T isRise = g.binary(BinaryOp.LT, done, g.constant(epochs));
    return g.where(isRise, rise, then.at(g, g.sub(done, g.constant(epochs)), rest));
  }

  @Override
  public Interval range() {
    double lowest = at(0.0, 1);
    return then.range().hull(Interval.between(lowest, lowest));
  }

  @Override
  public String text() {
    return TextForm.write("warm-up", epochs) + "," + then.text();
  }

  @Override
  public String toString() {
    return text();
  }
}
