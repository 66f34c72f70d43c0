package org.latent4j.models.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextFormTest {
  @Test
  void numbersAreShortAndReadBackExactly() {
    assertEquals("0.05", TextForm.write(0.05));
    assertEquals("20", TextForm.write(20));
    assertEquals("-0", TextForm.write(-0.0));
    assertEquals("1e-4", TextForm.write(1e-4));
    assertEquals("1.5e10", TextForm.write(1.5e10));
    assertEquals("NaN", TextForm.write(Double.NaN));
    assertEquals("-Infinity", TextForm.write(Double.NEGATIVE_INFINITY));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      double read = Double.parseDouble(TextForm.write(number));
      assertEquals(Double.doubleToLongBits(number), Double.doubleToLongBits(read));
    }
  }

  @Test
  void isTakenApartAtTheFirstColonAndAtCommas() {
    TextForm form = TextForm.of("schedule", "warm-up:5,linear:0.2,0.01");
    assertEquals("warm-up", form.kind());
    assertEquals(List.of("5", "linear:0.2", "0.01"), form.arguments());
    assertEquals(List.of(), TextForm.of("activation", "relu").arguments());
    assertEquals(List.of(""), TextForm.of("activation", "elu:").arguments());
    assertEquals("linear:0.2,1", TextForm.write("linear", 0.2, 1));
  }
}
