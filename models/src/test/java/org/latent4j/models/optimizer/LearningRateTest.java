package org.latent4j.models.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void followsItsFormula() {
    assertEquals(0.3, LearningRate.constant(0.3).at(7, 10));
    assertEquals(0.1, LearningRate.linear(0.1, 0.01).at(0, 10));
    assertEquals(0.01, LearningRate.linear(0.1, 0.01).at(9, 10), 1e-15);
    assertEquals(0.055, LearningRate.linear(0.1, 0.01).at(5, 11), 1e-15);
    assertEquals(0.1, LearningRate.linear(0.1, 0.01).at(0, 1));
    assertEquals(0.1 * 0.9 * 0.9, LearningRate.exponential(0.1, 0.9).at(2, 10), 1e-15);
    assertEquals(0.05, LearningRate.inverse(0.1, 4).at(4, 10), 1e-15);
  }

  @Test
  void aCosineIsFlatAtItsEnds() {
    LearningRate cosine = LearningRate.cosine(0.5, 0.1);
    assertEquals(0.5, cosine.at(0, 5));
    assertEquals(0.3 + 0.2 * Math.sqrt(0.5), cosine.at(1, 5), 1e-15);
    assertEquals(0.3, cosine.at(2, 5), 1e-15);
    assertEquals(0.1, cosine.at(4, 5), 1e-15);
    assertEquals(0.5, cosine.at(0, 1));
  }

  @Test
  void aWarmUpRisesToTheScheduleThatFollows() {
    LearningRate warm = LearningRate.linear(0.4, 0.1).warmUp(3);
    double[] expected = {0.1, 0.2, 0.3, 0.4, 0.3, 0.2, 0.1};
    for (int epoch = 0; epoch < 7; epoch++) {
      assertEquals(expected[epoch], warm.at(epoch, 7), 1e-15, "epoch " + epoch);
    }
    assertEquals(0.2, LearningRate.constant(0.4).warmUp(1).at(0, 1), 1e-15);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(1).warmUp(0));
    assertEquals("learning rate: a warm-up takes at least 1 epoch, not 0", refused.getMessage());
  }

  @Test
  void refusesWhatIsNotAPositiveNumber() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> LearningRate.constant(wrong));
      assertThrows(IllegalArgumentException.class, () -> LearningRate.linear(0.1, wrong));
      assertThrows(IllegalArgumentException.class, () -> LearningRate.exponential(wrong, 1));
      assertThrows(IllegalArgumentException.class, () -> LearningRate.inverse(0.1, wrong));
      assertThrows(IllegalArgumentException.class, () -> LearningRate.cosine(0.1, wrong));
    }
  }
}
