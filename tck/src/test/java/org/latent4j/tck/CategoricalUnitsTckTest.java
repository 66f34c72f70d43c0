package org.latent4j.tck;

/** The rules for units can be met. */
class CategoricalUnitsTckTest extends UnitCase {
  CategoricalUnitsTckTest() {
    super(UnitsUnderTest.categoricalUnit(), new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, 1);
  }
}
