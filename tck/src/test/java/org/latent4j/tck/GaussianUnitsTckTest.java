package org.latent4j.tck;

/** The rules for units can be met. */
class GaussianUnitsTckTest extends UnitCase {
  GaussianUnitsTckTest() {
    super(UnitsUnderTest.gaussianUnits(), UnitsUnderTest.grid(), 0.1);
  }
}
