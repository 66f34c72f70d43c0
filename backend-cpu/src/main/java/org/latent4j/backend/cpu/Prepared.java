package org.latent4j.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.backend.View;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * One product of a batch, in a form that OpenBLAS takes: factors whose strides it does not know are
 * copied to dense ones first, and a result with such strides is computed beside and copied there at
 * the end. That is rare: transposing and slicing matrices needs no copy, broadcasting them does.
 */
final class Prepared implements AutoCloseable {
  private static final boolean TILES_PAY = Tiling.pay(OpenBlas.kernels());

  private final NativeMemory memory;
  private final DataType type;
  private final List<NativeStorage> copies = new ArrayList<>(0);
  private final Operand a;
  private final Operand b;
  private final Operand c;
  private final Operand out;
  private final boolean beside;

  /**
   * Prepares product number {@code index} of the batch; C is read only if {@code beta} is not 0.
   */
  Prepared(NativeMemory memory, View a, View b, double beta, View out, int index) {
    this.memory = memory;
    this.type = out.storage().type();
    Product asked =
        new Product(
            Matrix.of(a.layout(), index),
            Matrix.of(b.layout(), index),
            Matrix.of(out.layout(), index));
    boolean swap = asked.isByColumns();
    Product product = swap ? asked.transposed() : asked;
    this.a = taken(new Operand(swap ? b : a, product.a()), Cblas.takes(product.a()), true);
    this.b = taken(new Operand(swap ? a : b, product.b()), Cblas.takes(product.b()), true);
    this.out = new Operand(out, product.c());
    this.beside = !product.c().isRowMajor();
    this.c = taken(this.out, !beside, beta != 0);
  }

  /** Returns the product to run, whole or in cells. */
  Product product() {
    return new Product(a.matrix(), b.matrix(), c.matrix());
  }

  /** Runs the product or one of its cells: C = alpha A B + beta C. */
  void run(double alpha, Product p, double beta) {
    if (p.a().columns() == 0) {
      // What an empty sum leaves in C is not the same in all of OpenBLAS's kernels.
      c.scale(p.c(), beta);
    } else if (type == DataType.FLOAT32) {
      Tiling tiling = TILES_PAY ? Tiling.of(p) : Tiling.WHOLE;
      Cblas.sgemm((float) alpha, p, a.address(), b.address(), (float) beta, c.address(), tiling);
    } else {
      Cblas.dgemm(alpha, p, a.address(), b.address(), beta, c.address());
    }
  }

  private Operand taken(Operand operand, boolean asItLies, boolean withContents) {
    if (asItLies) {
      return operand;
    }
    Matrix dense = Matrix.dense(operand.matrix().rows(), operand.matrix().columns());
    NativeStorage storage = memory.storage(type, (long) dense.rows() * dense.columns());
    copies.add(storage);
    Operand copy = new Operand(storage, dense);
    if (withContents) {
      operand.copyTo(copy);
    }
    return copy;
  }

  /** Puts a result that was computed beside in its place. */
  void finish() {
    if (beside) {
      c.copyTo(out);
    }
  }

  /** Frees the copies. */
  @Override
  public void close() {
    copies.forEach(NativeStorage::close);
  }
}
