package org.latent4j.models.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.latent4j.models.io.DataFormatException;

/** Finds data sets by name or path. */
public final class Datasets {

  private static final int BEGINNING_BYTES = 512;

  private Datasets() {}

  /**
   * A data set by what a user wrote: {@code digits}, {@code mnist} (its training part), {@code
   * mnist-test}, or the path of a file.
   *
   * @param nameOrPath one of these
   * @return {@link Digits#load}, {@link Mnist#train}, {@link Mnist#test} or {@link #open}
   * @throws DataFormatException as they do
   */
  public static Dataset find(String nameOrPath) {
    return switch (nameOrPath) {
      case "digits" -> Digits.load();
      case "mnist" -> Mnist.train();
      case "mnist-test" -> Mnist.test();
      default -> open(path(nameOrPath));
    };
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException invalid) {
      throw new DataFormatException(
          "'" + text + "' is not a path: " + invalid.getReason(), invalid);
    }
  }

  /**
   * Reads a file of either format, told by its content: IDX begins with two zero bytes, and CSV is
   * text. Both may be packed by gzip. Values are not scaled.
   *
   * <p>If the name of an IDX file contains {@code images-idx3} and a file whose name has {@code
   * labels-idx1} in that place lies beside it, as in MNIST, the labels are read too.
   *
   * @param file the file
   * @return the data set, by {@link IdxReader#standard} or {@link CsvReader#standard}
   * @throws DataFormatException if the file is of neither format, or as the readers do
   */
  public static Dataset open(Path file) {
    byte[] beginning = beginning(file);
    if (IdxHeader.matches(beginning)) {
      return openIdx(file);
    }
    for (byte b : beginning) {
      if (b == 0) {
        throw new DataFormatException(
            file + ": it is neither IDX, which begins with two zero bytes, nor text");
      }
    }
    return CsvReader.standard().read(file);
  }

  private static byte[] beginning(Path file) {
    try (DataStream in = DataStream.open(file, ReadLimits.standard())) {
      byte[] beginning = new byte[BEGINNING_BYTES];
      return Arrays.copyOf(beginning, in.read(beginning, 0, beginning.length));
    }
  }

  private static Dataset openIdx(Path file) {
    String name = String.valueOf(file.getFileName());
    Path labels = file.resolveSibling(name.replace("images-idx3", "labels-idx1"));
    boolean labelled = name.contains("images-idx3") && Files.isRegularFile(labels);
    return labelled && !labels.equals(file)
        ? IdxReader.standard().labels(labels).read(file)
        : IdxReader.standard().read(file);
  }
}
