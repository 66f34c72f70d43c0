package org.latent4j.models.training;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Source;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.ResidentRows;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * Examples that come in chunks: one is on the backend, and the next is read meanwhile. No more than
 * these two are in memory.
 */
final class ChunkSupply implements Supply {
  private final Source source;
  private final Reading<?> reading;
  private final DataType type;
  private final ResidentRows columns;

  /** Chunks whose values the reading has accepted. */
  private final BitSet accepted = new BitSet();

  private int nextNumber = -1;
  private CompletableFuture<Dataset> next = CompletableFuture.completedFuture(null);

  ChunkSupply(DataType type, Reading<?> reading, Source source) {
    this.source = source;
    this.reading = reading;
    this.type = type;
    this.columns = ResidentRows.of(type, reading, source.chunk(0));
    accepted.set(0);
  }

  @Override
  public ResidentRows columns() {
    return columns;
  }

  @Override
  public int chunks() {
    return source.chunks();
  }

  @Override
  public int rows(int chunk) {
    return source.rows(chunk);
  }

  @Override
  public List<Tensor> load(Backend backend, int chunk) {
    Dataset data = read(chunk);
    if (!accepted.get(chunk)) {
      ResidentRows.of(type, reading, data);
      accepted.set(chunk);
    }
    return columns.load(backend, filledUp(data));
  }

  private Dataset read(int chunk) {
    CompletableFuture<Dataset> ready = next;
    next = CompletableFuture.completedFuture(null);
    if (nextNumber != chunk) {
      ready.cancel(false);
      return source.chunk(chunk);
    }
    nextNumber = -1;
    try {
      return ready.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void expect(int chunk) {
    if (nextNumber != chunk) {
      nextNumber = chunk;
      next = CompletableFuture.supplyAsync(() -> source.chunk(chunk));
    }
  }

  /** All chunks have one shape, because they take turns in one place. */
  private Dataset filledUp(Dataset data) {
    int missing = source.rowsPerChunk() - data.rows();
    if (missing == 0 || source.chunks() == 1) {
      return data;
    }
    int[] rows = new int[source.rowsPerChunk()];
    Arrays.setAll(rows, i -> i < data.rows() ? i : 0);
    return data.take(rows);
  }
}
