package org.latent4j.backend.cuda.kernel;

import java.util.List;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/**
 * Plans the addition of rows by index, and their replacement. The block of the first row with an
 * index adds all rows with that index, in their order; the blocks of the others find an earlier one
 * and end. Rows are replaced by the block of the last with an index. So no two blocks write the
 * same element, and sums are made in the order that the definition states. The search costs
 * R<sup>2</sup> / 256 comparisons a thread for R rows, whatever the size of the result.
 */
final class ScatterCall {
  private static final int THREADS = 256;

  private record Form(boolean adds, ElementType type, int rank) {}

  private final boolean adds;
  private final View source;
  private final View indices;
  private final View out;
  private final ElementType type;
  private final Axes axes;

  ScatterCall(boolean adds, View source, View indices, View out) {
    this.adds = adds;
    this.source = source;
    this.indices = indices;
    this.out = out;
    type = ElementType.of(out.storage().type());
    Layout from = source.layout();
    Layout to = out.layout();
    Shape row = to.shape().without(0);
    axes = Axes.of(row, List.of(rowOf(from, row), rowOf(to, row)), false);
  }

  private static Layout rowOf(Layout layout, Shape row) {
    long[] strides = new long[row.rank()];
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = layout.stride(axis + 1);
    }
    return Layout.of(row, layout.offset(), strides);
  }

  Work plan(KernelCache cache, Grid grid) {
    if (source.layout().shape().size() == 0) {
      return Work.NONE;
    }
    long rows = source.layout().shape().dim(0);
    long columns = axes.rows() * axes.inner();
    long columnTiles = (columns + THREADS - 1) / THREADS;
    Parameters parameters = new Parameters(true);
    parameters.input(type.cuda(), "source", Operand.of(source).address());
    parameters.int64("source_row", source.layout().stride(0));
    parameters.input("int", "indices", Operand.of(indices).address());
    parameters.int64("indices_stride", indices.layout().stride(0));
    parameters.output(type.cuda(), "out", Operand.of(out).address());
    parameters.int64("out_row", out.layout().stride(0));
    for (int axis = 0; axis < axes.rank(); axis++) {
      parameters.index("source_stride" + axis, axes.stride(0, axis));
      parameters.index("out_stride" + axis, axes.stride(1, axis));
    }
    for (int axis = 1; axis < axes.rank(); axis++) {
      parameters.divisor("extent" + axis, axes.extents().get(axis));
    }
    parameters.index("rows", rows);
    parameters.index("columns", columns);
    parameters.index("column_tiles", columnTiles);
    parameters.integer("limit", out.layout().shape().dim(0));
    parameters.output("int", "fault", new Argument.Fault());
    Kernel kernel = cache.kernel(new Form(adds, type, axes.rank()), () -> write(parameters));
    return Work.of(grid.tiles(kernel, rows * columnTiles, THREADS, parameters.arguments()));
  }

  private Kernel write(Parameters parameters) {
    Lines lines = new Lines();
    lines.use(Helper.INDEX);
    if (adds) {
      lines.add("__shared__ bool matches[%d];", THREADS);
    }
    lines.open("for (Index tile = blockIdx.x; tile < rows * column_tiles; tile += gridDim.x)");
    lines.add("const Index row = tile / column_tiles;");
    lines.add("const Index column = (tile - row * column_tiles) * %d + threadIdx.x;", THREADS);
    lines.add("const int target = indices[row * indices_stride];");
    if (adds) {
      writeSearch(lines, "earlier", "0", "row");
      writePlaces(lines);
      writeSum(lines);
    } else {
      writeSearch(lines, "later", "row + 1", "rows");
      writePlaces(lines);
      lines.add("if (column < columns) out[to] = source[row * source_row + from];");
    }
    lines.close();
    return adds
        ? lines.kernel("scatter_add", "out[indices[r]] += source[r]", true, parameters)
        : lines.kernel("replace_rows", "out[indices[r]] = source[r]", true, parameters);
  }

  /** Ends the block's work on a row if one of certain others has the same index. */
  private static void writeSearch(Lines lines, String found, String from, String to) {
    lines.add("bool %s = false;", found);
    lines.open("for (Index first = %s; first < %s && !%s; first += %d)", from, to, found, THREADS);
    lines.add("const Index other = first + threadIdx.x;");
    lines.add(
        "%s = __syncthreads_or(other < %s && indices[other * indices_stride] == target);",
        found, to);
    lines.close();
    lines.add("if (%s || !latent4j_row(target, limit, fault)) continue;", found);
  }

  private void writePlaces(Lines lines) {
    String rest = "column";
    StringBuilder from = new StringBuilder();
    StringBuilder to = new StringBuilder("target * out_row");
    for (int axis = axes.rank() - 1; axis >= 0; axis--) {
      String coordinate = rest;
      if (axis > 0) {
        lines.add("const Index rest%d = %s / extent%d;", axis, rest, axis);
        lines.add("const Index c%d = %s - rest%d * extent%d;", axis, rest, axis, axis);
        coordinate = "c" + axis;
        rest = "rest" + axis;
      }
      from.append(from.length() == 0 ? "" : " + ");
      from.append(coordinate).append(" * source_stride").append(axis);
      to.append(" + ").append(coordinate).append(" * out_stride").append(axis);
    }
    lines.add("const Index from = " + from + ";");
    lines.add("const Index to = " + to + ";");
  }

  /** Goes through the rows in pieces; each thread looks at one index and adds one column. */
  private void writeSum(Lines lines) {
    lines.add("%s sum = column < columns ? out[to] : 0;", type.cuda());
    lines.open("for (Index first = row; first < rows; first += " + THREADS + ")");
    lines.add("const Index other = first + threadIdx.x;");
    lines.add("const bool same = other < rows && indices[other * indices_stride] == target;");
    lines.add("matches[threadIdx.x] = same;");
    lines.add("if (!__syncthreads_or(same)) continue;");
    lines.open("for (int k = 0; k < " + THREADS + " && column < columns; ++k)");
    lines.add("if (matches[k]) sum += source[(first + k) * source_row + from];");
    lines.close();
    lines.add("__syncthreads();");
    lines.close();
    lines.add("if (column < columns) out[to] = sum;");
  }
}
