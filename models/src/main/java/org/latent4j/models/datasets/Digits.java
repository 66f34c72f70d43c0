package org.latent4j.models.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Parts;
import org.latent4j.models.data.csv.CsvReader;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.data.file.ReadLimits;

/**
 * The 1,797 handwritten digits of 8 x 8 pixels that come with this library.
 *
 * <p>They are the test part of E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten
 * Digits" (UCI Machine Learning Repository, 1998, doi:10.24432/C50P49), under the licence CC BY
 * 4.0; a note lies beside the resource.
 */
public final class Digits {

  private static final String RESOURCE = "digits.csv.gz";
  private static final int SIDE = 8;
  private static final double MAXIMUM = 16;

  private static final int VALIDATION_ROWS = 297;

  private Digits() {}

  /**
   * Loads the digits in their customary parts.
   *
   * @return the first 1,500 rows of {@link #load} to learn from, the last 297 for validation
   */
  public static Parts parts() {
    return Parts.ofCounts(load(), VALIDATION_ROWS, 0);
  }

  /**
   * Loads the digits.
   *
   * @return 1,797 rows of 64 grey values in [0, 1], held as bytes 0 to 16 over 16, with the labels
   *     0 to 9
   */
  public static Dataset load() {
    try (InputStream in = Digits.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing from the jar");
      }
      ReadLimits limits = ReadLimits.standard();
      try (DataStream content = DataStream.open(RESOURCE, in.readAllBytes(), limits)) {
        Dataset read = CsvReader.standard().labelColumn(-1).read(content);
        return read.withName("digits").withImageShape(SIDE, SIDE).scale(MAXIMUM);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("the resource " + RESOURCE + " cannot be read", failure);
    }
  }
}
