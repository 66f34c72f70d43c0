package org.latent4j.benchmarks.product;

import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.BackendBenchmark;
import org.latent4j.benchmarks.rbm.RbmSize;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The five products of a CD-1 step and nothing else.
 *
 * <p>{@code calls} says who multiplies: {@code backend} is {@code Backend.matmul}; the others call
 * the library behind the backend {@code cpu} (OpenBLAS) or {@code blas} (jblas) directly: {@code
 * one-thread}, {@code library-threads} (two threads of OpenBLAS's) or {@code own-threads} (two of
 * ours, with OpenBLAS on one).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CdProducts extends BackendBenchmark {
  /** Visible units, hidden units and examples in a batch. */
  @Param({"784x500x20", "784x500x100", "784x500x512", "2048x2048x256"})
  String size = "784x500x100";

  /** Who multiplies. */
  @Param({"backend", "one-thread", "library-threads", "own-threads"})
  String calls = "backend";

  private FiveProducts products;

  /** For JMH. */
  public CdProducts() {}

  @Override
  protected void prepare(Backend on) {
    RbmSize extents = RbmSize.parse(size);
    products =
        switch (calls) {
          case "backend" -> new BackendProducts(on, extents, FiveProducts.SMALL_RATE);
          case "one-thread" -> direct(on, extents, 1, 1);
          case "library-threads" -> direct(on, extents, 2, 1);
          case "own-threads" -> direct(on, extents, 1, 2);
          default -> throw new IllegalArgumentException("calls: there is no " + calls);
        };
  }

  private static FiveProducts direct(Backend on, RbmSize size, int libraryThreads, int ownThreads) {
    String name = on.info().name();
    return switch (name) {
      case "cpu" -> new OpenBlasProducts(size, FiveProducts.SMALL_RATE, libraryThreads, ownThreads);
      case "blas" -> new JblasProducts(size, FiveProducts.SMALL_RATE, libraryThreads, ownThreads);
      default ->
          throw new IllegalArgumentException(
              "calls: only cpu and blas have a library to call directly, not " + name);
    };
  }

  @Override
  protected void release() {
    products.close();
  }

  /** Makes the five products. */
  @Benchmark
  public void multiply() {
    products.multiply();
  }

  /** Returns what the products have computed, for tests. */
  FiveProducts products() {
    return products;
  }
}
