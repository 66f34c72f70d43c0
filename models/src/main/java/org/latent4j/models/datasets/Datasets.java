package org.latent4j.models.datasets;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.csv.CsvReader;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.data.file.ReadLimits;
import org.latent4j.models.data.idx.IdxReader;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

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
    return find(nameOrPath, DataType.FLOAT64);
  }

  /**
   * A data set by what a user wrote, of a given precision.
   *
   * @param nameOrPath as for {@link #find(String)}
   * @param precision as for {@link #open(Path, DataType)}
   * @return the data set
   * @throws DataFormatException as for {@link #find(String)}
   */
  public static Dataset find(String nameOrPath, DataType precision) {
    return switch (nameOrPath) {
      case "digits" -> Digits.load();
      case "mnist" -> Mnist.train();
      case "mnist-test" -> Mnist.test();
      default -> open(path(nameOrPath), precision);
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
    return open(file, DataType.FLOAT64);
  }

  /**
   * Reads a file of either format and rounds its values to a type.
   *
   * @param file the file
   * @param precision FLOAT64, which loses nothing, or FLOAT32, which takes half of the memory where
   *     the values need rounding
   * @return the data set, as {@link #open(Path)} reads it
   * @throws DataFormatException as for {@link #open(Path)}
   */
  public static Dataset open(Path file, DataType precision) {
    byte[] beginning = beginning(file);
    if (IdxReader.matches(beginning)) {
      return openIdx(file, precision);
    }
    for (byte b : beginning) {
      if (b == 0) {
        throw new DataFormatException(
            file + ": it is neither IDX, which begins with two zero bytes, nor text");
      }
    }
    return CsvReader.standard().precision(precision).read(file);
  }

  private static byte[] beginning(Path file) {
    try (DataStream in = DataStream.open(file, ReadLimits.standard())) {
      byte[] beginning = new byte[BEGINNING_BYTES];
      return Arrays.copyOf(beginning, in.read(beginning, 0, beginning.length));
    }
  }

  private static Dataset openIdx(Path file, DataType precision) {
    String name = String.valueOf(file.getFileName());
    Path labels = file.resolveSibling(name.replace("images-idx3", "labels-idx1"));
    boolean labelled = name.contains("images-idx3") && Files.isRegularFile(labels);
    IdxReader reader = IdxReader.standard().precision(precision);
    return labelled && !labels.equals(file) ? reader.labels(labels).read(file) : reader.read(file);
  }
}
