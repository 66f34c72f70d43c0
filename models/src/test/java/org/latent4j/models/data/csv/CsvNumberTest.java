package org.latent4j.models.data.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvNumberTest {

  private final CsvNumber number = new CsvNumber();

  private boolean scan(String text) {
    byte[] bytes = ("<" + text + "9").getBytes(StandardCharsets.UTF_8);
    return number.scan(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+0",
        "7",
        "007",
        "255",
        "16777216",
        "16777217",
        "16777219",
        "-1.5",
        ".5",
        "5.",
        "0.1",
        "3.4028235e38",
        "1e-45",
        "7e-46",
        "1e10",
        "1e11",
        "1.17549435E-38",
        "1E5",
        "1e+5",
        "123456789012345678901234567890",
        "0.000000000000000000000000000001",
        "1e-400",
        "0e999999999",
        "4.35",
        "0.0000001",
        "1e22",
        "9007199254740993",
        "1e-99999999999"
      })
  void numbersAreReadAsJavaReadsThem(String text) {
    assertTrue(scan(text), text);
    int expected = Float.floatToRawIntBits(Float.parseFloat(text));
    assertEquals(expected, Float.floatToRawIntBits(number.value()), text);
    assertEquals(Double.parseDouble(text), number.doubleValue(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e5.0", "1.2.3", "--1", "+-1", "1-", "1 2",
        "1f", "1d", "0x10", "0x1p3", "1_000", "1,5", "nan", "inf", "\u0661", "\u00bd", "one"
      })
  void otherTextIsNoNumber(String text) {
    assertFalse(scan(text), text);
  }

  @Test
  void shortDecimalsAreRoundedCorrectly() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      int digits = random.nextInt(1, 9);
      int mantissa = random.nextInt((int) Math.pow(10, digits));
      int point = random.nextInt(-12, 13);
      String text = String.format(Locale.ROOT, "%de%d", mantissa, point);
      assertTrue(scan(text));
      assertEquals(Float.parseFloat(text), number.value(), text);
    }
  }

  @Test
  void wordsForNonFiniteValuesAreKnown() {
    assertTrue(Float.isNaN(CsvNumber.nonFinite("NaN")));
    assertTrue(Float.isNaN(CsvNumber.nonFinite("-nan")));
    assertEquals(Float.POSITIVE_INFINITY, CsvNumber.nonFinite("INF"));
    assertEquals(Float.POSITIVE_INFINITY, CsvNumber.nonFinite("+Infinity"));
    assertEquals(Float.NEGATIVE_INFINITY, CsvNumber.nonFinite("-inf"));
    assertEquals(0, CsvNumber.nonFinite("none"));
  }
}
