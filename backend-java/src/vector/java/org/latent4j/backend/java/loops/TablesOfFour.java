package org.latent4j.backend.java.loops;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight tables of four rows, with explicit vectors: the sums of eight vectors stay in registers
 * while one entry of each table is added to them.
 */
final class TablesOfFour implements BinaryTables {
  /** The longest vectors there are, but no longer than a line of the cache. */
  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() < FloatVector.SPECIES_512.vectorBitSize()
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  private static final int LANES = SPECIES.length();

  /** So many vectors are added up at once; more have no room in the registers of some machines. */
  private static final int TOGETHER = 8;

  /** From so many vectors on, adding eight is less work than adding them one after the other. */
  private static final int ENOUGH = 4;

  private static final int BITS = 4;
  private static final int ENTRIES = 1 << BITS;
  private static final int MASK = ENTRIES - 1;
  private static final int TERMS = 32;
  private static final int ALL = TERMS / BITS * ENTRIES;
  private static final int WIDTH = 128;

  /** Here a line of the cache begins, see {@link AlignedArrays}. */
  private static final int FIRST = 2;

  /**
   * What the bits e of table t choose is entry {@code t * ENTRIES + e}, and begins at its number
   * times {@code WIDTH}; entry 0 of each is zero.
   */
  private final float[] entries;

  /** The rows of one table, while its entries are written over. */
  private final float[] rows;

  /** What sums begin with. */
  private final float[] zeros;

  TablesOfFour(AlignedArrays arrays) {
    entries = arrays.floats(FIRST + ALL * WIDTH);
    zeros = arrays.floats(FIRST + WIDTH);
    rows = arrays.floats(FIRST + BITS * WIDTH);
  }

  @Override
  public int terms() {
    return TERMS;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  /** All panels but the last are full: no vectors but its own have elements that nobody wants. */
  @Override
  public int panel(int columns, int panel) {
    return (int) Math.min(columns, (long) panel * WIDTH);
  }

  @Override
  public int first() {
    return FIRST;
  }

  @Override
  public int end(int columns) {
    return FIRST + toVectors(columns);
  }

  /** Returns over how many elements the vectors go that are added up for some columns. */
  private static int toVectors(int columns) {
    int vectors = (columns + LANES - 1) / LANES;
    int left = vectors % TOGETHER;
    return (left < ENOUGH ? vectors : vectors - left + TOGETHER) * LANES;
  }

  @Override
  public float[] array(int term) {
    return entries;
  }

  @Override
  public int place(int term) {
    return place(term / BITS, 1 << term % BITS);
  }

  private static int place(int table, int entry) {
    return FIRST + (table * ENTRIES + entry) * WIDTH;
  }

  @Override
  public void complete(int columns) {
    int n = toVectors(columns);
    for (int table = 0; table < TERMS / BITS; table++) {
      int from = place(table, 0);
      for (int at = from; at < from + n; at += LANES) {
        completeAt(at);
      }
    }
  }

  private void completeAt(int at) {
    FloatVector a = get(at + WIDTH);
    FloatVector b = get(at + 2 * WIDTH);
    FloatVector c = get(at + 4 * WIDTH);
    FloatVector d = get(at + 8 * WIDTH);
    FloatVector ab = a.add(b);
    FloatVector ac = a.add(c);
    FloatVector bc = b.add(c);
    FloatVector abc = ab.add(c);
    put(ab, at + 3 * WIDTH);
    put(ac, at + 5 * WIDTH);
    put(bc, at + 6 * WIDTH);
    put(abc, at + 7 * WIDTH);
    put(a.add(d), at + 9 * WIDTH);
    put(b.add(d), at + 10 * WIDTH);
    put(ab.add(d), at + 11 * WIDTH);
    put(c.add(d), at + 12 * WIDTH);
    put(ac.add(d), at + 13 * WIDTH);
    put(bc.add(d), at + 14 * WIDTH);
    put(abc.add(d), at + 15 * WIDTH);
  }

  @Override
  public void addZeros(float[] to, int columns) {
    int n = toVectors(columns);
    for (int j = 0; j < n; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, to, FIRST + j);
      for (int table = 0; table < TERMS / BITS; table++) {
        sum = sum.add(get(place(table, MASK) + j).mul(0f));
      }
      sum.intoArray(to, FIRST + j);
    }
  }

  @Override
  public void completeWithZeros(int columns) {
    int n = toVectors(columns);
    for (int table = 0; table < TERMS / BITS; table++) {
      for (int bit = 0; bit < BITS; bit++) {
        System.arraycopy(entries, place(table, 1 << bit), rows, bit * WIDTH, n);
      }
      for (int entry = 0; entry < ENTRIES; entry++) {
        combine(place(table, entry), entry, n);
      }
    }
  }

  private void combine(int to, int chosen, int n) {
    for (int j = 0; j < n; j++) {
      float sum = (chosen & 1) * rows[j] + (chosen >> 1 & 1) * rows[WIDTH + j];
      sum += (chosen >> 2 & 1) * rows[2 * WIDTH + j];
      entries[to + j] = sum + (chosen >> 3) * rows[3 * WIDTH + j];
    }
  }

  @Override
  public void clearZeros() {
    for (int table = 0; table < TERMS / BITS; table++) {
      Arrays.fill(entries, place(table, 0), place(table, 1), 0f);
    }
  }

  @Override
  public void add(int[] chosen, int from, float[][] sums, int count, int columns, boolean begin) {
    int j = 0;
    for (; columns - j > (ENOUGH - 1) * LANES; j += TOGETHER * LANES) {
      addEight(chosen, from, begin, sums, count, j);
    }
    for (; j < columns; j += LANES) {
      addOne(chosen, from, begin, sums, count, j);
    }
  }

  /** The loop over tables counts places: with a counter of tables beside it, it gets too long. */
  private void addEight(int[] chosen, int from, boolean begin, float[][] sums, int count, int j) {
    int at = FIRST + j;
    for (int i = 0; i < count; i++) {
      int bits = chosen[from + i];
      float[] sum = sums[i];
      float[] before = begin ? zeros : sum;
      FloatVector a = FloatVector.fromArray(SPECIES, before, at);
      FloatVector b = FloatVector.fromArray(SPECIES, before, at + LANES);
      FloatVector c = FloatVector.fromArray(SPECIES, before, at + 2 * LANES);
      FloatVector d = FloatVector.fromArray(SPECIES, before, at + 3 * LANES);
      FloatVector e = FloatVector.fromArray(SPECIES, before, at + 4 * LANES);
      FloatVector f = FloatVector.fromArray(SPECIES, before, at + 5 * LANES);
      FloatVector g = FloatVector.fromArray(SPECIES, before, at + 6 * LANES);
      FloatVector h = FloatVector.fromArray(SPECIES, before, at + 7 * LANES);
      for (int place = at; place < at + ALL * WIDTH; place += ENTRIES * WIDTH) {
        int entry = place + (bits & MASK) * WIDTH;
        a = a.add(get(entry));
        b = b.add(get(entry + LANES));
        c = c.add(get(entry + 2 * LANES));
        d = d.add(get(entry + 3 * LANES));
        e = e.add(get(entry + 4 * LANES));
        f = f.add(get(entry + 5 * LANES));
        g = g.add(get(entry + 6 * LANES));
        h = h.add(get(entry + 7 * LANES));
        bits >>>= BITS;
      }
      a.intoArray(sum, at);
      b.intoArray(sum, at + LANES);
      c.intoArray(sum, at + 2 * LANES);
      d.intoArray(sum, at + 3 * LANES);
      e.intoArray(sum, at + 4 * LANES);
      f.intoArray(sum, at + 5 * LANES);
      g.intoArray(sum, at + 6 * LANES);
      h.intoArray(sum, at + 7 * LANES);
    }
  }

  private void addOne(int[] chosen, int from, boolean begin, float[][] sums, int count, int j) {
    int at = FIRST + j;
    for (int i = 0; i < count; i++) {
      int bits = chosen[from + i];
      FloatVector sum = FloatVector.fromArray(SPECIES, begin ? zeros : sums[i], at);
      for (int place = at; place < at + ALL * WIDTH; place += ENTRIES * WIDTH) {
        sum = sum.add(get(place + (bits & MASK) * WIDTH));
        bits >>>= BITS;
      }
      sum.intoArray(sums[i], at);
    }
  }

  private FloatVector get(int at) {
    return FloatVector.fromArray(SPECIES, entries, at);
  }

  private void put(FloatVector vector, int at) {
    vector.intoArray(entries, at);
  }
}
