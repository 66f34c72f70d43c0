package org.latent4j.tck;

/** The rules for units can be met. */
class BernoulliUnitsTckTest extends UnitCase {
  BernoulliUnitsTckTest() {
    super(UnitsUnderTest.bernoulliUnits(), ExactDistribution.binaryStates(3), 1);
  }
}
