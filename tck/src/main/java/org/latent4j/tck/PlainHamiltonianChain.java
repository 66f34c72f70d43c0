package org.latent4j.tck;

/** One chain of {@link HamiltonianChains}, in doubles, with x and y written out. */
final class PlainHamiltonianChain {
  private static final double S = HamiltonianChains.VARIANCE;
  private static final double BEND = HamiltonianChains.BEND;

  private double x;
  private double y;
  private double momentumX;
  private double momentumY;
  private double energyChange;
  private boolean accepted;

  PlainHamiltonianChain(double x, double y) {
    this.x = x;
    this.y = y;
  }

  double x() {
    return x;
  }

  double y() {
    return y;
  }

  double energyChange() {
    return energyChange;
  }

  boolean accepted() {
    return accepted;
  }

  /** One transition with the draws of row {@code row} of all chains. */
  void step(PlainDraws key, int row, int chains, double size) {
    PlainMatrix momenta = key.fold(0).normal(chains, 2);
    momentumX = momenta.get(row, 0);
    momentumY = momenta.get(row, 1);
    double oldX = x;
    double oldY = y;
    double before = energy();
    for (int step = 0; step < HamiltonianChains.STEPS; step++) {
      kick(size / 2);
      x += size * momentumX;
      y += size * momentumY;
      kick(size / 2);
    }
    energyChange = energy() - before;
    accepted = PlainDraws.isBelow(key.fold(1).uniform(row), Math.exp(-energyChange));
    if (!accepted) {
      x = oldX;
      y = oldY;
    }
  }

  private void kick(double size) {
    double bent = y + BEND * (x * x - S);
    momentumX -= size * (x / S + 2 * BEND * x * bent);
    momentumY -= size * bent;
  }

  private double energy() {
    double bent = y + BEND * (x * x - S);
    return x * x / (2 * S) + bent * bent / 2 + (momentumX * momentumX + momentumY * momentumY) / 2;
  }
}
