package org.latent4j.backend.java.loops;

/**
 * Adds up the rows of a matrix that a binary vector chooses, by tables of what a few rows can add
 * up to: one addition for each table instead of a multiplication and an addition for each row. This
 * is the method of Arlazarov, Dinic, Kronrod and Faradzev (1970), <i>On economical construction of
 * the transitive closure of a directed graph</i>, with floats in the place of bits. An instance
 * serves one thread.
 *
 * <p>Fill the place of each of {@link #terms} rows, {@link #complete} the tables, and {@link #add}
 * what each vector chooses. How a sum is rounded depends on what is chosen alone.
 *
 * <p>What is not chosen is left out, but in a product it is multiplied by zero, which is not zero
 * if it is infinite or NaN. {@link #addZeros} finds out whether there is such an element, and
 * {@link #completeWithZeros} makes tables in which nothing is left out.
 */
public interface BinaryTables {
  /**
   * Makes the tables that are fastest here: {@link TablesOfThree}, or tables of four rows with
   * explicit vectors if the virtual machine has been started with {@link ExplicitVectors}.
   *
   * @param arrays makes the arrays
   * @return tables
   */
  static BinaryTables of(AlignedArrays arrays) {
    return ExplicitVectors.areThere() ? ExplicitVectors.tables(arrays) : new TablesOfThree(arrays);
  }

  /**
   * Returns how many rows there are.
   *
   * @return an even number up to 32
   */
  int terms();

  /**
   * Returns the most elements of a row.
   *
   * @return the number of elements for which there is room
   */
  int width();

  /**
   * Returns where a panel of a wide matrix begins, of as many as have to be.
   *
   * @param columns the number of columns of all panels
   * @param panel the number of the panel
   * @return its first column; {@code columns} after the last panel
   */
  int panel(int columns, int panel);

  /**
   * Returns which element of an array is the first of a sum.
   *
   * @return the index, the same for all sums
   */
  int first();

  /**
   * Returns up to where the elements of a sum are written, including some of which nobody wants the
   * result.
   *
   * @param columns the number of elements that are wanted, at most {@link #width}
   * @return the index after the last; an array of a sum is at least as long
   */
  int end(int columns);

  /**
   * Returns the array in which the place of a row is.
   *
   * @param term the number of the row, less than {@link #terms}
   * @return the array, to be filled from {@link #place}
   */
  float[] array(int term);

  /**
   * Returns where a row begins.
   *
   * @param term the number of the row, less than {@link #terms}
   * @return the index of its first element in its {@link #array}
   */
  int place(int term);

  /**
   * Adds up all rows that may be chosen together.
   *
   * @param columns the number of elements
   */
  void complete(int columns);

  /**
   * Adds zero times all rows, after {@link #complete}.
   *
   * @param to what is added to; becomes NaN where a row is infinite or NaN, and may become NaN
   *     where rows add up to something infinite
   * @param columns the number of elements
   */
  void addZeros(float[] to, int columns);

  /**
   * Completes the tables with zero times what is not chosen. Call {@link #clearZeros} before other
   * rows are put into the tables.
   *
   * @param columns the number of elements
   */
  void completeWithZeros(int columns);

  /** Makes nothing but zeros what is added if nothing is chosen. */
  void clearZeros();

  /**
   * Adds the rows that each of several vectors chooses to its sum, or begins the sum with them.
   *
   * @param chosen the vectors: bit i is set if row i is to be added
   * @param from which of them is the first
   * @param sums what they are added to, one after the other
   * @param count how many vectors there are
   * @param columns the number of elements of a sum
   * @param begin whether what the sums hold is forgotten
   */
  void add(int[] chosen, int from, float[][] sums, int count, int columns, boolean begin);
}
