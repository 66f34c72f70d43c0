package org.latent4j.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapPictureTest {

  private static final Legend LEGEND = new Legend("Title", "", ColorScale.diverging(2), "weight");

  @Test
  void everyCellHasTheColorOfItsValue() {
    float[][] rows = {{-2, 0, 2}, {1, Float.NaN, -1}};
    BufferedImage image = HeatMapPicture.draw(LEGEND, Labels.NONE, rows, Lettering.NONE);
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        int seen = image.getRGB(20 + column * 56 + 5, 20 + row * 56 + 5) & 0xFFFFFF;
        assertEquals(LEGEND.colors().rgb(rows[row][column]), seen, row + ", " + column);
      }
    }
  }

  @Test
  void largeMatricesStayWithinTheirBounds() {
    BufferedImage image = HeatMapPicture.draw(LEGEND, Labels.NONE, new float[500][3000]);
    assertTrue(image.getWidth() <= 1600 && image.getHeight() <= 1600);
  }

  @Test
  void longLabelsStandUprightAndAreNotCut() {
    Labels labels =
        new Labels("row", List.of("first"), "column", List.of("a very long name of a column"));
    BufferedImage labelled = HeatMapPicture.draw(LEGEND, labels, new float[1][1]);
    BufferedImage plain = HeatMapPicture.draw(LEGEND, Labels.NONE, new float[1][1]);
    int added = labelled.getHeight() - plain.getHeight();
    assertEquals(Lettering.available().isPresent(), added > 100, "added height " + added);
  }

  @Test
  void emptyAndRaggedMatricesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> HeatMapPicture.draw(LEGEND, Labels.NONE, new float[2][0]));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> HeatMapPicture.draw(LEGEND, Labels.NONE, new float[][] {{1, 2}, {3}}))
            .getMessage();
    assertTrue(message.contains("2 values") && message.contains("has 1"), message);
  }

  @Test
  void numbersKeepTheDigitsThatCount() {
    assertEquals("0", Grid.number(0));
    assertEquals("1", Grid.number(1));
    assertEquals("0.5", Grid.number(0.5));
    assertEquals("\u22122.9", Grid.number(-2.94));
    assertEquals("0.062", Grid.number(0.0617));
    assertEquals("123", Grid.number(123.4));
    assertEquals("1.2e-05", Grid.number(0.0000123));
    assertEquals("\u22121.5e+06", Grid.number(-1.5e6));
  }
}
