package org.latent4j.models.data.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.RowCollector;
import org.latent4j.models.data.Values;
import org.latent4j.models.data.csv.CsvRoles.Role;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.io.DataFormatException;

/** Reads one stream of CSV by the options of a {@link CsvReader}. */
final class CsvTable {

  private static final int MAX_COLUMNS = 1 << 20;
  private static final String DELIMITERS = "\t;,";

  private final DataStream in;
  private final CsvOptions options;
  private final CsvLines lines;
  private final CsvFields fields;
  private final CsvCells cells;
  private final long firstLine;
  private final List<String> header;
  private final int columns;
  private final Role[] roles;
  private final Part values;
  private final Part targets;
  private final Part weights;
  private final Supplier<String> hint = this::hint;
  private int[] labels = new int[16];

  /** Columns of one role; their rows are collected as they are read. */
  private static final class Part {
    private final double[] row;
    private final RowCollector rows;
    private int at;

    Part(String source, int columns, long limit) {
      row = new double[columns];
      rows = new RowCollector(source, Math.max(1, columns), limit);
    }

    boolean isEmpty() {
      return row.length == 0;
    }

    void put(double value) {
      row[at++] = value;
    }

    void endRow() {
      if (!isEmpty()) {
        rows.append(row);
        at = 0;
      }
    }
  }

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
    cells = new CsvCells(fields, options.fields());
    boolean words = scanFirstLine();
    columns = fields.column();
    header = isHeader(words) ? texts() : List.of();
    roles = options.roles().resolve(in.source(), columns, header);
    values = part(Role.VALUE);
    targets = part(Role.TARGET);
    weights = part(Role.WEIGHT);
    if (values.isEmpty()) {
      throw new DataFormatException(
          lines.place()
              + (targets.isEmpty() && weights.isEmpty()
                  ? ": there is no column besides the labels"
                  : ": there is no column besides labels, weights and targets"));
    }
  }

  private Part part(Role role) {
    int count = (int) Arrays.stream(roles).filter(each -> each == role).count();
    return new Part(in.source(), count, options.limits().valueBytes());
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
      boolean numeric = cells.isNumeric();
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
    boolean more = header.isEmpty() || lines.next();
    while (more) {
      readRow(values.rows.rows());
      more = lines.next();
    }
    int rows = values.rows.rows();
    if (rows == 0) {
      throw new DataFormatException(in.source() + ": there is no row after the header line");
    }
    Dataset data = dataset(in.source(), values, Role.VALUE);
    if (Arrays.asList(roles).contains(Role.LABEL)) {
      data = data.withLabels(Arrays.copyOf(labels, rows));
    }
    if (!weights.isEmpty()) {
      data = data.withWeights(dataset(in.source(), weights, Role.WEIGHT).doubles(0, rows));
    }
    return targets.isEmpty()
        ? data
        : data.withTargets(dataset(in.source() + " targets", targets, Role.TARGET));
  }

  private Dataset dataset(String name, Part part, Role role) {
    Values read = part.rows.finish(options.fields().missing());
    Dataset data = Dataset.of(name, read, in.provenance());
    if (header.isEmpty()) {
      return data;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      if (roles[i] == role) {
        names.add(header.get(i));
      }
    }
    return data.withColumnNames(names);
  }

  private void readRow(int index) {
    fields.begin();
    int found = 0;
    double[] row = values.row;
    int at = 0;
    while (fields.next()) {
      if (found < columns) {
        if (roles[found] == Role.VALUE) {
          row[at++] = cells.value(hint);
        } else {
          readOther(roles[found], index);
        }
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
    values.endRow();
    targets.endRow();
    weights.endRow();
  }

  private void readOther(Role role, int index) {
    switch (role) {
      case TARGET -> targets.put(cells.value(hint));
      case WEIGHT -> weights.put(cells.weight(hint));
      case LABEL -> putLabel(index, cells.label(hint));
      default -> throw new IllegalArgumentException(role + " has a place of its own");
    }
  }

  private void putLabel(int index, int label) {
    if (index == labels.length) {
      labels = Arrays.copyOf(labels, (int) Math.min(Values.MAX_ARRAY, 2L * index));
    }
    labels[index] = label;
  }

  /** What may be wrong where a word stands for a number. */
  private String hint() {
    return lines.number() == firstLine && options.header() == CsvReader.Header.DETECT
        ? "; a first line is taken for a header only if none of its fields is a number"
        : "";
  }
}
