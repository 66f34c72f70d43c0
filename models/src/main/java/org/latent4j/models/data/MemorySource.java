package org.latent4j.models.data;

import org.latent4j.op.DataType;

/**
 * A data set in chunks.
 *
 * @param data the data
 * @param rowsPerChunk rows of every chunk but the last
 */
record MemorySource(Dataset data, int rowsPerChunk) implements Source {

  @Override
  public String name() {
    return data.name();
  }

  @Override
  public long rows() {
    return data.rows();
  }

  @Override
  public int columns() {
    return data.columns();
  }

  @Override
  public DataType type() {
    return data.type();
  }

  @Override
  public Dataset chunk(int number) {
    int count = rows(number);
    int first = number * rowsPerChunk;
    return data.slice(first, first + count);
  }

  @Override
  public Provenance provenance() {
    return data.provenance();
  }

  @Override
  public void close() {
    // Memory needs no closing.
  }
}
