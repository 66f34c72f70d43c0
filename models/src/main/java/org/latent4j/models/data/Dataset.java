package org.latent4j.models.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.latent4j.models.io.DataFormatException;

/**
 * An immutable table of numbers, one observation a row, with labels, the shape of its pictures and
 * its provenance where they are known.
 *
 * <p>Values are float32, or unsigned bytes and a {@link ByteScale} where the source held bytes;
 * each operation answers a new data set and leaves this one as it is. {@link #size} is a long,
 * bounded by memory alone. Random operations take the 64 bits of a Threefry key and give the same
 * result for the same key on every machine.
 */
public final class Dataset {

  private final String name;
  private final Values values;
  private final int @Nullable [] labels;
  private final @Nullable ImageShape imageShape;
  private final List<String> columnNames;
  private final Provenance provenance;

  private Dataset(
      String name,
      Values values,
      int @Nullable [] labels,
      @Nullable ImageShape imageShape,
      List<String> columnNames,
      Provenance provenance) {
    this.name = name;
    this.values = values;
    this.labels = labels;
    this.imageShape = imageShape;
    this.columnNames = columnNames;
    this.provenance = provenance;
  }

  /** For the readers: values that nobody else holds, and where they come from. */
  Dataset(String name, Values values, Provenance.Source source) {
    this(name, values, null, null, List.of(), new Provenance(List.of(source), List.of()));
  }

  /**
   * {@return a data set of float32 values}
   *
   * @param name how messages and provenance call it
   * @param values row-major; copied
   * @param columns the length of a row
   * @throws DataFormatException if there is no value or the last row is incomplete
   */
  public static Dataset of(String name, float[] values, int columns) {
    FloatValues copy = FloatValues.copyOf(name, values, columns);
    return new Dataset(name, copy, ContentHash.source(name, copy));
  }

  /**
   * {@return a data set of float32 values, one array a row}
   *
   * @param name how messages and provenance call it
   * @param rows at least one, all of one length above 0; copied
   * @throws DataFormatException if there is no value or a row has another length
   */
  public static Dataset of(String name, float[][] rows) {
    FloatValues copy = FloatValues.copyOf(name, rows);
    return new Dataset(name, copy, ContentHash.source(name, copy));
  }

  /**
   * {@return a data set of bytes that stand for 0 to 255}
   *
   * @param name how messages and provenance call it
   * @param values unsigned bytes, row-major; copied
   * @param columns the length of a row
   * @throws DataFormatException if there is no value or the last row is incomplete
   */
  public static Dataset ofBytes(String name, byte[] values, int columns) {
    ByteValues copy = ByteValues.copyOf(name, values, columns);
    return new Dataset(name, copy, ContentHash.source(name, copy));
  }

  /**
   * {@return the same data under another name; the provenance keeps its sources}
   *
   * @param newName how messages call it
   */
  public Dataset withName(String newName) {
    return new Dataset(newName, values, labels, imageShape, columnNames, provenance);
  }

  /**
   * {@return the same data with labels}
   *
   * @param newLabels one for each row; copied
   * @throws DataFormatException if their number is not that of the rows
   */
  public Dataset withLabels(int... newLabels) {
    Checks.requireCount(name, "labels", newLabels.length, "rows", rows());
    return new Dataset(name, values, newLabels.clone(), imageShape, columnNames, provenance);
  }

  /** For the readers: labels that came from a file of their own. */
  Dataset withLabels(int[] newLabels, Provenance.Source source) {
    Dataset labelled = withLabels(newLabels);
    return new Dataset(
        name, values, labelled.labels, imageShape, columnNames, provenance.and(source));
  }

  /**
   * {@return the same data, each row a picture}
   *
   * @param height lines
   * @param width pixels of a line
   * @throws DataFormatException if height times width is not the number of columns
   */
  public Dataset withImageShape(int height, int width) {
    ImageShape shape = new ImageShape(height, width);
    Checks.requireCount(name, "pixels", shape.pixels(), "columns", columns());
    return new Dataset(name, values, labels, shape, columnNames, provenance);
  }

  /**
   * {@return the same data with names for its columns}
   *
   * @param names one for each column; copied
   * @throws DataFormatException if their number is not that of the columns
   */
  public Dataset withColumnNames(List<String> names) {
    Checks.requireCount(name, "names", names.size(), "columns", columns());
    return new Dataset(name, values, labels, imageShape, List.copyOf(names), provenance);
  }

  /** {@return how messages call the data set} */
  public String name() {
    return name;
  }

  /** {@return the number of observations, at least 1} */
  public int rows() {
    return values.rows();
  }

  /** {@return the length of an observation, at least 1} */
  public int columns() {
    return values.columns();
  }

  /** {@return the number of values: rows times columns} */
  public long size() {
    return (long) rows() * columns();
  }

  /** {@return a new array of one label a row, if there are labels} */
  public Optional<int[]> labels() {
    return Optional.ofNullable(labels).map(int[]::clone);
  }

  /** {@return how a row is a picture, if that is known} */
  public Optional<ImageShape> imageShape() {
    return Optional.ofNullable(imageShape);
  }

  /** {@return a name for each column, or an empty list} */
  public List<String> columnNames() {
    return columnNames;
  }

  /** {@return where the data come from and what was done to them since} */
  public Provenance provenance() {
    return provenance;
  }

  /**
   * {@return one value}
   *
   * @param row 0 to rows - 1
   * @param column 0 to columns - 1
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public float value(int row, int column) {
    Objects.checkIndex(row, rows());
    Objects.checkIndex(column, columns());
    return values.get(row, column);
  }

  /**
   * Copies whole rows.
   *
   * @param firstRow the first to copy
   * @param count how many
   * @return {@code count * columns} values, row-major
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalArgumentException if one Java array cannot hold them
   */
  public float[] floats(int firstRow, int count) {
    float[] copy = new float[Checks.arrayLength(this, firstRow, count)];
    for (int i = 0; i < count; i++) {
      values.copyRow(firstRow + i, copy, i * columns());
    }
    return copy;
  }

  /** {@return what the bytes stand for, or empty if the values are held as floats} */
  public Optional<ByteScale> byteScale() {
    return values instanceof ByteValues bytes ? Optional.of(bytes.scale()) : Optional.empty();
  }

  /**
   * Copies the bytes of whole rows as they are held; {@link #byteScale} says what they stand for.
   *
   * @param firstRow the first to copy
   * @param count how many
   * @return {@code count * columns} unsigned bytes, row-major
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalStateException if this data set does not hold bytes
   * @throws IllegalArgumentException if one Java array cannot hold them
   */
  public byte[] bytes(int firstRow, int count) {
    if (!(values instanceof ByteValues held)) {
      throw new IllegalStateException(name + ": the values are held as floats, not as bytes");
    }
    byte[] copy = new byte[Checks.arrayLength(this, firstRow, count)];
    for (int i = 0; i < count; i++) {
      held.copyRowBytes(firstRow + i, copy, i * columns());
    }
    return copy;
  }

  /**
   * {@return the data set of x / divisor; bytes stay bytes with another scale}
   *
   * @param divisor finite and above 0, as 255 or 16 for pixels
   * @throws IllegalArgumentException if the divisor is not finite and above 0
   */
  public Dataset scale(double divisor) {
    return derive(Transformations.scale(values, divisor), "scale(" + divisor + ")");
  }

  /**
   * Maps the smallest of all values to 0 and the largest to 1. Do it before a split, since each
   * part has its own extremes.
   *
   * @return the data set of (x - minimum) / (maximum - minimum); bytes stay bytes
   * @throws DataFormatException if a value is not finite or all values are equal
   */
  public Dataset scaleToUnit() {
    requireFinite("scaleToUnit");
    return derive(values.scaledToUnit(name), "scaleToUnit()");
  }

  /**
   * {@return the data set of 1 where x &gt; threshold, else 0, held as bytes}
   *
   * @param threshold not NaN
   * @throws IllegalArgumentException if the threshold is NaN
   * @throws DataFormatException if a value is NaN
   */
  public Dataset threshold(double threshold) {
    Checks.requireNoNaN(values, name, "threshold");
    return derive(Transformations.threshold(values, threshold), "threshold(" + threshold + ")");
  }

  /**
   * Draws every value: 1 with probability x, else 0.
   *
   * <p>Element i, counted row by row, is 1 where the uniform number i of the key is below x: the
   * draw that {@code bernoulli} makes of a float32 tensor of these rows and columns.
   *
   * @param key the 64 bits of a Threefry key
   * @return the data set of draws, held as bytes
   * @throws DataFormatException if a value is not in [0, 1]
   */
  public Dataset binarize(long key) {
    requireIn01("binarize");
    return derive(Transformations.binarize(values, key), "binarize(" + Provenance.hex(key) + ")");
  }

  /**
   * {@return the rows in random order by {@link Permutation#random}, labels with them}
   *
   * @param key the 64 bits of a Threefry key
   */
  public Dataset shuffle(long key) {
    int[] order = Permutation.random(rows(), key);
    return select(rows(), i -> order[i], "shuffle(" + Provenance.hex(key) + ")");
  }

  /**
   * {@return the data set cut in two}
   *
   * @param firstRows rows of the training part, 1 to rows - 1; the others are held out
   * @throws IllegalArgumentException if a part would be empty
   */
  public Split split(int firstRows) {
    if (firstRows < 1 || firstRows >= rows()) {
      throw new IllegalArgumentException(
          name + ": split(" + firstRows + ") of " + rows() + " rows leaves a part empty");
    }
    return new Split(slice(0, firstRows), slice(firstRows, rows()));
  }

  /**
   * {@return the data set shuffled, then cut in two}
   *
   * @param fraction the share of rows to train on, above 0 and below 1; rounded to whole rows, with
   *     at least one row in each part
   * @param key the 64 bits of a Threefry key, as for {@link #shuffle}
   * @throws IllegalArgumentException if the fraction is not between 0 and 1 or there is one row
   *     only
   */
  public Split split(double fraction, long key) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          name + ": split fraction " + fraction + " must be above 0 and below 1");
    }
    long rounded = Math.round(fraction * rows());
    return shuffle(key).split((int) Math.max(1, Math.min(rows() - 1, rounded)));
  }

  /**
   * {@return the rows of these numbers, in the order given}
   *
   * @param chosen at least one row number; one may occur more than once
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws IllegalArgumentException if no row is chosen
   */
  public Dataset take(int... chosen) {
    if (chosen.length == 0) {
      throw new IllegalArgumentException(name + ": take needs at least one row number");
    }
    for (int row : chosen) {
      Objects.checkIndex(row, rows());
    }
    return select(chosen.length, i -> chosen[i], "take(" + ContentHash.describe(chosen) + ")");
  }

  /**
   * {@return the rows from .. to - 1}
   *
   * @param from the first row
   * @param to the row after the last
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalArgumentException if from equals to
   */
  public Dataset slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    if (from == to) {
      throw new IllegalArgumentException(name + ": slice(" + from + ", " + to + ") has no rows");
    }
    return select(to - from, i -> from + i, "slice(" + from + ", " + to + ")");
  }

  /**
   * Checks that every value is a probability.
   *
   * @param operation what needs it, for the message
   * @return this
   * @throws DataFormatException naming the first row, column and value outside [0, 1], or NaN
   */
  public Dataset requireIn01(String operation) {
    Checks.requireIn01(values, name, operation);
    return this;
  }

  /**
   * Checks that every value is a finite number.
   *
   * @param operation what needs it, for the message
   * @return this
   * @throws DataFormatException naming the first row, column and value that is NaN or infinite
   */
  public Dataset requireFinite(String operation) {
    Checks.requireFinite(values, name, operation);
    return this;
  }

  private Dataset derive(Values derived, String step) {
    return new Dataset(name, derived, labels, imageShape, columnNames, provenance.then(step));
  }

  private Dataset select(int count, IntUnaryOperator row, String step) {
    int[] chosen = labels;
    if (labels != null) {
      chosen = IntStream.range(0, count).map(i -> labels[row.applyAsInt(i)]).toArray();
    }
    Values selected = values.select(count, row);
    return new Dataset(name, selected, chosen, imageShape, columnNames, provenance.then(step));
  }

  /** {@return name and size, as in {@code digits [1797, 64]}} */
  @Override
  public String toString() {
    return name + " [" + rows() + ", " + columns() + "]";
  }
}
