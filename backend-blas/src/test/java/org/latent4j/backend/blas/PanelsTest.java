package org.latent4j.backend.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How columns are cut into panels. */
class PanelsTest {
  @Test
  void panelsFollowEachOtherFromTheFirstColumnToTheLast() {
    Panels panels = Panels.of(256, 2047, 1024);
    assertTrue(panels.count() > 1);
    assertEquals(0, panels.from(0));
    assertEquals(2047, panels.from(panels.count()));
    for (int i = 0; i < panels.count(); i++) {
      assertTrue(panels.from(i + 1) - panels.from(i) >= 128);
    }
  }

  @Test
  void whatFitsIntoTheCacheStaysWhole() {
    assertEquals(1, Panels.of(256, 500, 784).count());
    assertEquals(1, Panels.of(1, 1, 1).count());
  }

  @Test
  void aLargeFactorIsNotCopiedSeveralTimes() {
    assertEquals(1, Panels.of(100_000, 1000, 1000).count());
  }

  @Test
  void fewColumnsAreNotCut() {
    assertEquals(1, Panels.of(10, 100, 1_000_000).count());
  }
}
