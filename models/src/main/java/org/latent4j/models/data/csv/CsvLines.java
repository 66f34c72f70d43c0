package org.latent4j.models.data.csv;

import java.util.Arrays;
import java.util.Locale;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.io.DataFormatException;

/**
 * The lines of a text file, one at a time and bounded in length. Lines that are blank or begin with
 * {@code #} are passed over but counted; a line ends with LF, CR LF or CR.
 */
final class CsvLines {

  private static final int MAX_LINE_BYTES = 1 << 24;
  private static final int BUFFER_BYTES = 1 << 16;

  private final DataStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int available;
  private byte[] line = new byte[256];
  private int length;
  private long number;
  private boolean afterCarriageReturn;

  CsvLines(DataStream in) {
    this.in = in;
    skipByteOrderMark();
  }

  private void skipByteOrderMark() {
    fill();
    int first = available > 0 ? Byte.toUnsignedInt(buffer[0]) : -1;
    int second = available > 1 ? Byte.toUnsignedInt(buffer[1]) : -1;
    if ((first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe)) {
      throw new DataFormatException(in.source() + ": the text is UTF-16; save it as UTF-8");
    }
    if (first == 0xef && second == 0xbb && available > 2 && buffer[2] == (byte) 0xbf) {
      at = 3;
    }
  }

  /** The bytes of the current line are {@code bytes()[0 .. length() - 1]}. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  /** The number of the current line, counted from 1. */
  long number() {
    return number;
  }

  /** The file and the current line, as messages begin. */
  String place() {
    return in.source() + ", line " + number;
  }

  /** Goes to the next line that has content, or answers false at the end. */
  boolean next() {
    while (nextOfAny()) {
      int first = 0;
      while (first < length && isBlank(line[first])) {
        first++;
      }
      if (first < length && line[first] != '#') {
        return true;
      }
    }
    return false;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private boolean nextOfAny() {
    length = 0;
    number++;
    boolean something = false;
    while (at < available || fill()) {
      if (afterCarriageReturn && buffer[at] == '\n') {
        at++;
      } else {
        something = true;
        int end = endOfLine();
        append(end - at);
        at = end;
      }
      afterCarriageReturn = false;
      if (something && at < available) {
        afterCarriageReturn = buffer[at++] == '\r';
        return true;
      }
    }
    return something;
  }

  /** Where the line ends in the buffer, or where the buffer ends. */
  private int endOfLine() {
    byte[] bytes = buffer;
    int end = at;
    while (end < available && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    return end;
  }

  private boolean fill() {
    at = 0;
    available = in.read(buffer, 0, buffer.length);
    return available > 0;
  }

  private void append(int count) {
    if (count > line.length - length) {
      if (length + count > MAX_LINE_BYTES) {
        throw new DataFormatException(
            String.format(
                Locale.ROOT,
                "%s: longer than %d bytes; is this a CSV file?",
                place(),
                MAX_LINE_BYTES));
      }
      line = Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, 2 * (length + count)));
    }
    System.arraycopy(buffer, at, line, length, count);
    length += count;
  }
}
