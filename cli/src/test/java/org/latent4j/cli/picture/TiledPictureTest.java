package org.latent4j.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.models.data.ImageShape;

class TiledPictureTest {

  private static final Legend LEGEND =
      new Legend("Title", "subtitle", ColorScale.grey(0, 1), "probability");

  /** Without lettering the first pixel of the first tile is at the margin plus its outline. */
  private static final int FIRST = 21;

  @Test
  void everyValueIsASquareOfOneColor() {
    float[][] tiles = {{0, 1, 0.2f, 0.4f, 0.6f, 0.8f}};
    BufferedImage image = TiledPicture.draw(LEGEND, tiles, new ImageShape(2, 3), Lettering.NONE);
    int scale = 16;
    for (int y = 0; y < 2 * scale; y++) {
      for (int x = 0; x < 3 * scale; x++) {
        float value = tiles[0][y / scale * 3 + x / scale];
        int seen = image.getRGB(FIRST + x, FIRST + y) & 0xFFFFFF;
        assertEquals(LEGEND.colors().rgb(value), seen, "pixel " + x + ", " + y);
      }
    }
  }

  @Test
  void tilesGoFromLeftToRightAndThenDown() {
    float[][] tiles = {{0.1f}, {0.3f}, {0.5f}, {0.7f}};
    BufferedImage image = TiledPicture.draw(LEGEND, tiles, new ImageShape(1, 1), Lettering.NONE);
    int pitch = 16 + 2 + 8;
    for (int i = 0; i < 4; i++) {
      int seen = image.getRGB(FIRST + 3 + i % 2 * pitch, FIRST + 3 + i / 2 * pitch) & 0xFFFFFF;
      assertEquals(LEGEND.colors().rgb(tiles[i][0]), seen, "tile " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 8, 8", "100, 8, 8", "500, 28, 28", "5000, 28, 28", "3, 200, 300", "40, 1, 300"})
  void picturesStayWithinTheirBounds(int count, int height, int width) {
    float[][] tiles = new float[count][height * width];
    BufferedImage image = TiledPicture.draw(LEGEND, tiles, new ImageShape(height, width));
    assertTrue(image.getWidth() <= 1600, "width " + image.getWidth());
    assertTrue(image.getHeight() <= 1600, "height " + image.getHeight());
  }

  @Test
  void digitsAreEnlargedEnoughToBeRead() {
    BufferedImage image =
        TiledPicture.draw(LEGEND, new float[100][64], new ImageShape(8, 8), Lettering.NONE);
    assertTrue(image.getWidth() >= 800, "width " + image.getWidth());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "6, 3", "16, 4", "20, 5", "100, 10", "500, 25", "7, 3"})
  void columnsMakeNearlySquareGridsWithFullRowsWherePossible(int tiles, int columns) {
    assertEquals(columns, TiledPicture.goodColumns(tiles, new ImageShape(8, 8)));
  }

  @Test
  void textTakesRoomOnlyWhereThereAreFonts() {
    float[][] tiles = new float[9][64];
    BufferedImage bare = TiledPicture.draw(LEGEND, tiles, new ImageShape(8, 8), Lettering.NONE);
    BufferedImage usual = TiledPicture.draw(LEGEND, tiles, new ImageShape(8, 8));
    assertEquals(Lettering.available().isPresent(), usual.getHeight() > bare.getHeight());
  }

  @Test
  void aTileOfTheWrongLengthIsNamed() {
    float[][] tiles = {new float[64], new float[63]};
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TiledPicture.draw(LEGEND, tiles, new ImageShape(8, 8)))
            .getMessage();
    assertTrue(message.contains("64") && message.contains("63"), message);
    assertThrows(
        IllegalArgumentException.class,
        () -> TiledPicture.draw(LEGEND, new float[0][], new ImageShape(8, 8)));
  }
}
