package org.latent4j.models.data;

import java.util.function.UnaryOperator;
import org.latent4j.op.DataType;

/** Chunks that are changed when they are read. */
final class MappedSource implements Source {

  private final Source before;
  private final UnaryOperator<Dataset> change;
  private final String step;
  private final int columns;
  private final DataType type;

  MappedSource(Source before, UnaryOperator<Dataset> change, String step) {
    this.before = before;
    this.change = change;
    this.step = step;
    Dataset first = chunk(0);
    this.columns = first.columns();
    this.type = first.type();
  }

  @Override
  public String name() {
    return before.name();
  }

  @Override
  public long rows() {
    return before.rows();
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public int rowsPerChunk() {
    return before.rowsPerChunk();
  }

  @Override
  public Dataset chunk(int number) {
    Dataset changed = change.apply(before.chunk(number));
    if (changed.rows() != before.rows(number)) {
      throw new IllegalStateException(
          name()
              + ": "
              + step
              + " made "
              + changed.rows()
              + " rows of the "
              + before.rows(number)
              + " of chunk "
              + number
              + "; a change must keep the number of rows");
    }
    return changed;
  }

  @Override
  public Provenance provenance() {
    return before.provenance().then(step);
  }

  @Override
  public void close() {
    before.close();
  }
}
