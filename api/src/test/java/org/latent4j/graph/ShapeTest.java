package org.latent4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void countsItsElements() {
    assertEquals(1, Shape.SCALAR.size());
    assertEquals(0, Shape.of(3, 0, 2).size());
    assertEquals(4_000_000_000_000L, Shape.of(2_000_000, 2_000_000).size());
  }

  @Test
  void refusesNegativeExtentsAndUncountableSizes() {
    var negative = assertThrows(IllegalArgumentException.class, () -> Shape.of(2, -1));
    assertEquals("shape: every extent must be at least 0, but got [2, -1]", negative.getMessage());
    int most = Integer.MAX_VALUE;
    assertThrows(IllegalArgumentException.class, () -> Shape.of(most, most, most));
  }

  @Test
  void countsNegativeAxesFromTheEnd() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(4, shape.dim(-1));
    assertEquals(2, shape.dim(-3));
    var error = assertThrows(IllegalArgumentException.class, () -> shape.dim(3));
    assertEquals("axis 3 does not exist in shape [2, 3, 4]", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> shape.dim(-4));
  }

  @Test
  void takesOutAndPutsInAxes() {
    assertEquals(Shape.of(2, 4), Shape.of(2, 3, 4).without(1));
    assertEquals(Shape.of(2, 3, 1), Shape.of(2, 3).with(-1, 1));
    assertEquals(Shape.of(1, 2, 3), Shape.of(2, 3).with(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 3).with(3, 1));
  }

  @Test
  void broadcastsFromTheLastAxis() {
    assertEquals(Shape.of(5, 3), Shape.broadcast("add", Shape.of(5, 3), Shape.of(3)));
    assertEquals(Shape.of(5, 3), Shape.broadcast("add", Shape.of(5, 1), Shape.of(1, 3)));
    assertEquals(Shape.of(5, 3), Shape.broadcast("add", Shape.SCALAR, Shape.of(5, 3)));
    assertEquals(Shape.of(0, 3), Shape.broadcast("add", Shape.of(0, 3), Shape.of(1, 3)));
  }

  @Test
  void namesTheExtentsThatDoNotBroadcast() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Shape.broadcast("mul", Shape.of(5, 3), Shape.of(5)));
    assertEquals(
        "mul: shapes do not broadcast: [5, 3] and [5] differ in axis -1 (3 and 5),"
            + " and neither extent is 1",
        error.getMessage());
  }

  @Test
  void isAValue() {
    assertEquals(Shape.of(2, 3), Shape.of(2, 3));
    assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
    assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
    assertEquals("[100, 784]", Shape.of(100, 784).toString());
  }
}
