package org.latent4j.backend.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How columns are cut into panels. */
class PanelsTest {
  @Test
  void panelsFollowEachOtherFromTheFirstColumnToTheLast() {
    int count = Panels.count(256, 2047, 1024);
    assertTrue(count > 1);
    assertEquals(0, Panels.from(0, count, 2047));
    assertEquals(2047, Panels.from(count, count, 2047));
    for (int i = 0; i < count; i++) {
      assertTrue(Panels.from(i + 1, count, 2047) - Panels.from(i, count, 2047) >= 128);
    }
  }

  @Test
  void whatFitsIntoTheCacheStaysWhole() {
    assertEquals(1, Panels.count(256, 500, 784));
    assertEquals(1, Panels.count(1, 1, 1));
  }

  @Test
  void aLargeFactorIsNotCopiedSeveralTimes() {
    assertEquals(1, Panels.count(100_000, 1000, 1000));
  }

  @Test
  void fewColumnsAreNotCut() {
    assertEquals(1, Panels.count(10, 100, 1_000_000));
  }
}
