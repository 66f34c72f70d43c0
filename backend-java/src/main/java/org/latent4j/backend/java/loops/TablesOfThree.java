package org.latent4j.backend.java.loops;

import java.util.Arrays;

/**
 * Six tables of three rows, in loops that Java 17 vectorises without flags.
 *
 * <p>The tables for rows of {@link #WIDTH} elements are as large as the L1 cache; longer rows would
 * not find room, and shorter ones be less work than it takes to begin a loop. Six tables a loop are
 * the most that Java 17 vectorises.
 */
final class TablesOfThree implements BinaryTables {
  private static final int WIDTH = 256;
  private static final int TERMS = 18;
  private static final int BITS = 3;
  private static final int ENTRIES = 1 << BITS;
  private static final int MASK = ENTRIES - 1;
  private static final int ALL = TERMS / BITS * ENTRIES;

  /**
   * Shorter rows are added by loops of their own: where a loop has seen short rows, the compiler
   * takes short vectors for all.
   */
  private static final int LONG = 128;

  /**
   * What the bits e of table t choose is entry {@code t * ENTRIES + e}; entry 0 of each is zero.
   */
  private final float[][] entries = new float[ALL][];

  /** Whether entry 0 of each table may be other than zero. */
  private boolean hasZeros;

  /** The rows of one table, while its entries are written over. */
  private final float[][] rows = new float[BITS][];

  TablesOfThree(AlignedArrays arrays) {
    Arrays.setAll(entries, unused -> arrays.floats(WIDTH));
    Arrays.setAll(rows, unused -> arrays.floats(WIDTH));
  }

  @Override
  public int terms() {
    return TERMS;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  /** All panels are about as wide: a narrow one would be slow. */
  @Override
  public int panel(int columns, int panel) {
    int panels = (columns + WIDTH - 1) / WIDTH;
    return (int) ((long) columns * panel / panels);
  }

  @Override
  public int first() {
    return 0;
  }

  @Override
  public int end(int columns) {
    return AlignedArrays.floatsToEndOfLine(columns);
  }

  @Override
  public float[] array(int term) {
    return entries[term / BITS * ENTRIES + (1 << term % BITS)];
  }

  @Override
  public int place(int term) {
    return 0;
  }

  @Override
  public void complete(int columns) {
    int n = end(columns);
    for (int table = 0; table < ALL; table += ENTRIES) {
      addUp(table + 1, table + 2, table + 3, n);
      addUp(table + 1, table + 4, table + 5, n);
      addUp(table + 2, table + 4, table + 6, n);
      addUp(table + 3, table + 4, table + 7, n);
    }
  }

  private void addUp(int first, int second, int result, int n) {
    if (n < LONG) {
      sumOfShort(entries[first], entries[second], entries[result], n);
    } else {
      sum(entries[first], entries[second], entries[result], n);
    }
  }

  @Override
  public void addZeros(float[] to, int columns) {
    int n = end(columns);
    for (int table = 0; table < ALL; table += ENTRIES) {
      addZeros(to, entries[table + 1], entries[table + 2], entries[table + 4], n);
    }
  }

  @Override
  public void completeWithZeros(int columns) {
    hasZeros = true;
    int n = end(columns);
    for (int table = 0; table < ALL; table += ENTRIES) {
      for (int bit = 0; bit < BITS; bit++) {
        System.arraycopy(entries[table + (1 << bit)], 0, rows[bit], 0, n);
      }
      for (int chosen = 0; chosen < ENTRIES; chosen++) {
        combine(
            entries[table + chosen],
            chosen & 1,
            rows[0],
            chosen >> 1 & 1,
            rows[1],
            chosen >> 2,
            rows[2],
            n);
      }
    }
  }

  @Override
  public void clearZeros() {
    hasZeros = false;
    for (int table = 0; table < ALL; table += ENTRIES) {
      Arrays.fill(entries[table], 0f);
    }
  }

  @Override
  public void add(int[] chosen, int from, float[][] sums, int count, int columns, boolean begin) {
    int n = end(columns);
    for (int i = 0; i < count; i++) {
      if (begin) {
        Arrays.fill(sums[i], 0, n, 0f);
      }
      if (chosen[from + i] != 0 || hasZeros) {
        add(chosen[from + i], sums[i], n);
      }
    }
  }

  private void add(int chosen, float[] to, int n) {
    float[] a = entry(0, chosen);
    float[] b = entry(1, chosen);
    float[] c = entry(2, chosen);
    float[] d = entry(3, chosen);
    float[] e = entry(4, chosen);
    float[] f = entry(5, chosen);
    if (n < LONG) {
      addShort(to, a, b, c, d, e, f, n);
    } else {
      add(to, a, b, c, d, e, f, n);
    }
  }

  private float[] entry(int table, int chosen) {
    return entries[table * ENTRIES + ((chosen >> (table * BITS)) & MASK)];
  }

  private static void sum(float[] a, float[] b, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = a[j] + b[j];
    }
  }

  private static void sumOfShort(float[] a, float[] b, float[] out, int n) {
    for (int j = 0; j < n; j++) {
      out[j] = a[j] + b[j];
    }
  }

  private static void addZeros(float[] to, float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += 0f * a[j] + 0f * b[j] + 0f * c[j];
    }
  }

  private static void combine(
      float[] to, float wa, float[] a, float wb, float[] b, float wc, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      to[j] = wa * a[j] + wb * b[j] + wc * c[j];
    }
  }

  private static void add(
      float[] to, float[] a, float[] b, float[] c, float[] d, float[] e, float[] f, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += a[j] + b[j] + c[j] + d[j] + e[j] + f[j];
    }
  }

  private static void addShort(
      float[] to, float[] a, float[] b, float[] c, float[] d, float[] e, float[] f, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += a[j] + b[j] + c[j] + d[j] + e[j] + f[j];
    }
  }
}
