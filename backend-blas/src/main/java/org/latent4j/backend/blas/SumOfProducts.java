package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.PieceProducts.Term;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.op.DataType;

/**
 * C = alpha<sub>1</sub> A<sub>1</sub> B<sub>1</sub> + alpha<sub>2</sub> A<sub>2</sub> B<sub>2</sub>
 * + ... + beta C of matrices in arrays, by jblas on the calling thread. C is fetched and brought
 * back once for all products.
 */
final class SumOfProducts {
  /** Where nothing needs to be kept for another panel. */
  private static final Factor[] NONE = {};

  private SumOfProducts() {}

  /**
   * Computes C.
   *
   * @param type FLOAT32 or FLOAT64
   * @param terms at least one, of matrices that are not empty; C lies row by row
   * @param beta the factor of C, which is not read if it is 0
   * @param c where C is; no A or B is there
   */
  static void compute(DataType type, Term[] terms, double beta, ArrayStorage c) {
    Scratch scratch = Scratch.ofThread();
    Matrix whole = terms[0].piece().c();
    Summands summands =
        Stack.takes(terms) ? new Stack(type, terms, scratch) : new Chain(terms, scratch);
    Panels panels = Panels.of(whole.rows(), whole.columns(), summands.depth(0));
    int count = summands.count();
    Factor[] lefts = panels.count() == 1 ? NONE : new Factor[count];
    for (int panel = 0; panel < panels.count(); panel++) {
      int from = panels.from(panel);
      int to = panels.from(panel + 1);
      Matrix part = panels.count() == 1 ? whole : whole.part(0, whole.rows(), from, to);
      Object result = Result.fetch(c, part, beta != 0, scratch);
      for (int i = 0; i < count; i++) {
        Factor left = panel == 0 ? summands.left(i, panels.count()) : lefts[i];
        if (lefts != NONE) {
          lefts[i] = left;
        }
        Factor right = summands.right(i, from, to);
        int depth = summands.depth(i);
        double factor = i == 0 ? beta : 1;
        Gemm.run(part.rows(), to - from, depth, summands.alpha(i), left, right, factor, result);
      }
      Result.bringBack(result, c, part);
    }
  }
}
