package org.latent4j.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColorScaleTest {

  @Test
  void greyRunsFromBlackToWhite() {
    ColorScale grey = ColorScale.grey(0, 1);
    assertEquals(0x000000, grey.rgb(0));
    assertEquals(0x808080, grey.rgb(0.5));
    assertEquals(0xFFFFFF, grey.rgb(1));
  }

  @Test
  void valuesOutsideTheRangeTakeTheColorOfTheNearerEnd() {
    ColorScale grey = ColorScale.grey(-1, 1);
    assertEquals(grey.rgb(-1), grey.rgb(-7));
    assertEquals(grey.rgb(1), grey.rgb(Double.POSITIVE_INFINITY));
  }

  @Test
  void notANumberIsShownInAColorOfItsOwn() {
    assertEquals(ColorScale.NOT_A_NUMBER, ColorScale.grey(0, 1).rgb(Double.NaN));
    assertEquals(ColorScale.NOT_A_NUMBER, ColorScale.diverging(1).rgb(Double.NaN));
  }

  @Test
  void divergingIsBlueBelowZeroRedAboveAndPaleAtZero() {
    ColorScale scale = ColorScale.diverging(2);
    int below = scale.rgb(-1);
    int above = scale.rgb(1);
    int zero = scale.rgb(0);
    assertTrue((below & 0xFF) > (below >> 16), "blue outweighs red at -1");
    assertTrue((above & 0xFF) < (above >> 16), "red outweighs blue at 1");
    assertTrue((zero & 0xFF) > 0xF0 && (zero >> 16) > 0xF0, "nearly white at 0");
  }

  @Test
  void oneOutlierDoesNotDrainTheColorOfTheRest() {
    float[][] rows = new float[10][100];
    for (int i = 0; i < 1000; i++) {
      rows[i / 100][i % 100] = i % 2 == 0 ? 0.5f : -0.5f;
    }
    rows[3][4] = 1000;
    ColorScale scale = ColorScale.divergingFor(rows);
    assertEquals(0.5, scale.high());
    assertEquals(-0.5, scale.low());
  }

  @Test
  void theLimitIgnoresWhatIsNotFinite() {
    float[][] rows = {{Float.NaN, Float.POSITIVE_INFINITY, -3}};
    assertEquals(3, ColorScale.divergingFor(rows).high());
  }

  @Test
  void mostlyZeroWeightsStillHaveAScale() {
    float[][] rows = new float[1][1000];
    assertEquals(1, ColorScale.divergingFor(rows).high());
    rows[0][7] = -0.25f;
    assertEquals(0.25, ColorScale.divergingFor(rows).high());
  }

  @Test
  void emptyAndInvertedRangesAreRefusedWithTheirValues() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ColorScale.grey(1, 1)).getMessage();
    assertTrue(message.contains("[1.0, 1.0]"), message);
    assertThrows(IllegalArgumentException.class, () -> ColorScale.diverging(0));
    assertThrows(IllegalArgumentException.class, () -> ColorScale.diverging(Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> ColorScale.diverging(Double.POSITIVE_INFINITY));
  }
}
