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
    Summands summands = Stack.takes(terms) ? scratch.stack(type, terms) : scratch.chain(terms);
    int panels = Panels.count(whole.rows(), whole.columns(), summands.depth(0));
    for (int panel = 0; panel < panels; panel++) {
      int from = Panels.from(panel, panels, whole.columns());
      int to = Panels.from(panel + 1, panels, whole.columns());
      Matrix part = scratch.cuts().columns(whole, from, to);
      Object result = Result.fetch(c, part, beta != 0, scratch);
      for (int i = 0; i < summands.count(); i++) {
        // With several panels each left factor has a place of its own, where it stays.
        Factor left = panel == 0 ? summands.left(i, panels) : scratch.left(i).factor();
        Factor right = summands.right(i, from, to);
        int depth = summands.depth(i);
        double factor = i == 0 ? beta : 1;
        Gemm.run(part.rows(), to - from, depth, summands.alpha(i), left, right, factor, result);
      }
      Result.bringBack(result, c, part);
    }
  }
}
