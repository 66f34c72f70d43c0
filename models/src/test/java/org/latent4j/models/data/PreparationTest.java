package org.latent4j.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {

  private static Dataset data(double... values) {
    return Dataset.of("d", values, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "scale:255.0",
        "unit",
        "unit:-0.1,16.0",
        "threshold:0.5",
        "scale:16.0;threshold:0.3;draw",
        "unit;draw-once:8000000000000001"
      })
  void textFormIsReadBack(String text) {
    assertEquals(text, Preparation.parse(text).text());
    assertEquals(Preparation.parse(text), Preparation.parse(Preparation.parse(text).text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "scale",
        "scale:0",
        "scale:NaN",
        "scale:-1",
        "unit:1",
        "unit:2,1",
        "threshold:x",
        "draw:1",
        "draw;threshold:0.5",
        "draw-once:1",
        "none;draw",
        "divide:2"
      })
  void otherTextIsRefused(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Preparation.parse(text)).getMessage();
    assertTrue(message.startsWith("preparation"), message);
  }

  @Test
  void extremesAreThoseOfTheTrainingRows() {
    Parts parts = Parts.of(data(2, 4)).withValidation(data(1, 3)).withTest(data(6));
    Parts prepared = parts.prepare(Preparation.parse("scale:2;unit"));
    assertArrayEquals(new double[] {0, 1}, prepared.training().doubles(0, 2));
    assertArrayEquals(new double[] {-0.5, 0.5}, prepared.validation().orElseThrow().doubles(0, 2));
    assertArrayEquals(new double[] {2}, prepared.test().orElseThrow().doubles(0, 1));
  }

  @Test
  void whatWasLearnedIsInTheTextAndStays() {
    Preparation unit = Preparation.parse("scale:2;unit");
    assertFalse(unit.isFitted());
    String why = assertThrows(IllegalStateException.class, () -> unit.apply(data(1))).getMessage();
    assertTrue(why.contains("call fit first"), why);
    Preparation fitted = unit.fit(data(2, 4));
    assertTrue(fitted.isFitted());
    assertEquals("scale:2.0;unit:1.0,2.0", fitted.text());
    assertEquals(fitted, fitted.fit(data(-100, 100)));
    assertArrayEquals(
        fitted.apply(data(7, 9)).doubles(0, 2),
        Preparation.parse(fitted.text()).apply(data(7, 9)).doubles(0, 2));
    assertEquals(fitted, unit.fit(Source.of(data(3, 4, 2), 1)));
  }

  @Test
  void drawingAtEachVisitIsLeftToTheFeed() {
    Preparation draw = Preparation.parse("scale:2;draw");
    assertTrue(draw.drawsAtEachVisit());
    assertFalse(Preparation.parse("threshold:0.5").drawsAtEachVisit());
    assertArrayEquals(new double[] {0.5, 1}, draw.apply(data(1, 2)).doubles(0, 2));
    assertTrue(
        message(() -> draw.apply(data(3))).contains("drawing at each visit needs values in"));
  }

  @Test
  void drawingOnceGivesTheDrawOfTheKey() {
    Dataset grey = Dataset.of("d", new float[] {0.5f, 0.5f, 0.5f, 0.5f}, 2);
    assertArrayEquals(
        grey.binarize(7).bytes(0, 2),
        Preparation.parse("draw-once:0000000000000007").apply(grey).bytes(0, 2));
  }

  @Test
  void onlyDrawingDemandsProbabilities() {
    assertArrayEquals(
        new double[] {-300, 500}, Preparation.parse("scale:0.01").apply(data(-3, 5)).doubles(0, 2));
  }
}
