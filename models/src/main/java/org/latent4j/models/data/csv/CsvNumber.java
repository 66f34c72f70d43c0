package org.latent4j.models.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one decimal number: an optional sign, digits with an optional point, an optional exponent.
 * Java's own parser also takes {@code 1f} and {@code 0x1p3}, which no CSV file means.
 */
final class CsvNumber {

  /** Both factors up to these are exact in float64, so that one operation rounds once. */
  private static final int MAX_EXACT_EXPONENT = 22;

  private static final long MAX_EXACT_MANTISSA = 1L << 53;

  private static final double[] POWER_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Both factors up to these are exact in float32, too, whose operations are faster. */
  private static final int MAX_EXPONENT_IN_FLOAT = 10;

  private static final long MAX_EXACT_IN_FLOAT = 1 << 24;

  private static final float[] FLOAT_POWER_OF_TEN = {
    1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  /**
   * The bits of a float64 that float32 has not, and what they are half-way between two of those.
   */
  private static final long BEYOND_FLOAT = (1L << 29) - 1;

  private static final long HALF_WAY = 1L << 28;

  private byte[] text = {};
  private int end;
  private int at;
  private int start;
  private boolean negative;
  private long mantissa;
  private boolean mantissaExact;
  private int exponent;

  /** Reads {@code bytes[from .. to - 1]}; answers whether all of it is one number. */
  boolean scan(byte[] bytes, int from, int to) {
    text = bytes;
    start = from;
    at = from;
    end = to;
    mantissa = 0;
    mantissaExact = true;
    exponent = 0;
    negative = sign();
    int digits = digits();
    if (at < end && text[at] == '.') {
      at++;
      int decimals = digits();
      digits += decimals;
      exponent = -decimals;
    }
    return digits > 0 && exponentPart() && at == end;
  }

  private boolean sign() {
    boolean minus = at < end && text[at] == '-';
    if (minus || (at < end && text[at] == '+')) {
      at++;
    }
    return minus;
  }

  /** Takes digits into the mantissa and counts them. */
  private int digits() {
    byte[] bytes = text;
    int from = at;
    int next = from;
    long number = mantissa;
    while (next < end && bytes[next] >= '0' && bytes[next] <= '9') {
      number = 10 * number + (bytes[next] - '0');
      if (number > MAX_EXACT_MANTISSA) {
        mantissaExact = false;
        number = 0;
      }
      next++;
    }
    mantissa = number;
    at = next;
    return next - from;
  }

  private boolean exponentPart() {
    if (at == end || (text[at] != 'e' && text[at] != 'E')) {
      return true;
    }
    at++;
    boolean minus = sign();
    int from = at;
    int written = 0;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      // More than this is far outside float64 whatever the mantissa's length, and Java's parser
      // decides then.
      written = Math.min(100_000, 10 * written + (text[at] - '0'));
      at++;
    }
    exponent += minus ? -written : written;
    return at > from;
  }

  /** The number just read, rounded to the nearest float32; infinite if it is too large. */
  float value() {
    if (!isExact()) {
      return Float.parseFloat(string());
    }
    if (mantissa <= MAX_EXACT_IN_FLOAT && Math.abs(exponent) <= MAX_EXPONENT_IN_FLOAT) {
      float magnitude =
          exponent < 0
              ? mantissa / FLOAT_POWER_OF_TEN[-exponent]
              : mantissa * FLOAT_POWER_OF_TEN[exponent];
      return negative ? -magnitude : magnitude;
    }
    double value = exactOperation();
    // Rounding twice is rounding once, unless the first ends half-way between two floats, or below
    // the least normal one, where floats are further apart.
    boolean once =
        (Double.doubleToRawLongBits(value) & BEYOND_FLOAT) != HALF_WAY
            && (Math.abs(value) >= Float.MIN_NORMAL || value == 0);
    return once ? (float) value : Float.parseFloat(string());
  }

  /** The number just read, rounded to the nearest float64; infinite if it is too large. */
  double doubleValue() {
    return isExact() ? exactOperation() : Double.parseDouble(string());
  }

  private boolean isExact() {
    return mantissaExact && Math.abs(exponent) <= MAX_EXACT_EXPONENT;
  }

  private double exactOperation() {
    double magnitude =
        exponent < 0 ? mantissa / POWER_OF_TEN[-exponent] : mantissa * POWER_OF_TEN[exponent];
    return negative ? -magnitude : magnitude;
  }

  private String string() {
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** What a word such as {@code nan} or {@code -Infinity} means, or 0 if it is none of these. */
  static float nonFinite(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Float.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
      default -> 0;
    };
  }
}
