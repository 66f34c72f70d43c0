package org.latent4j.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;

/** Blocks are zero, their own, and given back at once. */
class NativeMemoryTest {
  private final NativeMemory memory = new NativeMemory();

  @BeforeAll
  static void load() {
    NativeLibraries.load();
  }

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void everyBlockIsZeroAlsoWhenItsPlaceWasUsedBefore() {
    for (int length : new int[] {1, 15, 16, 17, 1000, 16384, 16385, 100_000}) {
      for (int round = 0; round < 3; round++) {
        NativeStorage storage = memory.storage(DataType.FLOAT32, length);
        float[] values = new float[length];
        storage.read(0, values, 0, length);
        assertArrayEquals(new float[length], values);
        Arrays.fill(values, Float.NaN);
        storage.write(0, values, 0, length);
        storage.close();
      }
    }
  }

  @Test
  void blocksDoNotOverlapWhateverTheOrderOfTakingAndGiving() {
    takeAndGive(new SplittableRandom(1), 20_000);
  }

  @Test
  void severalThreadsTakeAndGiveAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      SplittableRandom random = new SplittableRandom(i);
      tasks.add(
          () -> {
            takeAndGive(random, 5_000);
            return null;
          });
    }
    for (Future<Void> task : threads.invokeAll(tasks)) {
      task.get();
    }
    threads.shutdown();
    assertEquals(0, memory.bytesInUse());
  }

  /**
   * Fills each storage with a number of its own, and finds that number there before giving it back.
   */
  private void takeAndGive(SplittableRandom random, int steps) {
    List<NativeStorage> taken = new ArrayList<>();
    List<Integer> marks = new ArrayList<>();
    for (int step = 0; step < steps || !taken.isEmpty(); step++) {
      if (step < steps && (taken.isEmpty() || random.nextInt(100) < 52)) {
        int length = 1 + random.nextInt(1 << random.nextInt(15));
        int[] values = new int[length];
        int mark = random.nextInt();
        Arrays.fill(values, mark);
        NativeStorage storage = memory.storage(DataType.INT32, length);
        storage.write(0, values, 0, length);
        taken.add(storage);
        marks.add(mark);
      } else {
        int at = random.nextInt(taken.size());
        NativeStorage storage = taken.remove(at);
        int[] values = new int[(int) storage.length()];
        storage.read(0, values, 0, values.length);
        int[] expected = new int[values.length];
        Arrays.fill(expected, marks.remove(at));
        assertArrayEquals(expected, values);
        storage.close();
      }
    }
  }

  @Test
  void everyTypeReadsAndWritesRunsAndStrides() {
    NativeStorage floats = memory.storage(DataType.FLOAT32, 7);
    floats.writeStrided(1, 3, new float[] {9, 1, 2}, 1, 2);
    float[] floatsRead = new float[7];
    floats.read(0, floatsRead, 0, 7);
    assertArrayEquals(new float[] {0, 1, 0, 0, 2, 0, 0}, floatsRead);
    NativeStorage doubles = memory.storage(DataType.FLOAT64, 7);
    doubles.write(2, new double[] {0, 3, 4, 5}, 1, 3);
    double[] doublesRead = {7, 7, 7};
    doubles.readStrided(2, 2, doublesRead, 1, 2);
    assertArrayEquals(new double[] {7, 3, 5}, doublesRead);
    NativeStorage bytes = memory.storage(DataType.UINT8, 7);
    bytes.write(5, new byte[] {-1, 3}, 0, 2);
    byte[] bytesRead = new byte[2];
    bytes.readStrided(4, 1, bytesRead, 0, 2);
    assertArrayEquals(new byte[] {0, -1}, bytesRead);
    NativeStorage ints = memory.storage(DataType.INT32, 7);
    ints.writeStrided(0, 6, new int[] {5, 6}, 0, 2);
    int[] intsRead = new int[7];
    ints.read(0, intsRead, 0, 7);
    assertArrayEquals(new int[] {5, 0, 0, 0, 0, 0, 6}, intsRead);
  }

  @Test
  void aClosedStorageIsRefusedAndClosingTwiceDoesNothing() {
    for (int length : new int[] {0, 1, 100_000}) {
      NativeStorage storage = memory.storage(DataType.FLOAT32, length);
      storage.close();
      storage.close();
      assertEquals(0, memory.bytesInUse());
      assertThrows(IllegalStateException.class, () -> storage.read(0, new float[1], 0, 0));
      assertThrows(IllegalStateException.class, () -> storage.write(0, new float[1], 0, 0));
      assertThrows(IllegalStateException.class, storage::address);
    }
  }

  @Test
  void afterTheBackendAStorageIsRefusedInsteadOfReadingFreedMemory() {
    for (int length : new int[] {1, 100_000}) {
      NativeMemory own = new NativeMemory();
      NativeStorage storage = own.storage(DataType.FLOAT32, length);
      own.close();
      assertThrows(IllegalStateException.class, () -> storage.read(0, new float[1], 0, 1));
      assertThrows(IllegalStateException.class, storage::address);
      assertThrows(IllegalStateException.class, () -> own.storage(DataType.FLOAT32, length));
      storage.close();
    }
  }

  @Test
  void aStorageBeginsOnACacheLine() {
    for (int length : new int[] {1, 17, 100_000}) {
      assertEquals(0, memory.storage(DataType.FLOAT32, length).address() % 64);
    }
  }

  @Test
  void memoryThatIsNotThereIsRefusedWithItsSize() {
    OutOfMemoryError error =
        assertThrows(
            OutOfMemoryError.class, () -> memory.storage(DataType.FLOAT64, 1L << 50).close());
    assertEquals(
        "cpu: no room for 9007199254740992 bytes of native memory; close tensors that are no longer"
            + " needed, or take smaller batches",
        error.getMessage());
    assertEquals(0, memory.bytesInUse());
  }
}
