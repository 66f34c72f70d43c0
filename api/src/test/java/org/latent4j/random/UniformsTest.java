package org.latent4j.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.op.KnownAnswers;

class UniformsTest {
  @Test
  void coverZeroToOneWithoutOne() {
    assertEquals(0f, Uniforms.float32(0xff));
    assertEquals(0x1p-24f, Uniforms.float32(0x100));
    assertEquals(0.5f, Uniforms.float32(0x80000000));
    assertEquals(0x0.ffffffp0f, Uniforms.float32(-1));
    assertEquals(0.0, Uniforms.float64(0x7ff));
    assertEquals(0x1p-53, Uniforms.float64(0x800));
    assertEquals(0.5, Uniforms.float64(Long.MIN_VALUE));
    assertEquals(1 - 0x1p-53, Uniforms.float64(-1));
  }

  /** Computed by src/test/python/known_answers.py. */
  @Test
  void elementsOfADrawHaveTheirKnownAnswers() {
    for (String[] row : KnownAnswers.rows(getClass(), "layout.csv", "float32")) {
      long key = Long.parseUnsignedLong(row[1], 16);
      assertEquals(Float.parseFloat(row[3]), Uniforms.float32(key, Long.parseLong(row[2])));
    }
    for (String[] row : KnownAnswers.rows(getClass(), "layout.csv", "float64")) {
      long key = Long.parseUnsignedLong(row[1], 16);
      assertEquals(Double.parseDouble(row[3]), Uniforms.float64(key, Long.parseLong(row[2])));
    }
  }

  @Test
  void halfUnitIsHalfTheStepOfTheType() {
    assertEquals(Uniforms.float32(0x100) / 2, Uniforms.halfUnit(DataType.FLOAT32));
    assertEquals(Uniforms.float64(0x800) / 2, Uniforms.halfUnit(DataType.FLOAT64));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Uniforms.halfUnit(DataType.UINT8));
    assertEquals(
        "uniform: draws are FLOAT32 or FLOAT64, not UINT8; draw, then cast", e.getMessage());
  }
}
