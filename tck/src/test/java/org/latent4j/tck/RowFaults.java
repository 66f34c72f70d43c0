package org.latent4j.tck;

import java.util.List;
import org.latent4j.backend.Key;
import org.latent4j.backend.OperationCall;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.random.Threefry;

/** Faults of rows and child keys. */
final class RowFaults {
  private RowFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("6.01", "the strides of indices are ignored", DenseIndices::new),
        Fault.of("6.02", "of rows with equal indices the last one counts", Overwriting::new),
        Fault.of("6.02", "what the output holds is lost", Clearing::new),
        Fault.of("6.03", "rows are added in reverse order", Backwards::new),
        Fault.of("6.04", "an index out of range means the last row", Clamping::new),
        Fault.of("6.06", "of rows with equal indices the first one stays", FirstRowStays::new),
        Fault.of("6.06", "rows are added to those that they replace", AddedRows::new),
        Fault.of("6.07", "rows are written until an index is bad", WrittenBefore::new),
        Fault.of("6.05", "the number of a child is extended with its sign", SignedChild::new),
        Fault.of("6.05", "the counter is ignored", NoCounter::new));
  }

  private static View firstIndices(View indices) {
    return new View(indices.storage(), Layout.dense(indices.layout().shape()));
  }

  private static final class DenseIndices extends ReferenceBackend {
    @Override
    public void gather(View source, View indices, View out) {
      super.gather(source, firstIndices(indices), out);
    }
  }

  private static final class Overwriting extends ReferenceBackend {
    @Override
    double accumulate(double sum, double term) {
      return term;
    }
  }

  private static final class Clearing extends ReferenceBackend {
    @Override
    public void scatterAdd(View source, View indices, View out) {
      Storage zeros = allocate(out.storage().type(), out.layout().shape().size());
      View from = new View(zeros, Layout.dense(out.layout().shape()));
      OperationCall.copy(this, from, out);
      super.scatterAdd(source, indices, out);
    }
  }

  private static final class Backwards extends ReferenceBackend {
    @Override
    public void scatterAdd(View source, View indices, View out) {
      int rows = indices.layout().shape().dim(0);
      for (int row = rows - 1; row >= 0; row--) {
        super.scatterAdd(row(source, row), row(indices, row), out);
      }
    }

    private static View row(View view, int row) {
      return new View(view.storage(), view.layout().slice(0, row, row + 1));
    }
  }

  private static final class Clamping extends ReferenceBackend {
    @Override
    int checkedRow(int index, int rows) {
      return Math.min(Math.max(index, 0), rows - 1);
    }
  }

  private static final class FirstRowStays extends ReferenceBackend {
    @Override
    public void replaceRows(View source, View indices, View out) {
      for (int row = indices.layout().shape().dim(0) - 1; row >= 0; row--) {
        super.replaceRows(Backwards.row(source, row), Backwards.row(indices, row), out);
      }
    }
  }

  private static final class AddedRows extends ReferenceBackend {
    @Override
    public void replaceRows(View source, View indices, View out) {
      scatterAdd(source, indices, out);
    }
  }

  private static final class WrittenBefore extends ReferenceBackend {
    @Override
    public void replaceRows(View source, View indices, View out) {
      for (int row = 0; row < indices.layout().shape().dim(0); row++) {
        super.replaceRows(Backwards.row(source, row), Backwards.row(indices, row), out);
      }
    }
  }

  private static final class SignedChild extends ReferenceBackend {
    @Override
    long child(long key, int n) {
      return Threefry.block(key, Threefry.CHILD_BIT | n);
    }
  }

  private static final class NoCounter extends ReferenceBackend {
    @Override
    public void foldKey(Key parent, int n, View counter, View out) {
      super.foldKey(parent, n, null, out);
    }
  }
}
