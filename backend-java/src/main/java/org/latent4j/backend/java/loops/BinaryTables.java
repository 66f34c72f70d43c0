package org.latent4j.backend.java.loops;

import java.util.Arrays;

/**
 * Adds up the rows of a matrix that a binary vector chooses, by tables of what three rows can add
 * up to: six additions instead of eighteen multiplications and additions. This is the method of
 * Arlazarov, Dinic, Kronrod and Faradzev (1970), <i>On economical construction of the transitive
 * closure of a directed graph</i>, with floats in the place of bits. An instance serves one thread.
 *
 * <p>Fill {@link #row} for each of eighteen rows, {@link #complete} the tables, and {@link #add}
 * what each vector chooses. How a sum is rounded depends on what is chosen alone.
 *
 * <p>What is not chosen is left out, but in a product it is multiplied by zero, which is not zero
 * if it is infinite or NaN. {@link #addZeros} finds out whether there is such an element, and
 * {@link #completeWithZeros} makes tables in which nothing is left out.
 *
 * <p>The tables for rows of {@link #WIDTH} elements are as large as the L1 cache; longer rows would
 * not find room, and shorter ones be less work than it takes to begin a loop. Six tables a loop are
 * the most that Java 17 vectorises.
 */
public final class BinaryTables {
  /** The most elements of a row. */
  public static final int WIDTH = 256;

  /** How many rows there are. */
  public static final int TERMS = 18;

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

  /** The rows of one table, while its entries are written over. */
  private final float[][] rows = new float[BITS][];

  /**
   * Makes tables.
   *
   * @param arrays makes the arrays
   */
  public BinaryTables(AlignedArrays arrays) {
    Arrays.setAll(entries, unused -> arrays.floats(WIDTH));
    Arrays.setAll(rows, unused -> arrays.floats(WIDTH));
  }

  /**
   * Returns the array of a row, to be filled before {@link #complete}.
   *
   * @param term the number of the row, less than {@link #TERMS}
   * @return its array, of at least {@link #WIDTH} elements
   */
  public float[] row(int term) {
    return entries[term / BITS * ENTRIES + (1 << term % BITS)];
  }

  /**
   * Adds up all rows that may be chosen together.
   *
   * @param n the number of elements
   */
  public void complete(int n) {
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

  /**
   * Adds zero times each row, before or after {@link #complete}.
   *
   * @param to what is added to; becomes NaN where a row is infinite or NaN
   * @param n the number of elements
   */
  public void addZeros(float[] to, int n) {
    for (int table = 0; table < ALL; table += ENTRIES) {
      addZeros(to, entries[table + 1], entries[table + 2], entries[table + 4], n);
    }
  }

  /**
   * Completes the tables with zero times what is not chosen. Call {@link #clearZeros} before other
   * rows are put into the tables.
   *
   * @param n the number of elements
   */
  public void completeWithZeros(int n) {
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

  /** Makes nothing but zeros what is added if nothing is chosen. */
  public void clearZeros() {
    for (int table = 0; table < ALL; table += ENTRIES) {
      Arrays.fill(entries[table], 0f);
    }
  }

  /**
   * Adds the chosen rows.
   *
   * @param chosen bit i is set if row i is to be added
   * @param to what they are added to
   * @param n the number of elements
   */
  public void add(int chosen, float[] to, int n) {
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
