package org.latent4j.models.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one decimal number: an optional sign, digits with an optional point, an optional exponent.
 * Java's own parser also takes {@code 1f} and {@code 0x1p3}, which no CSV file means.
 */
final class CsvNumber {

  /** Both factors up to these are exact in float32, so that one operation rounds once. */
  private static final int MAX_EXACT_EXPONENT = 10;

  private static final int MAX_EXACT_MANTISSA = 1 << 24;

  private static final float[] POWER_OF_TEN = {
    1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

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
    int from = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      mantissa = 10 * mantissa + (text[at] - '0');
      if (mantissa > MAX_EXACT_MANTISSA) {
        mantissaExact = false;
        mantissa = 0;
      }
      at++;
    }
    return at - from;
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
      // More than this is far outside float32 whatever the mantissa's length, and Java's parser
      // decides then.
      written = Math.min(100_000, 10 * written + (text[at] - '0'));
      at++;
    }
    exponent += minus ? -written : written;
    return at > from;
  }

  /** The number just read, rounded to the nearest float32; infinite if it is too large. */
  float value() {
    if (!mantissaExact || Math.abs(exponent) > MAX_EXACT_EXPONENT) {
      return Float.parseFloat(string());
    }
    float magnitude =
        exponent < 0 ? mantissa / POWER_OF_TEN[-exponent] : mantissa * POWER_OF_TEN[exponent];
    return negative ? -magnitude : magnitude;
  }

  /** The number just read, rounded to the nearest float64. */
  double doubleValue() {
    return Double.parseDouble(string());
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
