package org.latent4j.backend.cpu;

import java.util.Set;
import org.latent4j.backend.java.product.Product;

/**
 * How a FLOAT32 product is cut into tiles for OpenBLAS's kernels for small matrices.
 *
 * <p>On processors with AVX-512 OpenBLAS has such kernels. They take factors as they lie, while the
 * others first copy both into another order, and they reach 105 to 115 GFLOP/s on one core of the
 * machine where the others reach 60 with 20 rows and 95 to 100 with 100. But OpenBLAS uses them for
 * up to 10<sup>6</sup> multiplications only (for rows times rows, that is A B<sup>T</sup>, up to
 * 1,152 elements of the result), so larger products are handed over in tiles. The rules below are
 * measured (docs/adr/0011); where they do not win, a product stays whole.
 *
 * @param rows the rows of a tile
 * @param columns its columns
 * @param depth how many terms of each sum are added at a time
 */
record Tiling(int rows, int columns, int depth) {
  static final Tiling WHOLE = new Tiling(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** OpenBLAS's names of the kinds of processor for which it has these kernels. */
  private static final Set<String> KERNELS = Set.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS");

  private static final int MULTIPLICATIONS = 1_000_000;
  private static final int DOT_ELEMENTS = 1152;

  /** The kernels compute 12 rows and 64 columns, or parts of that, at a time. */
  private static final int ROWS = 12;

  private static final int COLUMNS = 64;

  /** Says whether the loaded OpenBLAS has these kernels. */
  static boolean pay(String kernels) {
    return KERNELS.contains(kernels);
  }

  /** Chooses the tiles for a product whose C is row-major. */
  static Tiling of(Product p) {
    int m = p.c().rows();
    int n = p.c().columns();
    int k = p.a().columns();
    if ((double) m * n * k <= MULTIPLICATIONS) {
      return WHOLE;
    }
    boolean aByRows = p.a().isRowMajor();
    if (p.b().isRowMajor()) {
      return aByRows ? ofRowsTimesMatrix(n, k) : ofColumnsTimesRows(n, k);
    }
    return aByRows ? ofRowsTimesColumns(m, n, k) : WHOLE;
  }

  /** A B: a panel of B stays in the second-level cache while all rows of A meet it. */
  private static Tiling ofRowsTimesMatrix(int n, int k) {
    if (n < 8) {
      return WHOLE;
    }
    int depth = even(k, 600);
    int columns = Math.min(n, COLUMNS);
    return new Tiling(multiple(ROWS, columns, depth), columns, depth);
  }

  /** A^T B, the sum over a batch: C is large and best passed through once, in long rows. */
  private static Tiling ofColumnsTimesRows(int n, int k) {
    if (n > 1024 && k > 32) {
      return WHOLE;
    }
    int depth = even(k, 512);
    int columns = Math.min(n, multiple(16, ROWS, depth));
    return new Tiling(multiple(ROWS, columns, depth), columns, depth);
  }

  /** A B^T: every element is a product of two rows, and long rows are read best. */
  private static Tiling ofRowsTimesColumns(int m, int n, int k) {
    int few = Math.min(m, n);
    if (k < 100 || few > 128 || (few > 64 && k < 256)) {
      return WHOLE;
    }
    int depth = even(k, MULTIPLICATIONS / (ROWS * COLUMNS));
    int columns = Math.min(n, COLUMNS);
    int rows = Math.min(DOT_ELEMENTS / columns, MULTIPLICATIONS / (columns * depth));
    return new Tiling(Math.max(ROWS, rows / ROWS * ROWS), columns, depth);
  }

  /** The largest multiple of {@code step} that a tile may have on one side, given the other two. */
  private static int multiple(int step, int other, int depth) {
    return Math.max(step, MULTIPLICATIONS / (other * depth) / step * step);
  }

  /** Divides an extent into equal parts, none longer than {@code most}. */
  private static int even(int extent, int most) {
    int parts = (extent + most - 1) / most;
    return (extent + parts - 1) / parts;
  }
}
