package org.latent4j.models.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/**
 * An immutable table of numbers, one observation a row, with what is known of each row (a label, a
 * weight, targets to be predicted), which values are missing, the shape of its pictures, names and
 * provenance.
 *
 * <p>Values are held as unsigned bytes, float32 or float64, the smallest type that loses nothing of
 * the source, with a {@link Scale}; they are read as {@link #floats} or {@link #doubles}, whatever
 * they are held as. Each operation answers a new data set and leaves this one as it is; whatever
 * picks or moves rows does so with all that belongs to them. {@link #size} is a long, bounded by
 * memory alone. Random operations take the 64 bits of a Threefry key and give the same result for
 * the same key on every machine.
 */
public final class Dataset {

  private final String name;
  private final Values values;
  private final RowAttributes attributes;
  private final @Nullable ImageShape imageShape;
  private final List<String> columnNames;
  private final Provenance provenance;

  private Dataset(
      String name,
      Values values,
      RowAttributes attributes,
      @Nullable ImageShape imageShape,
      List<String> columnNames,
      Provenance provenance) {
    this.name = name;
    this.values = values;
    this.attributes = attributes;
    this.imageShape = imageShape;
    this.columnNames = columnNames;
    this.provenance = provenance;
  }

  /**
   * {@return a data set of values that a reader made}
   *
   * @param name how messages and provenance call it
   * @param values the values
   * @param source where they come from
   */
  public static Dataset of(String name, Values values, Provenance.Source source) {
    Provenance provenance = new Provenance(List.of(source), List.of());
    return new Dataset(name, values, RowAttributes.NONE, null, List.of(), provenance);
  }

  /**
   * {@return rows of a file that is read in chunks; where the file comes from is told by its {@link
   * Source}}
   *
   * @param file the file's name
   * @param values the values of the rows
   * @param firstRow the number of the first row in the file
   */
  public static Dataset ofChunk(String file, Values values, long firstRow) {
    String rows = "rows " + firstRow + " to " + (firstRow + values.rows() - 1);
    Provenance provenance = new Provenance(List.of(), List.of(rows + " of " + file));
    return new Dataset(file + ", " + rows, values, RowAttributes.NONE, null, List.of(), provenance);
  }

  private static Dataset of(String name, Values values) {
    return of(name, values, ContentHash.source(name, values));
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
    int rows = Checks.requireWholeRows(name, values.length, columns);
    return of(name, Values.copyOf(values, rows, columns, DataType.FLOAT32));
  }

  /**
   * {@return a data set of float64 values}
   *
   * @param name how messages and provenance call it
   * @param values row-major; copied
   * @param columns the length of a row
   * @throws DataFormatException if there is no value or the last row is incomplete
   */
  public static Dataset of(String name, double[] values, int columns) {
    int rows = Checks.requireWholeRows(name, values.length, columns);
    return of(name, Values.copyOf(values, rows, columns, DataType.FLOAT64));
  }

  /**
   * {@return a data set of float32 values, one array a row}
   *
   * @param name how messages and provenance call it
   * @param rows at least one, all of one length above 0; copied
   * @throws DataFormatException if there is no value or a row has another length
   */
  public static Dataset of(String name, float[][] rows) {
    int columns = Checks.requireEqualRows(name, rows);
    return of(name, Values.copyOf(rows, columns, DataType.FLOAT32));
  }

  /**
   * {@return a data set of float64 values, one array a row}
   *
   * @param name how messages and provenance call it
   * @param rows at least one, all of one length above 0; copied
   * @throws DataFormatException if there is no value or a row has another length
   */
  public static Dataset of(String name, double[][] rows) {
    int columns = Checks.requireEqualRows(name, rows);
    return of(name, Values.copyOf(rows, columns, DataType.FLOAT64));
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
    int rows = Checks.requireWholeRows(name, values.length, columns);
    return of(name, Values.copyOf(values, rows, columns, DataType.UINT8));
  }

  /**
   * {@return the same data under another name; the provenance keeps its sources}
   *
   * @param newName how messages call it
   */
  public Dataset withName(String newName) {
    return new Dataset(newName, values, attributes, imageShape, columnNames, provenance);
  }

  /**
   * {@return the same data with labels}
   *
   * @param labels one for each row; copied
   * @throws DataFormatException if their number is not that of the rows
   */
  public Dataset withLabels(int... labels) {
    Checks.requireCount(name, "labels", labels.length, "rows", rows());
    return with(attributes.withLabels(labels.clone()));
  }

  /**
   * {@return the same data with weights: a row of weight 2 counts as two rows, one of 0 not at all}
   *
   * @param weights one for each row, finite and at least 0, not all 0; copied
   * @throws DataFormatException if their number is not that of the rows or a weight is not allowed
   */
  public Dataset withWeights(double... weights) {
    Checks.requireCount(name, "weights", weights.length, "rows", rows());
    Checks.requireWeights(name, weights);
    return with(attributes.withWeights(weights.clone()));
  }

  /**
   * {@return the same data with numbers to be predicted for each row; the provenance tells theirs}
   *
   * @param targets as many rows as this; its columns are what is to be predicted
   * @throws DataFormatException if the number of rows differs
   */
  public Dataset withTargets(Dataset targets) {
    Checks.requireCount(name, "rows of targets", targets.rows(), "rows", rows());
    return with(attributes.withTargets(targets));
  }

  /**
   * {@return the same data with one number to be predicted for each row}
   *
   * @param targets one for each row; copied
   * @throws DataFormatException if their number is not that of the rows
   */
  public Dataset withTargets(double... targets) {
    Checks.requireCount(name, "targets", targets.length, "rows", rows());
    return withTargets(of(name + " targets", targets, 1));
  }

  private Dataset with(RowAttributes others) {
    return new Dataset(name, values, others, imageShape, columnNames, provenance);
  }

  /**
   * {@return the same data, also from another source, such as the file of the labels}
   *
   * @param source what was read
   */
  public Dataset withSource(Provenance.Source source) {
    return new Dataset(name, values, attributes, imageShape, columnNames, provenance.and(source));
  }

  /**
   * {@return the same data, those values that are NaN being missing}
   *
   * <p>A missing value reads as NaN and has 0 in {@link #present}; rules on values do not concern
   * it.
   */
  public Dataset missingWhereNaN() {
    return derive(values.missingWhereNaN(), "missingWhereNaN()");
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
    return new Dataset(name, values, attributes, shape, columnNames, provenance);
  }

  /**
   * {@return the same data with names for its columns}
   *
   * @param names one for each column; copied
   * @throws DataFormatException if their number is not that of the columns
   */
  public Dataset withColumnNames(List<String> names) {
    Checks.requireCount(name, "names", names.size(), "columns", columns());
    return new Dataset(name, values, attributes, imageShape, List.copyOf(names), provenance);
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
    return Optional.ofNullable(attributes.labels()).map(int[]::clone);
  }

  /** {@return a new array of one weight a row, if there are weights} */
  public Optional<double[]> weights() {
    return Optional.ofNullable(attributes.weights()).map(double[]::clone);
  }

  /** {@return what is to be predicted, a row for each row, if there are targets} */
  public Optional<Dataset> targets() {
    return Optional.ofNullable(attributes.targets());
  }

  /** {@return whether a value is missing} */
  public boolean hasMissing() {
    return values.hasMissing();
  }

  /** {@return how values are held: UINT8, FLOAT32 or FLOAT64} */
  public DataType type() {
    return values.type();
  }

  /** {@return what the held numbers stand for} */
  public Scale scale() {
    return values.scale();
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
   * {@return SHA-256, in hexadecimal, of everything that a model can see of the data: type, scale,
   * values and which are missing, labels, weights, targets; computed at each call}
   */
  public String contentHash() {
    return ContentHash.of(this, values, attributes);
  }

  /**
   * {@return one value, NaN if it is missing}
   *
   * @param row 0 to rows - 1
   * @param column 0 to columns - 1
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public double value(int row, int column) {
    Objects.checkIndex(row, rows());
    Objects.checkIndex(column, columns());
    return values.get(row, column);
  }

  /**
   * Copies whole rows, rounded to float32.
   *
   * @param firstRow the first to copy
   * @param count how many
   * @return {@code count * columns} values, row-major; NaN where one is missing
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

  /**
   * Copies whole rows as float64.
   *
   * @param firstRow the first to copy
   * @param count how many
   * @return {@code count * columns} values, row-major; NaN where one is missing
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalArgumentException if one Java array cannot hold them
   */
  public double[] doubles(int firstRow, int count) {
    double[] copy = new double[Checks.arrayLength(this, firstRow, count)];
    for (int i = 0; i < count; i++) {
      values.copyRow(firstRow + i, copy, i * columns());
    }
    return copy;
  }

  /**
   * Copies the bytes of whole rows as they are held; {@link #scale} says what they stand for.
   *
   * @param firstRow the first to copy
   * @param count how many
   * @return {@code count * columns} unsigned bytes, row-major; 0 where a value is missing
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalStateException if this data set does not hold bytes
   * @throws IllegalArgumentException if one Java array cannot hold them
   */
  public byte[] bytes(int firstRow, int count) {
    if (type() != DataType.UINT8) {
      throw new IllegalStateException(name + ": the values are held as " + type() + ", not bytes");
    }
    byte[] copy = new byte[Checks.arrayLength(this, firstRow, count)];
    for (int i = 0; i < count; i++) {
      values.copyStored(firstRow + i, copy, i * columns());
    }
    return copy;
  }

  /**
   * Says which values of whole rows are known.
   *
   * @param firstRow the first row
   * @param count how many
   * @return {@code count * columns} bytes, row-major: 1 where a value is known, 0 where it is
   *     missing
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalArgumentException if one Java array cannot hold them
   */
  public byte[] present(int firstRow, int count) {
    byte[] copy = new byte[Checks.arrayLength(this, firstRow, count)];
    for (int i = 0; i < count; i++) {
      values.copyPresent(firstRow + i, copy, i * columns());
    }
    return copy;
  }

  /**
   * {@return the smallest and the largest value}
   *
   * @throws DataFormatException if a value is not finite or none is known
   */
  public Range range() {
    requireFinite("range");
    return values.range(name);
  }

  /**
   * {@return the data set of x / divisor; what is held stays and has another scale}
   *
   * @param divisor finite and above 0, as 255 or 16 for pixels
   * @throws IllegalArgumentException if the divisor is not finite and above 0
   */
  public Dataset scale(double divisor) {
    return derive(Transformations.scale(values, divisor), "scale(" + divisor + ")");
  }

  /**
   * Maps the smallest of all values to 0 and the largest to 1. Other data are mapped likewise by
   * {@link #scaleToUnit(Range)} with the {@link #range} of these.
   *
   * @return the data set of (x - minimum) / (maximum - minimum)
   * @throws DataFormatException if a value is not finite or all values are equal
   */
  public Dataset scaleToUnit() {
    requireFinite("scaleToUnit");
    return derive(values.scaledToUnit(name), "scaleToUnit()");
  }

  /**
   * Maps the extremes of other data, such as those that a model is trained on, to 0 and 1.
   *
   * @param extremes what becomes 0 and what becomes 1; different
   * @return the data set of (x - minimum) / (maximum - minimum), beyond 0 and 1 where x is beyond
   *     the extremes
   * @throws DataFormatException if the extremes are equal
   */
  public Dataset scaleToUnit(Range extremes) {
    double minimum = extremes.minimum();
    double maximum = extremes.maximum();
    Checks.requireDifferent(name, minimum, maximum);
    Values scaled = values.scaled(minimum, maximum - minimum);
    return derive(scaled, "scaleToUnit(" + minimum + ", " + maximum + ")");
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
   * {@return the rows in random order by {@link Permutation#random}}
   *
   * @param key the 64 bits of a Threefry key
   */
  public Dataset shuffle(long key) {
    int[] order = Permutation.random(rows(), key);
    return select(rows(), i -> order[i], "shuffle(" + Provenance.hex(key) + ")");
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

  /**
   * Checks that no value is missing.
   *
   * @param operation what needs it, for the message
   * @return this
   * @throws DataFormatException naming the first row and column that has none
   */
  public Dataset requireComplete(String operation) {
    Checks.requireComplete(values, name, operation);
    return this;
  }

  /**
   * Checks a rule of the values that are known.
   *
   * @param rule holds for values that are allowed
   * @param requirement the rule in words, as in {@code training needs counts of at least 0}
   * @return this
   * @throws DataFormatException naming the first row, column and value for which it does not hold
   */
  public Dataset require(DoublePredicate rule, String requirement) {
    Checks.require(values, name, rule, requirement);
    return this;
  }

  private Dataset derive(Values derived, String step) {
    return new Dataset(name, derived, attributes, imageShape, columnNames, provenance.then(step));
  }

  Dataset select(int count, IntUnaryOperator row, String step) {
    return new Dataset(
        name,
        values.select(count, row),
        attributes.select(count, row, step),
        imageShape,
        columnNames,
        provenance.then(step));
  }

  /** {@return name and size, as in {@code digits [1797, 64]}} */
  @Override
  public String toString() {
    return name + " [" + rows() + ", " + columns() + "]";
  }
}
