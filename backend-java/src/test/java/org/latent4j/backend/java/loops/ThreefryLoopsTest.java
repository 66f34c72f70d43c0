package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.latent4j.random.Threefry;
import org.latent4j.random.Uniforms;

class ThreefryLoopsTest {
  private static final int[] COUNTS = {0, 1, 2, 3, 7, 64, 65, 1021, 1023, 1024};
  private static final long[] STARTS = {
    0,
    1,
    2,
    3,
    1021,
    0xfffffff0L,
    0x1fffffffdL,
    0x1fffffffeL,
    0x1ffffffffL,
    (1L << 40) + 1,
    (1L << 62) - 3
  };

  private final ThreefryLoops loops = new ThreefryLoops();
  private final FloatScratch scratch = new FloatScratch();

  @Test
  void knownAnswerOfKeyZero() {
    int[] words = new int[2];
    loops.words(0, 0, words, 2);
    assertEquals(0x6b200159, words[0]);
    assertEquals(0x99ba4efe, words[1]);
  }

  @Test
  void wordsEqualTheDefinitionWhereverTheyStart() {
    Random random = new Random(3);
    for (int count : COUNTS) {
      for (long start : STARTS) {
        long key = random.nextLong();
        int[] words = new int[count + 1];
        words[count] = 77;
        loops.words(key, start, words, count);
        for (int i = 0; i < count; i++) {
          assertEquals(Threefry.word(key, start + i), words[i], "word " + (start + i));
        }
        assertEquals(77, words[count], "written beyond the end");
      }
    }
  }

  @Test
  void uniformsEqualTheDefinitionBitForBit() {
    Random random = new Random(4);
    for (int count : COUNTS) {
      for (long start : STARTS) {
        long key = random.nextLong();
        float[] floats = new float[count];
        double[] doubles = new double[count];
        loops.float32(key, start, floats, count, scratch);
        loops.float64(key, start, doubles, count);
        for (int i = 0; i < count; i++) {
          assertEquals(Uniforms.float32(key, start + i), floats[i]);
          assertEquals(Uniforms.float64(key, start + i), doubles[i]);
        }
      }
    }
  }

  @Test
  void theWholeRangeOfWordsConvertsExactly() {
    float[] out = new float[Chunk.SIZE];
    for (long from = 0; from < 1L << 32; from += 257L * Chunk.SIZE) {
      int[] words = new int[Chunk.SIZE];
      for (int i = 0; i < words.length; i++) {
        words[i] = (int) (from + 257L * i);
      }
      FloatUniform.fromWords(words, out, words.length, scratch);
      for (int i = 0; i < words.length; i++) {
        assertEquals(Uniforms.float32(words[i]), out[i]);
      }
    }
  }
}
