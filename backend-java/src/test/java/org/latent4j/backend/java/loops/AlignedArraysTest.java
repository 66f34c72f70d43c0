package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where arrays begin, and how far loops over them go. */
class AlignedArraysTest {
  private static final int LINE = 64;

  /** Objects that the collector has not moved yet lie side by side, at multiples of 8 bytes. */
  @Test
  void addressesOfNeighboursDifferByTheirSize() {
    assumeTrue(Addresses.areKnown(), "this virtual machine does not tell addresses");
    Object[] neighbours = new Object[100];
    for (int i = 0; i < neighbours.length; i++) {
      neighbours[i] = new int[8]; // 48 bytes
    }
    int besides = 0;
    for (int i = 1; i < neighbours.length; i++) {
      long before = Addresses.ofFirst(new Object[] {neighbours[i - 1]});
      long address = Addresses.ofFirst(new Object[] {neighbours[i]});
      assertEquals(0, address % 8);
      besides += address - before == 48 ? 1 : 0;
    }
    assertTrue(besides > 50, besides + " of 99 are neighbours");
  }

  @Test
  void arraysBeginTwoFloatsBeforeALine() {
    assumeTrue(Addresses.areKnown(), "this virtual machine does not tell addresses");
    AlignedArrays arrays = new AlignedArrays();
    List<Object> made = new ArrayList<>();
    for (int length : new int[] {1, 16, 500, 1024}) {
      made.add(arrays.floats(length));
      made.add(arrays.ints(length));
      made.add(arrays.doubles(length));
    }
    // A collection of garbage may move some, but not all of them.
    long right = made.stream().filter(array -> arrays.placeInLine(array) == LINE - 8).count();
    assertTrue(right > made.size() / 2, right + " of " + made.size());
  }

  @Test
  void loopsEndWithALineAndWithinTheArray() {
    AlignedArrays arrays = new AlignedArrays();
    for (int n = 0; n <= 1024; n++) {
      int floats = AlignedArrays.floatsToEndOfLine(n);
      int doubles = AlignedArrays.doublesToEndOfLine(n);
      int wanted = n;
      assertAll(
          "n = " + n,
          () -> assertTrue(floats >= wanted && floats < wanted + 16),
          () -> assertTrue(doubles >= wanted && doubles < wanted + 8),
          () -> assertTrue(arrays.floats(wanted).length >= floats),
          () -> assertTrue(arrays.ints(wanted).length >= floats),
          () -> assertTrue(arrays.doubles(wanted).length >= doubles));
      if (Addresses.areKnown()) {
        assertEquals(n < 16 ? n % 16 : 2, floats % 16);
        assertEquals(n < 8 ? n % 8 : 1, doubles % 8);
      } else {
        assertEquals(n, floats);
        assertEquals(n, doubles);
      }
    }
  }

  @Test
  void arraysThatWereJustMadeHaveNotMoved() {
    AlignedArrays arrays = new AlignedArrays();
    assertFalse(arrays.haveMoved());
    int moved = 0;
    for (int i = 0; i < 100; i++) {
      arrays.floats(10);
      moved += arrays.haveMoved() ? 1 : 0;
    }
    assertTrue(moved < 50, "moved " + moved + " times");
  }

  /** Neither numbers nor arrays are wrong where a draw is longer than the array for it. */
  @Test
  void drawsStayWithinTheirArray() {
    ThreefryLoops loops = new ThreefryLoops();
    float[] roomy = new float[Chunk.SIZE + 16];
    for (int n : new int[] {1, 15, 16, 17, 500, Chunk.SIZE}) {
      float[] exact = new float[n];
      loops.float32(3, 5, exact, n, new FloatScratch());
      loops.float32(3, 5, roomy, n, new FloatScratch());
      for (int i = 0; i < n; i++) {
        assertEquals(roomy[i], exact[i]);
      }
    }
  }
}
