package org.latent4j.backend.cpu;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;

/**
 * How a FLOAT32 product is cut into tiles for OpenBLAS's kernels for small matrices.
 *
 * <p>On processors with AVX-512 OpenBLAS has such kernels. They take factors as they lie, while the
 * others first copy both into another order, and they reach 215 to 235 GFLOP/s on one core of a
 * machine where the others reach 90 with 20 rows, 150 with 50 and 200 to 215 with 256. But OpenBLAS
 * uses them for up to 10<sup>6</sup> multiplications only (for rows times rows, that is A
 * B<sup>T</sup>, up to 1,152 elements of the result), so larger products are handed over in tiles,
 * whose part of B stays in the first-level cache while the rows of A meet it. The rules below are
 * measured (docs/adr/0011); where they do not win, a product stays whole.
 *
 * @param rows the rows of a tile
 * @param columns its columns
 * @param depth how many terms of each sum are added at a time
 * @param copiesB whether a tile of B is copied to a place of its own first
 */
record Tiling(int rows, int columns, int depth, boolean copiesB) {
  /** Half of the second-level cache of the processors that have these kernels. */
  private static final long BLOCK_BYTES = 1 << 19;

  static final Tiling WHOLE =
      new Tiling(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, false);

  /** The most elements of a tile of B that is copied. */
  static final int MOST_COPIED = 96 * 128;

  /** OpenBLAS's names of the kinds of processor for which it has these kernels. */
  private static final Set<String> KERNELS = Set.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS");

  private static final int MULTIPLICATIONS = 1_000_000;
  private static final int DOT_ELEMENTS = 1152;

  /** The kernels compute 12 rows and 64 columns, or parts of that, at a time. */
  private static final int ROWS = 12;

  private static final int COLUMNS = 64;

  /** So many terms of 64 columns are 28 kB. */
  private static final int DEPTH = 112;

  /** Rows for which copying a tile of B pays. */
  private static final int WORTH_COPYING = 32;

  /** Tilings made before, at places that their numbers choose: a product makes no garbage. */
  private static final AtomicReferenceArray<Tiling> MADE = new AtomicReferenceArray<>(256);

  /** Says whether the loaded OpenBLAS has these kernels. */
  static boolean pay(String kernels) {
    return KERNELS.contains(kernels);
  }

  /**
   * Returns how many rows of C meet all of B before the next do: a multiple of the rows of a tile,
   * so that their rows of A stay in the second-level cache; all, if those of a single tile do not.
   *
   * @param k the terms of a sum
   */
  int blockRows(int k) {
    if (copiesB || equals(WHOLE)) {
      return Integer.MAX_VALUE;
    }
    long tiles = BLOCK_BYTES / ((long) Float.BYTES * k * rows);
    return tiles == 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, tiles * rows);
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
      return aByRows ? ofRowsTimesMatrix(p, m, n, k) : ofColumnsTimesRows(p, n, k);
    }
    return aByRows ? ofRowsTimesColumns(m, n, k) : WHOLE;
  }

  private static Tiling of(int rows, int columns, int depth, boolean copiesB) {
    int place = Math.floorMod((rows * 31 + columns) * 31 + depth, MADE.length());
    Tiling made = MADE.get(place);
    if (made == null
        || made.rows != rows
        || made.columns != columns
        || made.depth != depth
        || made.copiesB != copiesB) {
      made = new Tiling(rows, columns, depth, copiesB);
      MADE.set(place, made);
    }
    return made;
  }

  /** A B. */
  private static Tiling ofRowsTimesMatrix(Product p, int m, int n, int k) {
    if (n < 8) {
      return WHOLE;
    }
    if (!collides(p.b())) {
      // Few rows make small tiles; wider ones are fewer calls.
      int columns = Math.min(n, m > 64 ? COLUMNS : m > 24 ? 2 * COLUMNS : 3 * COLUMNS);
      return inPlace(columns, even(k, DEPTH));
    }
    if (m < WORTH_COPYING) {
      return inPlace(Math.min(n, COLUMNS), even(k, 600));
    }
    int columns = Math.min(n, 96);
    int depth = even(k, MOST_COPIED / 96);
    return of(multiple(ROWS, columns, depth), columns, depth, true);
  }

  /** A^T B, the sum over a batch. */
  private static Tiling ofColumnsTimesRows(Product p, int n, int k) {
    boolean collides = collides(p.c());
    if (collides && n > 1024 && k > 128) {
      return WHOLE;
    }
    return inPlace(Math.min(n, COLUMNS), even(k, collides ? 256 : 128));
  }

  /**
   * Whether the rows of a matrix are so many bytes apart that those of a tile fall on the same few
   * places of the first-level cache and drive each other out.
   */
  private static boolean collides(Matrix matrix) {
    return matrix.leading() % 128 == 0;
  }

  private static Tiling inPlace(int columns, int depth) {
    return of(multiple(ROWS, columns, depth), columns, depth, false);
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
    return of(Math.max(ROWS, rows / ROWS * ROWS), columns, depth, false);
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
