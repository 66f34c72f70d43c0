package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataTypeTest {
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 4, true, float",
    "FLOAT64, 8, true, double",
    "INT32, 4, false, int",
    "UINT8, 1, false, unsigned char"
  })
  void statesSizeKindAndNameInCuda(DataType type, int bytes, boolean floating, String cuda) {
    assertEquals(bytes, type.bytes());
    assertEquals(floating, type.isFloating());
    assertEquals(cuda, type.cuda());
  }
}
