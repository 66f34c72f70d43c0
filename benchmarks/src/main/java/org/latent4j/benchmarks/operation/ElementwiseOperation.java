package org.latent4j.benchmarks.operation;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.log1p;
import static org.latent4j.tensor.Functions.relu;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.tanh;

import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.BackendBenchmark;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
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
 * One elementwise expression, reduction or draw, as a program that writes its result over that of
 * the last run.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ElementwiseOperation extends BackendBenchmark {
  /** Rows and columns; 100x500 stays in cache, 1000x1000 does not. */
  @Param({"100x500", "1000x1000"})
  String shape = "100x500";

  /** What to compute of matrices x and y and a row c. */
  @Param({
    "x+y",
    "relu",
    "exp",
    "log1p",
    "tanh",
    "sigmoid",
    "softplus",
    "sigmoid(x+c)",
    "x*y+c",
    "sum(0)",
    "sum(1)",
    "uniform",
    "bernoulli",
    "normal",
    "sigmoid+bernoulli"
  })
  String operation = "x+y";

  private Program<Result, Input, Nothing> program;
  private Input input;

  /** For JMH. */
  public ElementwiseOperation() {}

  private record Result(Tensor result, Tensor step, RandomKey key) {}

  private record Input(Tensor x, Tensor y, Tensor c) {}

  @Override
  protected void prepare(Backend on) {
    String[] extents = shape.split("x", -1);
    int rows = Integer.parseInt(extents[0]);
    int columns = Integer.parseInt(extents[1]);
    input =
        new Input(
            positiveWhereNeeded(Operands.normal(on, 0, rows, columns)),
            Operands.normal(on, 1, rows, columns),
            Operands.normal(on, 2, 1, columns));
    Tensor like = Scope.within(() -> compute(input, RandomKey.of(1)).keep());
    Result start = new Result(like, Tensor.full(on, DataType.INT32, 0), RandomKey.of(19));
    program =
        Program.compile(
            on,
            start,
            (state, given) ->
                Step.result(
                    new Result(
                        compute(given, state.key().fold(state.step())),
                        state.step().add(1),
                        state.key()),
                    Nothing.NOTHING));
  }

  /** Logarithms want positive numbers, and the odds of a draw lie between 0 and 1. */
  private Tensor positiveWhereNeeded(Tensor x) {
    return operation.equals("log1p") || operation.equals("bernoulli")
        ? Scope.within(() -> sigmoid(x).keep())
        : x;
  }

  private Tensor compute(Input in, RandomKey key) {
    Tensor x = in.x();
    return switch (operation) {
      case "x+y" -> x.add(in.y());
      case "relu" -> relu(x);
      case "exp" -> exp(x);
      case "log1p" -> log1p(x);
      case "tanh" -> tanh(x);
      case "sigmoid" -> sigmoid(x);
      case "softplus" -> softplus(x);
      case "sigmoid(x+c)" -> sigmoid(x.add(in.c()));
      case "x*y+c" -> x.mul(in.y()).add(in.c());
      case "sum(0)" -> x.sum(0);
      case "sum(1)" -> x.sum(1);
      case "uniform" -> uniformLike(key, x);
      case "bernoulli" -> bernoulli(key, x);
      case "normal" -> normalLike(key, x);
      case "sigmoid+bernoulli" -> bernoulli(key, sigmoid(x.add(in.c())));
      default -> throw new IllegalArgumentException("operation: there is no " + operation);
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

  /** Returns the result of the last run, for tests. */
  float[] result() {
    return Scope.within(() -> program.state().result().toFloats());
  }
}
