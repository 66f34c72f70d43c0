package org.latent4j.backend.cuda.kernel;

import org.latent4j.backend.Scalar;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/**
 * Plans a matrix product of operands of any strides, for what cuBLASLt does not take. A block makes
 * a tile of the result; terms are added by fused multiply-adds over pieces of the inner axis, and
 * the sums of the pieces in order.
 */
final class MatrixProductCall {
  /** Rows and columns of a tile of the result. */
  private static final int TILE = 64;

  /** Terms of a piece of the inner axis. */
  private static final int PIECE = 16;

  /** Threads along each side of a tile. */
  private static final int SIDE = 16;

  private static final int THREADS = SIDE * SIDE;

  /** Rows and columns of the result that one thread makes. */
  private static final int EACH = TILE / SIDE;

  /**
   * What distinguishes one kernel from another.
   *
   * @param type of all operands
   * @param scaled whether alpha is read
   * @param adds whether beta is not 0
   * @param leftAlong whether neighbours in memory are neighbours along the inner axis in A
   * @param rightAlong the same for B
   */
  private record Form(
      ElementType type, boolean scaled, boolean adds, boolean leftAlong, boolean rightAlong) {}

  private final Scalar alpha;
  private final View a;
  private final View b;
  private final double beta;
  private final View out;
  private final Form form;

  MatrixProductCall(Scalar alpha, View a, View b, double beta, View out) {
    this.alpha = alpha;
    this.a = a;
    this.b = b;
    this.beta = beta;
    this.out = out;
    form =
        new Form(
            ElementType.of(out.storage().type()),
            alpha.view() != null,
            beta != 0,
            a.layout().stride(-1) <= a.layout().stride(-2),
            b.layout().stride(-2) < b.layout().stride(-1));
  }

  Work plan(KernelCache cache, Grid grid) {
    Shape shape = out.layout().shape();
    if (shape.size() == 0) {
      return Work.NONE;
    }
    long rowTiles = ((long) shape.dim(-2) + TILE - 1) / TILE;
    long columnTiles = ((long) shape.dim(-1) + TILE - 1) / TILE;
    long batch = shape.rank() == 3 ? shape.dim(0) : 1;
    Parameters parameters = new Parameters(true);
    parameters.input(form.type().cuda(), "a", Operand.of(a).address());
    addStrides(parameters, "a", a.layout());
    parameters.input(form.type().cuda(), "b", Operand.of(b).address());
    addStrides(parameters, "b", b.layout());
    parameters.output(form.type().cuda(), "out", Operand.of(out).address());
    addStrides(parameters, "out", out.layout());
    parameters.number(ElementType.FLOAT64, "alpha", alpha.factor());
    View factor = alpha.view();
    if (factor != null) {
      parameters.input(form.type().cuda(), "alpha_factor", Operand.of(factor).address());
    }
    if (form.adds()) {
      parameters.number(form.type(), "beta", beta);
    }
    parameters.int64("rows", shape.dim(-2));
    parameters.int64("columns", shape.dim(-1));
    parameters.int64("terms", a.layout().shape().dim(-1));
    parameters.int64("row_tiles", rowTiles);
    parameters.int64("column_tiles", columnTiles);
    parameters.int64("batch", batch);
    Kernel kernel = cache.kernel(form, () -> write(parameters));
    long tiles = batch * rowTiles * columnTiles;
    return Work.of(grid.tiles(kernel, tiles, THREADS, parameters.arguments()));
  }

  private static void addStrides(Parameters parameters, String name, Layout layout) {
    boolean batched = layout.shape().rank() == 3;
    parameters.int64(name + "_matrix", batched ? layout.stride(0) : 0);
    parameters.int64(name + "_row", layout.stride(-2));
    parameters.int64(name + "_column", layout.stride(-1));
  }

  private Kernel write(Parameters parameters) {
    String type = form.type().cuda();
    Lines lines = new Lines();
    lines.add("__shared__ %s left[%d][%d];", type, PIECE, TILE + 1);
    lines.add("__shared__ %s right[%d][%d];", type, PIECE, TILE + 1);
    lines.add("const int x = threadIdx.x %% %d;", SIDE);
    lines.add("const int y = threadIdx.x / %d;", SIDE);
    lines.open(
        "for (long long tile = blockIdx.x; tile < batch * row_tiles * column_tiles; tile +="
            + " gridDim.x)");
    lines.add("const long long matrix = tile / (row_tiles * column_tiles);");
    lines.add("const long long row0 = tile / column_tiles %% row_tiles * %d;", TILE);
    lines.add("const long long column0 = tile %% column_tiles * %d;", TILE);
    lines.add("%s sums[%d][%d] = {};", type, EACH, EACH);
    lines.open("for (long long term0 = 0; term0 < terms; term0 += " + PIECE + ")");
    writeLoads(lines);
    lines.add("__syncthreads();");
    writePiece(lines);
    lines.add("__syncthreads();");
    lines.close();
    writeResults(lines);
    lines.close();
    return lines.kernel("matmul", "alpha A B + beta out", true, parameters);
  }

  /** Copies a piece of A and of B to shared memory, neighbouring threads reading neighbours. */
  private void writeLoads(Lines lines) {
    lines.open("for (int at = threadIdx.x; at < " + TILE * PIECE + "; at += " + THREADS + ")");
    String type = form.type().cuda();
    lines.open("");
    lines.add("const int term = at " + (form.leftAlong() ? "% " + PIECE : "/ " + TILE) + ";");
    lines.add("const int row = at " + (form.leftAlong() ? "/ " + PIECE : "% " + TILE) + ";");
    lines.add("const bool inside = term0 + term < terms && row0 + row < rows;");
    lines.add(
        "left[term][row] = inside ? a[matrix * a_matrix + (row0 + row) * a_row + (term0 + term) *"
            + " a_column] : (%s) 0;",
        type);
    lines.close();
    lines.open("");
    lines.add("const int term = at " + (form.rightAlong() ? "% " + PIECE : "/ " + TILE) + ";");
    lines.add("const int column = at " + (form.rightAlong() ? "/ " + PIECE : "% " + TILE) + ";");
    lines.add("const bool inside = term0 + term < terms && column0 + column < columns;");
    lines.add(
        "right[term][column] = inside ? b[matrix * b_matrix + (term0 + term) * b_row + (column0 +"
            + " column) * b_column] : (%s) 0;",
        type);
    lines.close();
    lines.close();
  }

  private void writePiece(Lines lines) {
    String fma = form.type() == ElementType.FLOAT32 ? "fmaf" : "fma";
    lines.add("%s piece[%d][%d] = {};", form.type().cuda(), EACH, EACH);
    lines.unroll("term", PIECE);
    lines.unroll("i", EACH);
    lines.unroll("j", EACH);
    lines.add(
        "piece[i][j] = %s(left[term][y + i * %d], right[term][x + j * %d], piece[i][j]);",
        fma, SIDE, SIDE);
    lines.close().close().close();
    lines.unroll("i", EACH);
    lines.unroll("j", EACH);
    lines.add("sums[i][j] += piece[i][j];");
    lines.close().close();
  }

  private void writeResults(Lines lines) {
    String type = form.type().cuda();
    String factor = form.scaled() ? "alpha * *alpha_factor" : "alpha";
    lines.add("const %s scale = (%s) (%s);", type, type, factor);
    lines.unroll("i", EACH);
    lines.unroll("j", EACH);
    lines.add("const long long row = row0 + y + i * %d;", SIDE);
    lines.add("const long long column = column0 + x + j * %d;", SIDE);
    lines.open("if (row < rows && column < columns)");
    lines.add(
        "%s* const to = out + (matrix * out_matrix + row * out_row + column * out_column);", type);
    lines.add("*to = scale * sums[i][j]%s;", form.adds() ? " + beta * *to" : "");
    lines.close();
    lines.close().close();
  }
}
