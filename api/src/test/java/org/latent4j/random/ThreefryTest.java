package org.latent4j.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.latent4j.op.KnownAnswers;

class ThreefryTest {
  /** The vectors of threefry2x32 with 20 rounds in the file kat_vectors of Random123. */
  @Test
  void givesThePublishedKnownAnswers() {
    assertEquals(0x6b20015999ba4efeL, Threefry.block(0, 0));
    assertEquals(0x1cb996fcbb002be7L, Threefry.block(-1, -1));
    assertEquals(0xc4923a9c483df7a0L, Threefry.block(0x13198a2e03707344L, 0x243f6a8885a308d3L));
  }

  /**
   * Computed by src/test/python/known_answers.py, which implements Threefry apart from this code.
   */
  @Test
  void childrenHaveTheirKnownAnswers() {
    for (String[] row : KnownAnswers.rows(getClass(), "layout.csv", "child")) {
      int child = Integer.parseUnsignedInt(row[2]);
      assertEquals(row[3], "%016x".formatted(Threefry.child(key(row), child)));
    }
  }

  @Test
  void wordsOfADrawHaveTheirKnownAnswers() {
    for (String[] row : KnownAnswers.rows(getClass(), "layout.csv", "word")) {
      assertEquals(row[3], "%08x".formatted(Threefry.word(key(row), Long.parseLong(row[2]))));
    }
  }

  @Test
  void neighbouringElementsShareABlock() {
    long block = Threefry.block(5, 21);
    assertEquals(block, Threefry.pack(Threefry.word(5, 42), Threefry.word(5, 43)));
  }

  @Test
  void packingKeepsBothWords() {
    long pair = Threefry.pack(0x80000001, 0xfffffffe);
    assertEquals(0x80000001fffffffeL, pair);
    assertEquals(0x80000001, Threefry.highWord(pair));
    assertEquals(0xfffffffe, Threefry.lowWord(pair));
  }

  @Test
  void childrenAreNoDraws() {
    assertEquals(Threefry.block(9, Threefry.CHILD_BIT), Threefry.child(9, 0));
    assertNotEquals(Threefry.block(9, 0), Threefry.child(9, 0));
    assertEquals(Threefry.block(9, 0x80000000ffffffffL), Threefry.child(9, -1));
  }

  private static long key(String[] row) {
    return Long.parseUnsignedLong(row[1], 16);
  }
}
