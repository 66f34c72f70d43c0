package org.latent4j.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads the tables that {@code src/test/python/torch_known_answers.py} writes. */
public final class KnownAnswers {
  private KnownAnswers() {}

  /**
   * Reads the numbers of a table.
   *
   * @param anchor a class of the package that holds the file
   * @param file the name of the file
   * @param kind the first cell of the rows wanted
   * @return the other cells of these rows, of which there is at least one
   */
  public static List<double[]> rows(Class<?> anchor, String file, String kind) {
    try (InputStream in = anchor.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + ": no such resource beside " + anchor);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<double[]> rows =
          text.lines()
              .filter(line -> line.startsWith(kind + ","))
              .map(line -> numbers(line.split(",", -1)))
              .toList();
      if (rows.isEmpty()) {
        throw new IllegalStateException(file + ": no rows of kind " + kind);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String[] cells) {
    return Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
  }
}
