package org.latent4j.cli.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.latent4j.models.io.AtomicFiles;

/** Writes pictures as PNG files that are there whole or not at all. */
public final class PngFile {

  private PngFile() {}

  /**
   * Writes a picture.
   *
   * @param image the picture
   * @param target the file to make or to replace; its folder must exist
   * @throws java.io.UncheckedIOException if the file cannot be written; it is then as it was
   */
  public static void write(BufferedImage image, Path target) {
    AtomicFiles.write(target, out -> encode(image, out));
  }

  private static void encode(BufferedImage image, OutputStream out) throws IOException {
    // A cache in memory: given a plain stream, ImageIO makes a temporary file of its own.
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw new IOException("this Java cannot write PNG files");
      }
    }
  }
}
