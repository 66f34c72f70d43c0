package org.latent4j.models.data.csv;

import java.nio.charset.StandardCharsets;
import org.latent4j.models.io.DataFormatException;

/**
 * Goes through the fields of one line. Blanks around a field do not count; a field may stand in
 * double quotes, with a quote inside written twice (RFC 4180), but not reach over a line's end.
 */
final class CsvFields {

  private static final int SHOWN_CHARACTERS = 40;

  private final CsvLines lines;
  private final byte delimiter;
  private byte[] line;
  private int length;
  private int next;
  private int column;
  private int start;
  private int end;
  private boolean quoted;

  CsvFields(CsvLines lines, char delimiter) {
    this.lines = lines;
    this.delimiter = (byte) delimiter;
    this.line = lines.bytes();
  }

  /** Begins with the current line. */
  void begin() {
    line = lines.bytes();
    length = lines.length();
    next = 0;
    column = 0;
  }

  /** Goes to the next field, or answers false after the last. */
  boolean next() {
    if (next > length) {
      return false;
    }
    column++;
    int from = skipBlanks(next);
    quoted = from < length && line[from] == '"';
    if (quoted) {
      takeQuoted(from + 1);
    } else {
      takePlain(from);
    }
    return true;
  }

  private void takePlain(int from) {
    int stop = from;
    while (stop < length && line[stop] != delimiter) {
      stop++;
    }
    next = stop + 1;
    start = from;
    end = trimmed(from, stop);
  }

  private void takeQuoted(int from) {
    int stop = from;
    while (stop < length && (line[stop] != '"' || isQuote(stop + 1))) {
      stop += line[stop] == '"' ? 2 : 1;
    }
    int after = stop < length ? skipBlanks(stop + 1) : length;
    if (stop >= length || (after < length && line[after] != delimiter)) {
      throw new DataFormatException(
          lines.place() + ", column " + column + ": a quoted field does not end where it should");
    }
    next = after + 1;
    start = skipBlanks(from);
    end = trimmed(start, stop);
  }

  private boolean isQuote(int position) {
    return position < length && line[position] == '"';
  }

  private int skipBlanks(int from) {
    int position = from;
    while (position < length && line[position] != delimiter && CsvLines.isBlank(line[position])) {
      position++;
    }
    return position;
  }

  private int trimmed(int from, int stop) {
    int last = stop;
    while (last > from && CsvLines.isBlank(line[last - 1])) {
      last--;
    }
    return last;
  }

  /** The number of the current field, counted from 1. */
  int column() {
    return column;
  }

  boolean isEmpty() {
    return start == end;
  }

  /** Reads the current field as a number. */
  boolean scan(CsvNumber number) {
    return number.scan(line, start, end);
  }

  /** The current field as text. */
  String text() {
    String text = new String(line, start, end - start, StandardCharsets.UTF_8);
    return quoted ? text.replace("\"\"", "\"") : text;
  }

  /** File, line, column and the text found there, as messages begin. */
  String place() {
    String text = text();
    if (text.length() > SHOWN_CHARACTERS) {
      text = text.substring(0, SHOWN_CHARACTERS) + "...";
    }
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return lines.place() + ", column " + column + ": '" + printable + "'";
  }
}
