package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AlgebraTest {
  private final Algebra<Double> g = DoubleAlgebra.INSTANCE;

  @Test
  void namedMethodsAreTheOperations() {
    assertEquals(5, g.add(g.constant(2), g.constant(3)));
    assertEquals(5, g.add(g.constant(2), 3.0));
    assertEquals(-1, g.sub(g.constant(2), g.constant(3)));
    assertEquals(-1, g.sub(2.0, g.constant(3)));
    assertEquals(6, g.mul(g.constant(2), g.constant(3)));
    assertEquals(6, g.mul(g.constant(2), 3.0));
    assertEquals(0.5, g.div(g.constant(2), g.constant(4)));
    assertEquals(0.5, g.div(2.0, g.constant(4)));
    assertEquals(-2, g.neg(g.constant(2)));
  }

  @Test
  void polynomialTakesCoefficientsFromTheConstantTermUpwards() {
    assertEquals(1 + 2 * 10 + 3 * 100, g.polynomial(g.constant(10), 1, 2, 3));
    assertEquals(7, g.polynomial(g.constant(10), 7));
  }
}
