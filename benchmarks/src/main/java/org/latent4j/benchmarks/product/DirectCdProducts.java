package org.latent4j.benchmarks.product;

import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.benchmarks.interleave.TurnTaking;
import org.latent4j.benchmarks.rbm.RbmSize;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The five products of a CD-1 step and nothing else, by direct calls of the library behind a
 * backend: OpenBLAS ({@code cpu}) or jblas ({@code blas}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DirectCdProducts extends TurnTaking {
  /** The backend whose library is called. */
  @Param({"cpu", "blas"})
  String backend = "cpu";

  /** Visible units, hidden units and examples in a batch. */
  @Param({"784x500x20", "784x500x100", "784x500x512", "2048x2048x256"})
  String size = "784x500x100";

  /** Who uses two threads: the library, or we around a library that is kept to one; or nobody. */
  @Param({"one-thread", "library-threads", "own-threads"})
  String calls = "own-threads";

  private Backend library;
  private FiveProducts products;

  /** For JMH. */
  public DirectCdProducts() {}

  /** Loads the library and makes the matrices. */
  @Setup(Level.Trial)
  public void open() {
    library = Backends.open(backend);
    RbmSize extents = RbmSize.parse(size);
    int libraryThreads = calls.equals("library-threads") ? 2 : 1;
    int ownThreads = calls.equals("own-threads") ? 2 : 1;
    products =
        backend.equals("cpu")
            ? new OpenBlasProducts(extents, FiveProducts.SMALL_RATE, libraryThreads, ownThreads)
            : new JblasProducts(extents, FiveProducts.SMALL_RATE, libraryThreads, ownThreads);
  }

  /** Frees everything. */
  @TearDown(Level.Trial)
  public void close() {
    products.close();
    library.close();
  }

  /** Makes the five products. */
  @Benchmark
  public void multiply() {
    products.multiply();
  }
}
