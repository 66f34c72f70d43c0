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

/** The five products of a CD-1 step and nothing else, by {@link Backend#matmul}. */
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

  private FiveProducts products;

  /** For JMH. */
  public CdProducts() {}

  @Override
  protected void prepare(Backend on) {
    products = new BackendProducts(on, RbmSize.parse(size), FiveProducts.SMALL_RATE);
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
}
