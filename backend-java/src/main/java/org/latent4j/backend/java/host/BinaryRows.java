package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.BinaryLoops;
import org.latent4j.backend.java.loops.BinaryTables;
import org.latent4j.backend.java.product.Matrix;

/**
 * Which terms each row of a matrix of zeros and ones has: a code of {@link BinaryTables#TERMS} bits
 * for each block of so many columns. An instance serves one thread and reads one matrix after the
 * other.
 */
final class BinaryRows {
  /** The most rows that are read at once. */
  static final int ROWS = 4096;

  /** The most columns of a matrix. */
  static final int DEPTH = 256 * BinaryTables.TERMS;

  /** So many rows of a matrix that lies column by column are put together at once. */
  private static final int RUN = 512;

  /** So many columns are put together at once. */
  private static final int DIGITS = 3;

  /** Integers in a line of the cache. */
  private static final int LINE = 16;

  private final float[] row;
  private final float[][] digits = new float[DIGITS][];
  private final float[] numbers;
  private final float[] excess;
  private final boolean[] binary = new boolean[ROWS];
  private int[] codes = {};
  private int count;
  private int blocks;
  private int stride;

  BinaryRows(AlignedArrays arrays) {
    row = arrays.floats(DEPTH);
    Arrays.setAll(digits, unused -> arrays.floats(RUN));
    numbers = arrays.floats(RUN);
    excess = arrays.floats(RUN);
  }

  /** Whether a matrix can be read: it is not too wide, and its rows or columns have no gaps. */
  static boolean canRead(Matrix a) {
    return a.columns() <= DEPTH && (a.columnStride() == 1 || a.rowStride() == 1);
  }

  /** Returns how many rows have been read. */
  int count() {
    return count;
  }

  /** Returns how many codes a row has. */
  int blocks() {
    return blocks;
  }

  /** Whether a row has nothing but zeros and ones; only then has it codes. */
  boolean isBinary(int r) {
    return binary[r];
  }

  /** Returns a code of a row. */
  int code(int block, int r) {
    return codes[block * stride + r];
  }

  /**
   * Reads rows.
   *
   * @param a where they are; {@link #canRead} holds
   * @param from the first row
   * @param many how many, at most {@link #ROWS}
   * @param storage what they are in
   * @return whether there is a binary one among them
   */
  boolean readEach(Matrix a, int from, int many, HostStorage storage) {
    begin(a, many);
    boolean any = false;
    if (a.columnStride() == 1) {
      for (int r = 0; r < many; r++) {
        any |= readRow(a, from, r, storage);
      }
    } else {
      for (int r = 0; r < many; r += RUN) {
        any |= readRun(a, from, r, storage) > 0;
      }
    }
    return any;
  }

  /**
   * Reads rows as long as all are binary.
   *
   * @param a where they are; {@link #canRead} holds
   * @param from the first row
   * @param many how many, at most {@link #ROWS}
   * @param storage what they are in
   * @return whether all are
   */
  boolean readAll(Matrix a, int from, int many, HostStorage storage) {
    begin(a, many);
    boolean all = true;
    if (a.columnStride() == 1) {
      for (int r = 0; r < many && all; r++) {
        all = readRow(a, from, r, storage);
      }
    } else {
      for (int r = 0; r < many && all; r += RUN) {
        all = readRun(a, from, r, storage) == Math.min(RUN, many - r);
      }
    }
    return all;
  }

  private void begin(Matrix a, int many) {
    count = many;
    blocks = (a.columns() + BinaryTables.TERMS - 1) / BinaryTables.TERMS;
    // An odd number of lines: the codes of a row would drive each other out of the cache if they
    // were a power of two apart.
    stride = ((many + LINE - 1) / LINE * LINE) | LINE;
    if (codes.length < blocks * stride) {
      codes = new int[blocks * stride];
    }
    Arrays.fill(row, a.columns(), blocks * BinaryTables.TERMS, 0f);
  }

  private boolean readRow(Matrix a, int from, int r, HostStorage storage) {
    storage.read(a.at(from + r, 0), row, 0, a.columns());
    binary[r] = true;
    int at = r;
    for (int block = 0; block < blocks && binary[r]; block++, at += stride) {
      int code = BinaryLoops.code(row, block);
      codes[at] = code;
      binary[r] = code != BinaryLoops.NOT_BINARY;
    }
    return binary[r];
  }

  /** Returns how many of the rows of a run are binary; stops when none is. */
  private int readRun(Matrix a, int from, int first, HostStorage storage) {
    int many = Math.min(RUN, count - first);
    int left = many;
    Arrays.fill(excess, 0f);
    for (int block = 0; block < blocks && left > 0; block++) {
      readBlock(a, from + first, many, block, storage);
      left = take(block, first, many);
    }
    return left;
  }

  private void readBlock(Matrix a, int from, int many, int block, HostStorage storage) {
    int n = AlignedArrays.floatsToEndOfLine(many);
    Arrays.fill(numbers, 0, n, 0f);
    for (int bit = 0; bit < BinaryTables.TERMS; bit += DIGITS) {
      for (int i = 0; i < DIGITS; i++) {
        int term = block * BinaryTables.TERMS + BinaryLoops.term(bit + i);
        if (term < a.columns()) {
          storage.read(a.at(from, term), digits[i], 0, many);
        } else {
          Arrays.fill(digits[i], 0f);
        }
      }
      BinaryLoops.addDigits(numbers, digits[0], digits[1], digits[2], 1 << bit, n);
      BinaryLoops.addExcess(excess, digits[0], digits[1], digits[2], n);
    }
  }

  private int take(int block, int first, int many) {
    int left = 0;
    int at = block * stride + first;
    for (int r = 0; r < many; r++) {
      codes[at + r] = (int) numbers[r];
      boolean still = excess[r] == 0;
      binary[first + r] = still;
      left += still ? 1 : 0;
    }
    return left;
  }
}
