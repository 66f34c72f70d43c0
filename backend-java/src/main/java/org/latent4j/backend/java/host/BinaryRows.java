package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.BinaryLoops;
import org.latent4j.backend.java.loops.BinaryTables;
import org.latent4j.backend.java.product.Matrix;

/**
 * Which terms each row of a matrix of zeros and ones has: a code of so many bits as {@link
 * BinaryTables} have terms for each block of so many columns. An instance serves one thread and
 * reads one matrix after the other.
 */
final class BinaryRows {
  /** The most rows that are read at once. */
  static final int ROWS = 4096;

  /** The most columns of a matrix. */
  static final int DEPTH = 4608;

  /** As many are read over the end of a row. */
  private static final int MOST_TERMS = Integer.SIZE;

  /** So many rows of a matrix that lies column by column are put together at once. */
  private static final int RUN = 512;

  /** So many columns are put together at once. */
  private static final int DIGITS = 3;

  /** Integers in a line of the cache. */
  private static final int LINE = 16;

  private final int terms;
  private final float[] row;
  private final float[][] digits = new float[DIGITS][];
  private final float[] numbers;
  private final float[] excess;
  private final int[] places = new int[ROWS];
  private int[] codes = {};
  private int count;
  private int blocks;
  private int stride;

  BinaryRows(AlignedArrays arrays, int terms) {
    this.terms = terms;
    row = arrays.floats(DEPTH + MOST_TERMS);
    Arrays.setAll(digits, unused -> arrays.floats(RUN));
    numbers = arrays.floats(RUN);
    excess = arrays.floats(RUN);
  }

  /** Whether a matrix can be read: it is not too wide, and its rows or columns have no gaps. */
  static boolean canRead(Matrix a) {
    return a.columns() <= DEPTH && (a.columnStride() == 1 || a.rowStride() == 1);
  }

  /** Returns how many binary rows have been read. */
  int count() {
    return count;
  }

  /** Returns which of the rows that have been read is the i-th binary one. */
  int place(int i) {
    return places[i];
  }

  /** Returns how many codes a row has. */
  int blocks() {
    return blocks;
  }

  /** Returns the codes of all binary rows, block by block. */
  int[] codes() {
    return codes;
  }

  /** Returns which of the {@link #codes} of a block is that of the i-th binary row. */
  int code(int block, int i) {
    return block * stride + i;
  }

  /**
   * Reads rows and keeps the binary ones.
   *
   * @param a where they are; {@link #canRead} holds
   * @param from the first row
   * @param many how many, at most {@link #ROWS}
   * @param storage what they are in
   */
  void readEach(Matrix a, int from, int many, HostStorage storage) {
    begin(a, many);
    if (a.columnStride() == 1) {
      for (int r = 0; r < many; r++) {
        readRow(a, from, r, storage);
      }
    } else {
      for (int r = 0; r < many; r += RUN) {
        readRun(a, from, r, Math.min(RUN, many - r), storage);
      }
    }
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
    if (a.columnStride() == 1) {
      for (int r = 0; r < many && count == r; r++) {
        readRow(a, from, r, storage);
      }
    } else {
      for (int r = 0; r < many && count == r; r += RUN) {
        readRun(a, from, r, Math.min(RUN, many - r), storage);
      }
    }
    return count == many;
  }

  private void begin(Matrix a, int many) {
    count = 0;
    blocks = (a.columns() + terms - 1) / terms;
    // An odd number of lines: the codes of a row would drive each other out of the cache if they
    // were a power of two apart.
    stride = ((many + LINE - 1) / LINE * LINE) | LINE;
    if (codes.length < blocks * stride) {
      codes = new int[blocks * stride];
    }
    Arrays.fill(row, a.columns(), blocks * terms, 0f);
  }

  private void readRow(Matrix a, int from, int r, HostStorage storage) {
    storage.read(a.at(from + r, 0), row, 0, a.columns());
    for (int block = 0, at = count; block < blocks; block++, at += stride) {
      long code = BinaryLoops.code(row, block, terms);
      if (code == BinaryLoops.NOT_BINARY) {
        return;
      }
      codes[at] = (int) code;
    }
    places[count++] = r;
  }

  /** Reads rows of which the columns are read; stops when none of them is binary. */
  private void readRun(Matrix a, int from, int first, int many, HostStorage storage) {
    int left = many;
    Arrays.fill(excess, 0f);
    for (int block = 0; block < blocks && left > 0; block++) {
      readHalf(a, from + first, many, block, 0, storage);
      setHalf(code(block, count), many);
      readHalf(a, from + first, many, block, terms / 2, storage);
      addHalf(code(block, count), many);
      left = binary(many);
    }
    keep(first, many, left);
  }

  /** Half a code fits into a float. */
  private void readHalf(Matrix a, int from, int many, int block, int half, HostStorage storage) {
    int n = AlignedArrays.floatsToEndOfLine(many);
    Arrays.fill(numbers, 0, n, 0f);
    for (int bit = 0; bit < terms / 2; bit += DIGITS) {
      for (int i = 0; i < DIGITS; i++) {
        int term = block * terms + BinaryLoops.term(half + bit + i, terms);
        if (bit + i < terms / 2 && term < a.columns()) {
          storage.read(a.at(from, term), digits[i], 0, many);
        } else {
          Arrays.fill(digits[i], 0f);
        }
      }
      BinaryLoops.addDigits(numbers, digits[0], digits[1], digits[2], 1 << bit, n);
      BinaryLoops.addExcess(excess, digits[0], digits[1], digits[2], n);
    }
  }

  private void setHalf(int at, int many) {
    for (int r = 0; r < many; r++) {
      codes[at + r] = (int) numbers[r];
    }
  }

  private void addHalf(int at, int many) {
    for (int r = 0; r < many; r++) {
      codes[at + r] |= (int) numbers[r] << (terms / 2);
    }
  }

  private int binary(int many) {
    int binary = 0;
    for (int r = 0; r < many; r++) {
      binary += excess[r] == 0 ? 1 : 0;
    }
    return binary;
  }

  /** Keeps the binary rows of a run, of which {@code left} have been found, one after the other. */
  private void keep(int first, int many, int left) {
    int before = count;
    for (int r = 0; r < many && left > 0; r++) {
      if (excess[r] == 0) {
        if (left < many) {
          move(before + r, count);
        }
        places[count++] = first + r;
      }
    }
  }

  private void move(int from, int to) {
    for (int block = 0; block < blocks; block++) {
      codes[code(block, to)] = codes[code(block, from)];
    }
  }
}
