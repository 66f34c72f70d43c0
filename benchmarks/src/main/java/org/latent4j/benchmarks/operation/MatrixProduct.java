package org.latent4j.benchmarks.operation;

import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.BackendBenchmark;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One matrix product, as a program that writes its result over that of the last run. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatrixProduct extends BackendBenchmark {
  /**
   * M x K x N of {@code [M, K] x [K, N]}, and which factor is stored transposed: {@code nn}, {@code
   * tn} (the first), {@code nt} (the second).
   */
  @Param({
    "20x784x500-nn",
    "100x784x500-nn",
    "100x500x784-nt",
    "784x100x500-tn",
    "512x784x500-nn",
    "512x500x784-nt",
    "784x512x500-tn",
    "1000x1000x1000-nn"
  })
  String product = "100x784x500-nn";

  private Program<Result, Input, Nothing> program;
  private Input input;

  /** For JMH. */
  public MatrixProduct() {}

  private record Result(Tensor result) {}

  private record Input(Tensor a, Tensor b) {}

  @Override
  protected void prepare(Backend on) {
    ProductSize size = ProductSize.parse(product);
    input =
        new Input(
            size.firstTransposed()
                ? Operands.normal(on, 0, size.k(), size.m())
                : Operands.normal(on, 0, size.m(), size.k()),
            size.secondTransposed()
                ? Operands.normal(on, 1, size.n(), size.k())
                : Operands.normal(on, 1, size.k(), size.n()));
    Result start = new Result(Operands.normal(on, 2, size.m(), size.n()));
    program =
        Program.compile(
            on,
            start,
            (state, given) -> {
              Tensor a = size.firstTransposed() ? given.a().transpose() : given.a();
              Tensor b = size.secondTransposed() ? given.b().transpose() : given.b();
              return Step.result(new Result(a.matmul(b)), Nothing.NOTHING);
            });
  }

  @Override
  protected void release() {
    program.close();
  }

  /** Multiplies. */
  @Benchmark
  public void multiply() {
    program.run(input);
  }

  /** Returns the result of the last run, for tests. */
  float[] result() {
    return Scope.within(() -> program.state().result().toFloats());
  }
}
