package org.latent4j.tck;

import org.latent4j.backend.Backend;

/** The rules for some functions of units. */
class UnitCase extends UnitVerification {
  private final UnitFunctions units;
  private final double[][] states;
  private final double stateWeight;

  UnitCase(UnitFunctions units, double[][] states, double stateWeight) {
    this.units = units;
    this.states = states;
    this.stateWeight = stateWeight;
  }

  static UnitCase binary(UnitFunctions units) {
    return new UnitCase(units, ExactDistribution.binaryStates(3), 1);
  }

  static UnitCase classes(UnitFunctions units) {
    return new UnitCase(units, new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, 1);
  }

  static UnitCase continuous(UnitFunctions units) {
    return new UnitCase(units, UnitsUnderTest.grid(), 0.1);
  }

  @Override
  public Backend openBackend() {
    return new ReferenceBackend();
  }

  @Override
  public UnitFunctions units(Backend backend) {
    return units;
  }

  @Override
  public int size() {
    return states[0].length;
  }

  @Override
  public double[][] states() {
    return states;
  }

  @Override
  public double stateWeight() {
    return stateWeight;
  }
}
