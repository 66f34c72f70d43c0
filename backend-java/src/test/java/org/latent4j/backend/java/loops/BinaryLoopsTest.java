package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryLoopsTest {
  private static final int TERMS = 18;

  /** What is neither 0 nor 1, near to them or with some of their bits. */
  private static final float[] OTHERS = {
    -1,
    2,
    0.5f,
    -0f,
    Float.MIN_VALUE,
    1e-30f,
    Math.nextUp(1f),
    Math.nextDown(1f),
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    0x1p-126f,
    3.5f,
    1e-3f
  };

  private final Random random = new Random(4);

  @Test
  void codesHaveTheBitsOfTheirTerms() {
    int blocks = 5;
    for (int trial = 0; trial < 200; trial++) {
      float[] row = bits(blocks * TERMS);
      for (int block = 0; block < blocks; block++) {
        long code = BinaryLoops.code(row, block, TERMS);
        for (int bit = 0; bit < TERMS; bit++) {
          float term = row[block * TERMS + BinaryLoops.term(bit, TERMS)];
          assertEquals(term, (float) (code >> bit & 1));
        }
        assertEquals(0, code >> TERMS);
      }
    }
  }

  @Test
  void anotherNumberAtAnyPlaceIsSeen() {
    for (float other : OTHERS) {
      for (int place = 0; place < TERMS; place++) {
        float[] row = bits(3 * TERMS);
        row[TERMS + place] = other;
        assertNotEquals(BinaryLoops.NOT_BINARY, BinaryLoops.code(row, 0, TERMS));
        assertEquals(
            BinaryLoops.NOT_BINARY, BinaryLoops.code(row, 1, TERMS), other + " at place " + place);
        assertNotEquals(BinaryLoops.NOT_BINARY, BinaryLoops.code(row, 2, TERMS));
      }
    }
  }

  @Test
  void excessIsZeroForZerosAndOnesOnly() {
    float[] zeros = new float[OTHERS.length];
    for (int which = 0; which < 3; which++) {
      float[] excess = new float[OTHERS.length];
      float[] ones = bits(OTHERS.length);
      BinaryLoops.addExcess(excess, zeros, ones, ones, OTHERS.length);
      for (float e : excess) {
        assertEquals(0, e);
      }
      BinaryLoops.addExcess(
          excess,
          which == 0 ? OTHERS : zeros,
          which == 1 ? OTHERS : ones,
          which == 2 ? OTHERS : ones,
          OTHERS.length);
      for (int i = 0; i < OTHERS.length; i++) {
        // Negative zero chooses nothing, as zero does.
        assertEquals(OTHERS[i] == 0, excess[i] == 0, "excess of " + OTHERS[i]);
      }
    }
  }

  private float[] bits(int count) {
    float[] row = new float[count];
    for (int i = 0; i < count; i++) {
      row[i] = random.nextInt(2);
    }
    return row;
  }
}
