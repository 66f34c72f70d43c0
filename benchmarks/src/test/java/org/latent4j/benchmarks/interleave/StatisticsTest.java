package org.latent4j.benchmarks.interleave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theMedianIsInTheMiddle() {
    assertEquals(3, Statistics.median(List.of(9.0, 1.0, 3.0)));
    assertEquals(2, Statistics.median(List.of(9.0, 1.0, 3.0, 1.0)));
  }

  @Test
  void quantilesLieBetweenTheSortedValues() {
    assertEquals(1.5, Statistics.quantile(0.25, List.of(3.0, 1.0, 2.0)));
    assertEquals(3, Statistics.quantile(1, List.of(3.0, 1.0, 2.0)));
  }

  @Test
  void noValuesHaveNoMedian() {
    assertThrows(IllegalArgumentException.class, () -> Statistics.median(List.of()));
  }
}
