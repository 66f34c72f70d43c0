package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** A matrix product whose parts are rectangles of the result, or shares of its sums. */
final class ProductWork implements Work {
  /** Multiplications and additions that a core does in a nanosecond, roughly. */
  private static final double RATE = 80;

  private final PieceProducts products;
  private final ThreadLocal<Workspace> workspaces;
  private final Operation.MatrixProduct operation;
  private final DataType type;
  private final Bound a;
  private final Bound b;
  private final @Nullable Bound factor;
  private final List<Place> targets;
  private final Product[] pieces;
  private final List<Access> accesses = new ArrayList<>();
  private final double cost;

  /**
   * Makes the work of a node.
   *
   * @param products who multiplies
   * @param workspaces the arrays of the threads
   * @param node the operation and the type of its matrices
   * @param operands A, B and the factor if there is one
   * @param whole the product, relative to the first elements of the values
   * @param targets where each part's C is: the result, for {@link ProductCut#TERMS} also a buffer
   *     for each part but the first
   * @param cut how the product is divided
   * @param parts how many parts
   */
  ProductWork(
      PieceProducts products,
      ThreadLocal<Workspace> workspaces,
      TypedProduct node,
      List<Bound> operands,
      Product whole,
      List<Place> targets,
      ProductCut cut,
      int parts) {
    this.products = products;
    this.workspaces = workspaces;
    this.operation = node.operation();
    this.type = node.type();
    this.a = operands.get(0);
    this.b = operands.get(1);
    this.factor = operation.scaled() ? operands.get(2) : null;
    this.targets = List.copyOf(targets);
    this.pieces = new Product[parts];
    for (int part = 0; part < parts; part++) {
      pieces[part] = piece(whole, cut, parts, part);
    }
    this.cost = cost((long) whole.c().rows() * whole.c().columns(), whole.a().columns());
    noteAccesses(whole, cut, parts);
  }

  /** Returns an estimate of the work of a product, in nanoseconds. */
  static double cost(long elements, int terms) {
    return 2.0 * elements * terms / RATE;
  }

  /**
   * A product's operation and the type of its matrices.
   *
   * @param operation the factors
   * @param type FLOAT32 or FLOAT64
   */
  record TypedProduct(Operation.MatrixProduct operation, DataType type) {}

  private static Product piece(Product p, ProductCut cut, int parts, int part) {
    int rows = p.c().rows();
    int columns = p.c().columns();
    int terms = p.a().columns();
    return switch (cut) {
      case ROWS -> {
        Bands bands = new Bands(rows, parts);
        yield new Product(
            p.a().part(bands.from(part), bands.to(part), 0, terms),
            p.b(),
            p.c().part(bands.from(part), bands.to(part), 0, columns));
      }
      case COLUMNS -> {
        Bands bands = new Bands(columns, parts);
        yield new Product(
            p.a(),
            p.b().part(0, terms, bands.from(part), bands.to(part)),
            p.c().part(0, rows, bands.from(part), bands.to(part)));
      }
      case TERMS -> {
        Bands bands = new Bands(terms, parts);
        yield new Product(
            p.a().part(0, rows, bands.from(part), bands.to(part)),
            p.b().part(bands.from(part), bands.to(part), 0, columns),
            p.c());
      }
    };
  }

  private void noteAccesses(Product whole, ProductCut cut, int parts) {
    Layout c = Layout.dense(Shape.of(whole.c().rows(), whole.c().columns()));
    boolean alone = parts == 1;
    Footprint ofA =
        alone || cut == ProductCut.COLUMNS
            ? null
            : Footprint.of(a.layout(), cut == ProductCut.ROWS ? 0 : 1);
    Footprint ofB =
        alone || cut == ProductCut.ROWS
            ? null
            : Footprint.of(b.layout(), cut == ProductCut.COLUMNS ? 1 : 0);
    Footprint ofC =
        alone || cut == ProductCut.TERMS ? null : Footprint.of(c, cut == ProductCut.ROWS ? 0 : 1);
    accesses.add(a.read(ofA));
    accesses.add(b.read(ofB));
    if (factor != null) {
      accesses.add(factor.read(null));
    }
    targets.forEach(target -> accesses.add(new Access(target, ofC, true)));
  }

  @Override
  public void run(int part) {
    if (part >= pieces.length) {
      return;
    }
    Product piece = pieces[part];
    Place target = targets.get(Math.min(part, targets.size() - 1));
    if (piece.c().rows() == 0 || piece.c().columns() == 0) {
      return;
    }
    double alpha = operation.alpha();
    if (factor != null) {
      alpha *= factor.scalar(workspaces.get());
    }
    products.multiply(
        type,
        alpha,
        moved(piece, target),
        a.place().storage(),
        b.place().storage(),
        operation.beta(),
        target.storage());
  }

  /** The piece where its matrices are now. */
  private Product moved(Product piece, Place target) {
    long toA = a.place().offset();
    long toB = b.place().offset();
    long toC = target.offset();
    return toA == 0 && toB == 0 && toC == 0
        ? piece
        : new Product(moved(piece.a(), toA), moved(piece.b(), toB), moved(piece.c(), toC));
  }

  private static Matrix moved(Matrix m, long by) {
    return new Matrix(m.offset() + by, m.rows(), m.columns(), m.rowStride(), m.columnStride());
  }

  @Override
  public List<Access> accesses() {
    return accesses;
  }

  @Override
  public double cost() {
    return cost;
  }
}
