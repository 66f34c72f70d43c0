package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrayAccessTest {
  private static final int[] BITS = {
    0,
    0x80000000,
    1,
    0x3f800000,
    0xbf800000,
    0x7f800000,
    0xff800000,
    0x7fc00000,
    0xffc00001,
    0x1234567
  };

  @ParameterizedTest
  @EnumSource
  void bitsGoInAndOutUnchanged(ArrayAccess way) throws Throwable {
    assumeTrue(isPresent(way), way + " is not in this version of Java");
    MethodHandle get = way.find(false, float[].class, int.class);
    MethodHandle set = way.find(true, float[].class, int.class);
    float[] values = new float[BITS.length + 2];
    for (int i = 0; i < BITS.length; i++) {
      set.invoke(values, i + 1, BITS[i]);
    }
    assertEquals(0, Float.floatToRawIntBits(values[0]));
    assertEquals(0, Float.floatToRawIntBits(values[BITS.length + 1]));
    for (int i = 0; i < BITS.length; i++) {
      assertEquals(BITS[i], Float.floatToRawIntBits(values[i + 1]));
      assertEquals(BITS[i], (int) get.invoke(values, i + 1));
    }
  }

  @Test
  void aPairIsTwoIntsTheLowerOneFirst() {
    int[] values = {1, 2, 3, 4, 5, 6, 7};
    assertEquals(0x4_00000003L, ArrayBits.getPair(values, 1));
    ArrayBits.setPair(values, 1, 0xffffffff_80000000L);
    ArrayBits.setPair(values, 2, 0x00000001_ffffffffL);
    assertArrayEquals(new int[] {1, 2, 0x80000000, -1, -1, 1, 7}, values);
    assertThrows(IndexOutOfBoundsException.class, () -> ArrayBits.getPair(values, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> ArrayBits.setPair(values, -1, 0));
  }

  @Test
  void pairsAreConvertedAlike() throws Throwable {
    int[] values = {1, 2, 3, 4};
    ArrayAccess.CONVERSION
        .find(true, int[].class, long.class)
        .invoke(values, 1, 0x80000001_80000002L);
    assertArrayEquals(new int[] {1, 2, 0x80000002, 0x80000001}, values);
    MethodHandle get = ArrayAccess.CONVERSION.find(false, int[].class, long.class);
    assertEquals(0x80000001_80000002L, (long) get.invoke(values, 1));
  }

  @Test
  void everyVersionHasAWayThatTakesNoConversion() {
    assertEquals(Runtime.version().feature() >= 22, isPresent(ArrayAccess.SEGMENT));
    assertEquals(true, isPresent(ArrayAccess.SEGMENT) || isPresent(ArrayAccess.UNSAFE));
  }

  @Test
  void anIndexOutsideTheArrayIsRefused() {
    float[] values = new float[3];
    for (int i : new int[] {-1, 3, Integer.MAX_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> ArrayBits.get(values, i));
      assertThrows(IndexOutOfBoundsException.class, () -> ArrayBits.set(values, i, 1));
    }
  }

  private static boolean isPresent(ArrayAccess way) {
    return way.findIfPresent(false, float[].class, int.class).isPresent();
  }
}
