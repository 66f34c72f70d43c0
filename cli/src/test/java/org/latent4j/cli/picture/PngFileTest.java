package org.latent4j.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {

  @TempDir Path folder;

  @Test
  void aPictureComesBackPixelByPixelAndAloneInItsFolder() throws IOException {
    BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(4, 2, 0x123456);
    Path file = folder.resolve("picture.png");
    PngFile.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), file);
    PngFile.write(image, file);
    BufferedImage read = ImageIO.read(file.toFile());
    assertEquals(5, read.getWidth());
    assertEquals(3, read.getHeight());
    assertEquals(0x123456, read.getRGB(4, 2) & 0xFFFFFF);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aMissingFolderIsAnError() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    assertThrows(
        UncheckedIOException.class,
        () -> PngFile.write(image, folder.resolve("missing/picture.png")));
  }
}
