package org.latent4j.models.rbm;

import java.util.Locale;
import org.latent4j.models.unit.DiscreteUnits;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * The layer of a machine that has fewer states, to be enumerated. The other layer is summed out in
 * closed form.
 */
final class SmallerSide {
  private final Rbm rbm;
  private final boolean isHidden;
  private final DiscreteUnits units;

  private SmallerSide(Rbm rbm, boolean isHidden) {
    this.rbm = rbm;
    this.isHidden = isHidden;
    this.units = (DiscreteUnits) (isHidden ? rbm.hidden() : rbm.visible());
  }

  /** Chooses the side, or says why neither can be enumerated. */
  static SmallerSide of(String operation, Rbm rbm, long limit) {
    double hidden = stateCount(rbm.hidden());
    double visible = stateCount(rbm.visible());
    if (!(stateCount(rbm) <= limit)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s enumerates the states of the smaller side, at most %d, but the visible side has"
                  + " %.3g and the hidden side %.3g; use a smaller machine or an estimate",
              rbm,
              operation,
              limit,
              visible,
              hidden));
    }
    return new SmallerSide(rbm, hidden <= visible);
  }

  /** How many states the smaller side has; infinity if none can be enumerated. */
  static double stateCount(Rbm rbm) {
    return Math.min(stateCount(rbm.hidden()), stateCount(rbm.visible()));
  }

  private static double stateCount(Units units) {
    return units instanceof DiscreteUnits discrete
        ? discrete.stateCount()
        : Double.POSITIVE_INFINITY;
  }

  boolean isHidden() {
    return isHidden;
  }

  long stateCount() {
    return (long) units.stateCount();
  }

  /** The layer that is summed out. */
  Units other() {
    return isHidden ? rbm.visible() : rbm.hidden();
  }

  /** Writes down the states with given numbers, FLOAT64 [rows]. */
  Tensor states(Tensor numbers, DataType type) {
    return units.states(numbers, type);
  }

  /** The free energy of states of this side. */
  Tensor freeEnergy(RbmParameters p, Tensor states) {
    return isHidden ? rbm.hiddenFreeEnergy(p, states) : rbm.freeEnergy(p, states);
  }

  /** The means of the other side given states of this one. */
  Tensor meanOfOther(RbmParameters p, Tensor states) {
    return isHidden ? rbm.visibleMean(p, states) : rbm.hiddenMean(p, states);
  }
}
