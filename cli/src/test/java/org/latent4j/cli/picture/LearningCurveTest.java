package org.latent4j.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningCurveTest {

  private static final List<Double> EPOCHS = List.of(1.0, 2.0, 3.0, 4.0);
  private static final LearningCurve.Line LINE =
      new LearningCurve.Line("training", EPOCHS, List.of(-30.0, -25.0, -22.0, -21.0));

  private static BufferedImage draw(boolean text, LearningCurve.Panel... panels) {
    Lettering lettering = text ? Lettering.available() : Lettering.NONE;
    return LearningCurve.draw("epoch", List.of(panels), lettering);
  }

  /** Pixels of nearly the first line's colour. */
  private static long bluePixels(BufferedImage image) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == 0x0067A5 ? 1 : 0;
      }
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyPanelShowsItsLine(boolean text) {
    var panel = new LearningCurve.Panel("Pseudo-likelihood", "nats", List.of(LINE));
    BufferedImage one = draw(text, panel);
    BufferedImage two = draw(text, panel, panel);
    assertEquals(2 * one.getHeight(), two.getHeight());
    assertTrue(bluePixels(one) > 500, "one line of some 900 pixels");
    assertEquals(2 * bluePixels(one), bluePixels(two));
  }

  @Test
  void aStartFarFromAllElseIsLeftOut() {
    List<Double> epochs = List.of(0.0, 1.0, 2.0, 3.0, 4.0);
    var far =
        new LearningCurve.Line("training", epochs, List.of(-1207.0, -30.0, -25.0, -22.0, -21.0));
    var near =
        new LearningCurve.Line("training", epochs, List.of(-40.0, -30.0, -25.0, -22.0, -21.0));
    long withoutStart =
        bluePixels(draw(false, new LearningCurve.Panel("A", "nats", List.of(LINE))));
    assertEquals(
        withoutStart, bluePixels(draw(false, new LearningCurve.Panel("A", "nats", List.of(far)))));
    assertNotEquals(
        withoutStart, bluePixels(draw(false, new LearningCurve.Panel("A", "nats", List.of(near)))));
  }

  @Test
  void aStartThatIsNotANumberOrTheOnlyPointStays() {
    List<Double> epochs = List.of(0.0, 1.0);
    var missing = new LearningCurve.Line("a", epochs, List.of(Double.NaN, -30.0));
    var only = new LearningCurve.Line("b", List.of(0.0), List.of(-1207.0));
    for (LearningCurve.Line line : List.of(missing, only)) {
      assertTrue(draw(true, new LearningCurve.Panel("A", "nats", List.of(line))).getHeight() > 0);
    }
  }

  @Test
  void linesAndPanelsWithoutAFiniteValueAreLeftOut() {
    List<Double> nothing = List.of(Double.NaN, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN);
    var empty = new LearningCurve.Line("validation", EPOCHS, nothing);
    BufferedImage expected = draw(true, new LearningCurve.Panel("A", "nats", List.of(LINE)));
    BufferedImage seen =
        draw(
            true,
            new LearningCurve.Panel("A", "nats", List.of(LINE, empty)),
            new LearningCurve.Panel("B", "nats", List.of(empty)));
    assertEquals(expected.getHeight(), seen.getHeight());
    assertEquals(bluePixels(expected), bluePixels(seen));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gapsAndSinglePointsAreDrawn(boolean text) {
    var gap = new LearningCurve.Line("training", EPOCHS, List.of(1.0, Double.NaN, 2.0, Double.NaN));
    var point = new LearningCurve.Line("training", List.of(1.0), List.of(5.0));
    for (LearningCurve.Line line : List.of(gap, point)) {
      BufferedImage image = draw(text, new LearningCurve.Panel("A", "nats", List.of(line)));
      assertTrue(bluePixels(image) > 0, line.name());
    }
  }

  @Test
  void nothingToDrawIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> draw(true));
    assertThrows(
        IllegalArgumentException.class, () -> new LearningCurve.Line("x", EPOCHS, List.of(1.0)));
  }
}
