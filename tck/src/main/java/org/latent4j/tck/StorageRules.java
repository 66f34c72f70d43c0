package org.latent4j.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/** §1: storages: what they hold, and when they are there. */
interface StorageRules extends BackendRules {

  /** Also when the memory held something before: storages are filled and freed in between. */
  @Test
  @DisplayName("§1.01 A new storage holds zeros, whatever its memory held before")
  default void allocatedZero() {
    for (DataType type : DataType.values()) {
      for (int length : new int[] {1, 7, 1021, 100_003, 7, 1021, 100_003}) {
        try (Storage storage = backend().allocate(type, length)) {
          double[] ones = new double[length];
          Arrays.fill(ones, 1);
          Check.equal(new double[length], content(storage), i -> "new storage, " + type);
          backend().write(storage, 0, Elements.array(type, ones), 0, length);
        }
      }
    }
  }

  /** The type, the length, and a length of 0. */
  @Test
  @DisplayName("§1.02 A storage has the type and length that were asked for, also 0")
  default void typeAndLength() {
    for (DataType type : DataType.values()) {
      for (int length : new int[] {0, 1, 1000}) {
        try (Storage storage = backend().allocate(type, length)) {
          Check.that(
              storage.type() == type && storage.length() == length,
              () ->
                  "asked for "
                      + length
                      + " "
                      + type
                      + ", got "
                      + storage.length()
                      + " "
                      + storage.type());
          backend().write(storage, 0, Elements.array(type, 0), 0, 0);
          backend().read(storage, 0, Elements.array(type, 0), 0, 0);
        }
      }
    }
  }

  /** Extreme elements of every type, at offsets on both sides. */
  @Test
  @DisplayName("§1.03 write and read copy the elements asked for, unchanged, and no others")
  default void writeAndRead() {
    for (DataType type : DataType.values()) {
      double[] numbers = extremes(type);
      int n = numbers.length;
      try (Workspace work = new Workspace(backend())) {
        Storage storage = work.storage(type, new double[n + 9]);
        Object from = Elements.array(type, concat(new double[] {1, 1}, numbers, new double[] {1}));
        backend().write(storage, 5, from, 2, n);
        double[] expected = concat(new double[5], numbers, new double[4]);
        Check.sameBits(expected, content(storage), i -> "write at 5, " + type);
        Object to = Elements.array(type, n + 4);
        backend().read(storage, 6, to, 3, n - 1);
        double[] tail = Arrays.copyOfRange(numbers, 1, n);
        Check.sameBits(
            concat(new double[3], tail, new double[2]),
            Elements.numbers(type, to),
            i -> "read at 6, " + type);
      }
    }
  }

  private static double[] extremes(DataType type) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> Samples.special(type);
      case INT32 -> new double[] {0, 1, -1, 12345, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 25};
      case UINT8 -> new double[] {0, 1, 127, 128, 200, 255};
    };
  }

  private static double[] concat(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  /** Large enough to be copied in several pieces. */
  @Test
  @DisplayName("§1.04 write and read copy 3,000,001 elements")
  default void largeCopies() {
    int length = 3_000_001;
    for (DataType type : DataType.values()) {
      double[] numbers = new double[length];
      Arrays.setAll(numbers, i -> i % 251);
      try (Workspace work = new Workspace(backend())) {
        Storage storage = work.storage(type, numbers);
        Check.equal(numbers, content(storage), i -> "copy of " + length + " " + type);
      }
    }
  }

  /** Each of 4 MB; together more than the memory of a small machine. */
  @Test
  @DisplayName("§1.05 Memory that is freed can be used again: 1,000 storages one after another")
  default void reuse() {
    float[] one = {1};
    for (int i = 0; i < 1000; i++) {
      try (Storage storage = backend().allocate(DataType.FLOAT32, 1 << 20)) {
        backend().write(storage, (1 << 20) - 1, one, 0, 1);
      }
    }
  }

  /** Many storages at a time do not share memory. */
  @Test
  @DisplayName("§1.06 Storages are apart: 1,000 of them keep what was written to each")
  default void apart() {
    List<Storage> storages = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        Storage storage = backend().allocate(DataType.INT32, 1 + i % 67);
        storages.add(storage);
        int[] numbers = new int[1 + i % 67];
        Arrays.fill(numbers, i);
        backend().write(storage, 0, numbers, 0, numbers.length);
      }
      for (int i = 0; i < 1000; i++) {
        double[] expected = new double[1 + i % 67];
        Arrays.fill(expected, i);
        Check.equal(expected, content(storages.get(i)), element -> "one of 1,000 storages");
      }
    } finally {
      storages.forEach(Storage::close);
    }
  }

  /** An exception with a message, not a crash and not old contents. */
  @Test
  @DisplayName("§1.07 A closed storage refuses to be used; closing it again does nothing")
  default void useAfterClose() {
    for (DataType type : DataType.values()) {
      Storage storage = backend().allocate(type, 10);
      storage.close();
      storage.close();
      Object array = Elements.array(type, 10);
      Refusal.require("write to a closed storage", () -> backend().write(storage, 0, array, 0, 10));
      Refusal.require("read from a closed storage", () -> backend().read(storage, 0, array, 0, 10));
    }
  }

  private double[] content(Storage storage) {
    Object array = Elements.array(storage.type(), (int) storage.length());
    backend().read(storage, 0, array, 0, (int) storage.length());
    return Elements.numbers(storage.type(), array);
  }
}
