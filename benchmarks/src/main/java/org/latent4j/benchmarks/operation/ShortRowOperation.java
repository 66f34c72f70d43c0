package org.latent4j.benchmarks.operation;

import static org.latent4j.tensor.Functions.concat;
import static org.latent4j.tensor.Functions.logSumExp;

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

/**
 * One operation on a matrix x of many short rows, as chains, classes and the components of mixtures
 * make them, or one that picks rows; as a program that writes its result over that of the last run.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ShortRowOperation extends BackendBenchmark {
  /** What to compute of x, a row c, and numbers i of rows; then the extents of x. */
  @Param({
    "x+c 1024x10",
    "x[:,0:1]*x 1024x10",
    "x[:,2:] 1024x10",
    "sum(1) 1024x10",
    "max(1) 1024x10",
    "logSumExp(1) 1024x10",
    "concat(1) 1024x10",
    "logSumExp(1) 100000x8",
    "gather(i) 10000x64",
    "gather(i) 10000x1",
    "scatterAdd(i) 10000x64"
  })
  String operation = "x+c 1024x10";

  private Program<Result, Input, Nothing> program;
  private Input input;

  /** For JMH. */
  public ShortRowOperation() {}

  private record Result(Tensor result) {}

  private record Input(Tensor x, Tensor c, Tensor i) {}

  @Override
  protected void prepare(Backend on) {
    int space = operation.indexOf(' ');
    String name = operation.substring(0, space);
    String[] extents = operation.substring(space + 1).split("x", -1);
    int rows = Integer.parseInt(extents[0]);
    int columns = Integer.parseInt(extents[1]);
    input =
        new Input(
            Operands.normal(on, 0, rows, columns),
            Operands.normal(on, 1, 1, columns),
            Tensor.of(on, scattered(rows), rows));
    Result start = new Result(Scope.within(() -> compute(name, input).keep()));
    program =
        Program.compile(
            on,
            start,
            (state, given) -> Step.result(new Result(compute(name, given)), Nothing.NOTHING));
  }

  /** Row numbers that jump about, some of them twice and some never. */
  static int[] scattered(int rows) {
    int[] numbers = new int[rows];
    for (int r = 0; r < rows; r++) {
      numbers[r] = (int) ((7919L * r + r / 3) % rows);
    }
    return numbers;
  }

  private static Tensor compute(String name, Input in) {
    Tensor x = in.x();
    int columns = x.shape().dim(1);
    return switch (name) {
      case "x+c" -> x.add(in.c());
      case "x[:,0:1]*x" -> x.slice(1, 0, 1).mul(x);
      case "x[:,2:]" -> x.slice(1, 2, columns).add(1);
      case "sum(1)" -> x.sum(1);
      case "max(1)" -> x.max(1);
      case "logSumExp(1)" -> logSumExp(x, 1);
      case "concat(1)" -> concat(1, x.slice(1, 2, columns), x.slice(1, 0, 2));
      case "gather(i)" -> x.gather(in.i());
      case "scatterAdd(i)" -> x.scatterAdd(in.i(), x.shape().dim(0));
      default -> throw new IllegalArgumentException("operation: there is no " + name);
    };
  }

  @Override
  protected void release() {
    program.close();
  }

  /** Computes it once. */
  @Benchmark
  public void compute() {
    program.run(input);
  }

  /** Returns x, for tests. */
  float[] x() {
    return input.x().toFloats();
  }

  /** Returns c, for tests. */
  float[] c() {
    return input.c().toFloats();
  }

  /** Returns the result of the last run, for tests. */
  float[] result() {
    return Scope.within(() -> program.state().result().toFloats());
  }
}
