package org.latent4j.backend.java.host;

import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Copies rows by index, adds them up and replaces them. */
final class RowEngine {
  /** Elements that are worth waking another thread for. */
  private static final long WORTH_SHARING = 200_000;

  private final Workers workers;
  private final Workspaces workspaces;

  RowEngine(Workers workers, Workspaces workspaces) {
    this.workers = workers;
    this.workspaces = workspaces;
  }

  void gather(View source, View indices, View out) {
    int[] rows = rows("gather", indices, source);
    Layout from = source.layout();
    Layout to = out.layout();
    if (to.shape().size() == 0) {
      return;
    }
    int columns = (int) (to.shape().size() / rows.length);
    boolean direct = hasDenseRows(from) && hasDenseRows(to) && isPacked(to, columns);
    Traversal row = new Traversal(to.shape().without(0), row(from), row(to));
    int parts = to.shape().size() < WORTH_SHARING ? 1 : Math.min(rows.length, 4 * workers.count());
    workers.run(
        parts,
        part -> {
          int first = (int) ((long) part * rows.length / parts);
          int last = (int) ((part + 1L) * rows.length / parts);
          if (direct) {
            HostStorage target = HostBackend.storage(out);
            HostBackend.storage(source)
                .gatherRows(
                    from.offset(), from.stride(0), columns, rows, first, last, target, to.offset());
            return;
          }
          for (int r = first; r < last; r++) {
            copy(row, source, rows[r] * from.stride(0), out, r * to.stride(0));
          }
        });
  }

  /** Whether the elements of each row follow each other without gaps. */
  private static boolean hasDenseRows(Layout layout) {
    Layout row = row(layout);
    return row.equals(Layout.dense(row.shape()).shifted(row.offset()));
  }

  /** Whether the rows follow each other without gaps, too. */
  private static boolean isPacked(Layout layout, int columns) {
    return layout.shape().dim(0) == 1 || layout.stride(0) == columns;
  }

  private void copy(Traversal row, View source, long fromBase, View out, long toBase) {
    for (long chunk = 0; chunk < row.chunks(); chunk++) {
      copy(row, chunk, source, fromBase, out, toBase);
    }
  }

  /** Adds every row of the source to the row of the output that its index names. */
  void scatterAdd(View source, View indices, View out) {
    scatter("scatterAdd", source, indices, out, this::add);
  }

  /** Puts every row of the source in the place of the row of the output that its index names. */
  void replaceRows(View source, View indices, View out) {
    scatter("withRows", source, indices, out, this::copy);
  }

  /** What is done with one chunk of a row. */
  private interface ChunkOfRow {
    void move(Traversal row, long chunk, View source, long fromBase, View out, long toBase);
  }

  /** Every part does its columns of all rows, in the order of the rows. */
  private void scatter(String operation, View source, View indices, View out, ChunkOfRow move) {
    int[] rows = rows(operation, indices, out);
    Layout from = source.layout();
    Layout to = out.layout();
    Traversal row = new Traversal(to.shape().without(0), row(from), row(to));
    boolean shared = from.shape().size() >= WORTH_SHARING;
    int parts = shared ? (int) Math.min(row.chunks(), 4L * workers.count()) : 1;
    workers.run(
        parts,
        part -> {
          for (int r = 0; r < rows.length; r++) {
            long last = row.chunks() * (part + 1) / parts;
            for (long chunk = row.chunks() * part / parts; chunk < last; chunk++) {
              move.move(row, chunk, source, r * from.stride(0), out, rows[r] * to.stride(0));
            }
          }
        });
  }

  private void copy(Traversal row, long chunk, View source, long fromBase, View out, long toBase) {
    HostStorage from = HostBackend.storage(source);
    Object array = Elements.array(workspaces.get(), from.type());
    long start = row.start(chunk);
    int n = row.length(chunk);
    row.read(0, from, fromBase, start, array, n);
    row.write(1, HostBackend.storage(out), toBase, start, array, n);
  }

  private void add(Traversal row, long chunk, View source, long fromBase, View out, long toBase) {
    HostStorage from = HostBackend.storage(source);
    HostStorage to = HostBackend.storage(out);
    Workspace workspace = workspaces.get();
    long start = row.start(chunk);
    int n = row.length(chunk);
    if (from.type() == DataType.FLOAT32) {
      float[][] registers = workspace.floatRegisters(2);
      row.read(0, from, fromBase, start, registers[0], n);
      row.read(1, to, toBase, start, registers[1], n);
      for (int i = 0; i < n; i++) {
        registers[1][i] += registers[0][i];
      }
      row.write(1, to, toBase, start, registers[1], n);
    } else {
      double[][] registers = workspace.doubleRegisters(2);
      row.read(0, from, fromBase, start, registers[0], n);
      row.read(1, to, toBase, start, registers[1], n);
      for (int i = 0; i < n; i++) {
        registers[1][i] += registers[0][i];
      }
      row.write(1, to, toBase, start, registers[1], n);
    }
  }

  /** The first row of a view, without the leading axis. */
  private static Layout row(Layout layout) {
    return dropAxis(layout, 0);
  }

  /** The view of the elements at position 0 of an axis. */
  static Layout dropAxis(Layout layout, int axis) {
    Shape shape = layout.shape().without(axis);
    long[] strides = new long[shape.rank()];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = layout.stride(i < axis ? i : i + 1);
    }
    return Layout.of(shape, layout.offset(), strides);
  }

  /** Reads the indices and checks them against the rows of {@code target}. */
  private static int[] rows(String operation, View indices, View target) {
    Shape shape = indices.layout().shape();
    int[] rows = new int[shape.dim(0)];
    if (rows.length > 0) {
      HostStorage storage = HostBackend.storage(indices);
      long stride = indices.layout().stride(0);
      if (stride == 0) {
        storage.read(indices.layout().offset(), rows, 0, 1);
        Elements.repeat(rows, 0, 1, rows.length);
      } else {
        storage.readStrided(indices.layout().offset(), stride, rows, 0, rows.length);
      }
    }
    int limit = target.layout().shape().dim(0);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= limit) {
        throw new IndexOutOfBoundsException(
            operation
                + ": index "
                + rows[i]
                + " at position "
                + i
                + " is not a row of shape "
                + target.layout().shape()
                + "; indices go from 0 to "
                + (limit - 1));
      }
    }
    return rows;
  }
}
