package org.latent4j.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.latent4j.models.io.DataFormatException;

/** Reads one stream of CSV by the options of a {@link CsvReader}. */
final class CsvTable {

  private static final int MAX_COLUMNS = 1 << 20;
  private static final String DELIMITERS = "\t;,";

  private final DataStream in;
  private final CsvOptions options;
  private final CsvLines lines;
  private final CsvNumber number = new CsvNumber();
  private final CsvFields fields;
  private final long firstLine;
  private final List<String> header;
  private final int columns;
  private final int labelColumn;
  private int[] labels = new int[16];

  /** Looks at the first line to learn the delimiter, the header and the number of columns. */
  CsvTable(DataStream in, CsvOptions options) {
    this.in = in;
    this.options = options;
    this.lines = new CsvLines(in);
    if (!lines.next()) {
      throw new DataFormatException(in.source() + ": the file has no line with values");
    }
    firstLine = lines.number();
    fields = new CsvFields(lines, options.delimiter().orElseGet(this::detectDelimiter));
    boolean words = scanFirstLine();
    columns = fields.column();
    header = isHeader(words) ? texts() : List.of();
    labelColumn = options.labels().resolve(in.source(), columns, header);
    if (columns == (labelColumn < 0 ? 0 : 1)) {
      throw new DataFormatException(lines.place() + ": there is no column besides the labels");
    }
  }

  /** The delimiter that occurs most often outside quotes; a comma if none does. */
  private char detectDelimiter() {
    int[] counts = new int[DELIMITERS.length()];
    boolean quoted = false;
    for (int i = 0; i < lines.length(); i++) {
      byte b = lines.bytes()[i];
      quoted ^= b == '"';
      int which = quoted ? -1 : DELIMITERS.indexOf(b);
      if (which >= 0) {
        counts[which]++;
      }
    }
    int best = DELIMITERS.length() - 1;
    for (int i = 0; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return DELIMITERS.charAt(best);
  }

  /** Goes through the first line; answers whether it holds words and no number. */
  private boolean scanFirstLine() {
    boolean someWord = false;
    boolean someNumber = false;
    fields.begin();
    while (fields.next()) {
      if (fields.column() > MAX_COLUMNS) {
        throw new DataFormatException(lines.place() + ": more than " + MAX_COLUMNS + " columns");
      }
      boolean numeric = fields.scan(number) || CsvNumber.nonFinite(fields.text()) != 0;
      someNumber |= numeric;
      someWord |= !numeric && !fields.isEmpty();
    }
    return someWord && !someNumber;
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    fields.begin();
    while (fields.next()) {
      texts.add(fields.text());
    }
    return List.copyOf(texts);
  }

  private boolean isHeader(boolean words) {
    return switch (options.header()) {
      case PRESENT -> true;
      case ABSENT -> false;
      case DETECT -> words;
    };
  }

  /** Reads all rows. */
  Dataset read() {
    int width = labelColumn < 0 ? columns : columns - 1;
    FloatRows rows = new FloatRows(in.source(), width, options.limits().valueBytes());
    float[] row = new float[width];
    boolean more = header.isEmpty() || lines.next();
    while (more) {
      readRow(row, rows.rows());
      rows.append(row);
      more = lines.next();
    }
    if (rows.rows() == 0) {
      throw new DataFormatException(in.source() + ": there is no row after the header line");
    }
    Values values = rows.finish().compact();
    Dataset data = new Dataset(in.source(), values, in.provenance());
    return describe(data);
  }

  private Dataset describe(Dataset data) {
    Dataset described = data;
    if (labelColumn >= 0) {
      described = described.withLabels(Arrays.copyOf(labels, data.rows()));
    }
    if (!header.isEmpty()) {
      List<String> names = new ArrayList<>(header);
      if (labelColumn >= 0) {
        names.remove(labelColumn);
      }
      described = described.withColumnNames(names);
    }
    return described;
  }

  private void readRow(float[] row, int index) {
    fields.begin();
    int found = 0;
    int at = 0;
    while (fields.next()) {
      if (found == labelColumn) {
        putLabel(index, label());
      } else if (found < columns) {
        row[at++] = value();
      }
      found++;
    }
    if (found != columns) {
      throw new DataFormatException(
          lines.place()
              + ": the line has "
              + found
              + (found == 1 ? " column" : " columns")
              + ", but line "
              + firstLine
              + " has "
              + columns);
    }
  }

  private void putLabel(int index, int label) {
    if (index == labels.length) {
      labels = Arrays.copyOf(labels, (int) Math.min(Values.MAX_ARRAY, 2L * index));
    }
    labels[index] = label;
  }

  private float value() {
    if (fields.scan(number)) {
      float value = number.value();
      if (Float.isInfinite(value)) {
        throw new DataFormatException(fields.place() + " is too large for float32");
      }
      return value;
    }
    String word = fields.text();
    float value = CsvNumber.nonFinite(word);
    if (value == 0) {
      throw notANumber();
    }
    if (!options.nonFinite()) {
      throw new DataFormatException(fields.place() + ": " + Checks.FINITE_AS_READ);
    }
    return value;
  }

  private DataFormatException notANumber() {
    if (fields.isEmpty()) {
      return new DataFormatException(fields.place() + " is empty; every field needs a number");
    }
    String hint =
        lines.number() == firstLine && options.header() == CsvReader.Header.DETECT
            ? "; a first line is taken for a header only if none of its fields is a number"
            : "";
    return new DataFormatException(fields.place() + " is not a number" + hint);
  }

  private int label() {
    if (!fields.scan(number)) {
      throw notANumber();
    }
    double value = number.doubleValue();
    if (value != (int) value) {
      throw new DataFormatException(fields.place() + " is not a whole number, as a label must be");
    }
    return (int) value;
  }
}
