package org.latent4j.models.schedule;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.models.text.TextForm;
import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;

/** A value that jumps at some epochs. */
record Steps(double from, List<Jump> jumps) implements Schedule {
  /** A value, and how many epochs are done when it begins. */
  record Jump(double value, int epoch) {
    Jump {
      ScheduleKinds.requireFinite("the value", value);
    }
  }

  Steps {
    ScheduleKinds.requireFinite("the first value", from);
    jumps = List.copyOf(jumps);
    int last = 0;
    for (Jump jump : jumps) {
      if (jump.epoch() <= last) {
        throw new IllegalArgumentException(
            "schedule: each step must come after the one before it, but epoch "
                + (jump.epoch() + " comes after epoch " + last));
      }
      last = jump.epoch();
    }
  }

  static Schedule after(Schedule before, double value, int epoch) {
    List<Jump> jumps = new ArrayList<>();
    double from;
    if (before instanceof Constant constant) {
      from = constant.value();
    } else if (before instanceof Steps steps) {
      from = steps.from;
      jumps.addAll(steps.jumps);
    } else {
      throw new IllegalArgumentException(
          "schedule: steps go on from a constant or from other steps, not from " + before.text());
    }
    jumps.add(new Jump(value, epoch));
    return new Steps(from, jumps);
  }

  @Override
  public <T> T at(Algebra<T> g, T epochs, int horizon) {
    T value = g.constant(from);
    for (Jump jump : jumps) {
      T isBefore = g.binary(BinaryOp.LT, epochs, g.constant(jump.epoch()));
      value = g.where(isBefore, value, g.constant(jump.value()));
    }
    return value;
  }

  @Override
  public Interval range() {
    Interval range = Interval.between(from, from);
    for (Jump jump : jumps) {
      range = range.hull(Interval.between(jump.value(), jump.value()));
    }
    return range;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder("steps:").append(TextForm.write(from));
    for (Jump jump : jumps) {
      text.append(',').append(TextForm.write(jump.value())).append('@').append(jump.epoch());
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
