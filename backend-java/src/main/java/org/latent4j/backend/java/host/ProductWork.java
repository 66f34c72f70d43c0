package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * A matrix product whose parts are rectangles of the result, or shares of its sums; or several
 * products that are added to the same result one after the other.
 */
final class ProductWork implements Work {
  /** Multiplications and additions that a core does in a nanosecond, roughly. */
  private static final double RATE = 80;

  private final PieceProducts products;
  private final Workspaces workspaces;
  private final DataType type;
  private final List<Factors> terms;
  private final List<Place> targets;
  private final List<Access> accesses;
  private final double cost;

  /** What each part multiplied in the last run, so that the next one makes no garbage. */
  private final PieceProducts.Term[][] lastTerms;

  /** The factors of one product, all of it, and the piece that each part computes. */
  private record Factors(
      Operation.MatrixProduct operation,
      Bound a,
      Bound b,
      @Nullable Bound factor,
      Product whole,
      List<Product> pieces) {
    double alpha(Workspaces workspaces) {
      double alpha = operation.alpha();
      return factor == null ? alpha : alpha * factor.scalar(workspaces.get());
    }

    boolean reads(Place place) {
      return a.place() == place || b.place() == place;
    }
  }

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
      Workspaces workspaces,
      TypedProduct node,
      List<Bound> operands,
      Product whole,
      List<Place> targets,
      ProductCut cut,
      int parts) {
    List<Product> pieces = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      pieces.add(piece(whole, cut, parts, part));
    }
    Operation.MatrixProduct operation = node.operation();
    Bound factor = operation.scaled() ? operands.get(2) : null;
    Factors term = new Factors(operation, operands.get(0), operands.get(1), factor, whole, pieces);
    this.products = products;
    this.workspaces = workspaces;
    this.type = node.type();
    this.terms = List.of(term);
    this.targets = List.copyOf(targets);
    this.accesses = accesses(term, whole, targets, cut, parts);
    this.cost = cost((long) whole.c().rows() * whole.c().columns(), whole.a().columns());
    this.lastTerms = new PieceProducts.Term[parts][1];
  }

  private ProductWork(ProductWork first, ProductWork then) {
    this.products = first.products;
    this.workspaces = first.workspaces;
    this.type = first.type;
    this.terms = concatenated(first.terms, then.terms);
    this.targets = first.targets;
    this.accesses = concatenated(first.accesses, then.accesses);
    this.cost = first.cost + then.cost;
    this.lastTerms = new PieceProducts.Term[first.lastTerms.length][terms.size()];
  }

  private static <T> List<T> concatenated(List<T> first, List<T> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  /** Whether another product adds to the result of this, and each part to the same piece of it. */
  boolean isContinuedBy(ProductWork then) {
    Place target = targets.get(0);
    return targets.size() == 1
        && then.targets.equals(targets)
        && then.type == type
        && then.terms.get(0).operation().beta() == 1
        && Stream.concat(terms.stream(), then.terms.stream()).noneMatch(t -> t.reads(target))
        && resultsOf(terms.get(0)).equals(resultsOf(then.terms.get(0)));
  }

  private static List<Matrix> resultsOf(Factors term) {
    return term.pieces().stream().map(Product::c).toList();
  }

  /** Returns the work of both; {@link #isContinuedBy} says whether there is one. */
  ProductWork and(ProductWork then) {
    return new ProductWork(this, then);
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

  private static List<Access> accesses(
      Factors term, Product whole, List<Place> targets, ProductCut cut, int parts) {
    Layout c = Layout.dense(Shape.of(whole.c().rows(), whole.c().columns()));
    boolean alone = parts == 1;
    Footprint ofA =
        alone || cut == ProductCut.COLUMNS
            ? null
            : Footprint.of(term.a().layout(), cut == ProductCut.ROWS ? 0 : 1);
    Footprint ofB =
        alone || cut == ProductCut.ROWS
            ? null
            : Footprint.of(term.b().layout(), cut == ProductCut.COLUMNS ? 1 : 0);
    Footprint ofC =
        alone || cut == ProductCut.TERMS ? null : Footprint.of(c, cut == ProductCut.ROWS ? 0 : 1);
    List<Access> accesses = new ArrayList<>();
    accesses.add(term.a().read(ofA));
    accesses.add(term.b().read(ofB));
    if (term.factor() != null) {
      accesses.add(term.factor().read(null));
    }
    targets.forEach(target -> accesses.add(new Access(target, ofC, true)));
    return List.copyOf(accesses);
  }

  @Override
  public void run(int part) {
    Factors first = terms.get(0);
    if (part >= first.pieces().size()) {
      return;
    }
    Matrix c = first.pieces().get(part).c();
    if (c.rows() == 0 || c.columns() == 0) {
      return;
    }
    Place target = targets.get(Math.min(part, targets.size() - 1));
    PieceProducts.Term[] ready = lastTerms[part];
    for (int i = 0; i < ready.length; i++) {
      ready[i] = ready(terms.get(i), part, target, ready[i]);
    }
    products.multiplyAll(type, ready, first.operation().beta(), target.storage());
  }

  /** A product where its matrices are now; the one of the last run if nothing has changed. */
  private PieceProducts.Term ready(
      Factors term, int part, Place target, PieceProducts.@Nullable Term last) {
    Product piece = term.pieces().get(part);
    long toA = term.a().place().offset();
    long toB = term.b().place().offset();
    long toC = target.offset();
    boolean stays = toA == 0 && toB == 0 && toC == 0;
    double alpha = term.alpha(workspaces);
    HostStorage a = term.a().place().storage();
    HostStorage b = term.b().place().storage();
    if (last != null
        && stays
        && last.piece().equals(piece)
        && last.alpha() == alpha
        && last.a() == a
        && last.b() == b) {
      return last;
    }
    Product moved =
        stays
            ? piece
            : new Product(moved(piece.a(), toA), moved(piece.b(), toB), moved(piece.c(), toC));
    return new PieceProducts.Term(alpha, moved, term.whole(), a, b);
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
