package org.latent4j.benchmarks.pytorch;

import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.operation.Operands;
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

/** One elementwise expression, reduction or draw in PyTorch, into a tensor made beforehand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TorchElementwiseOperation extends TorchBenchmark {
  private static final GeneratorOptional DEFAULT_GENERATOR = new GeneratorOptional();

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

  private InferenceMode inference;
  private Tensor x;
  private Tensor y;
  private Tensor c;
  private Tensor out;
  private Runnable compute;

  /** For JMH. */
  public TorchElementwiseOperation() {}

  @Override
  protected void prepare(Backend source) {
    String[] extents = shape.split("x", -1);
    int rows = Integer.parseInt(extents[0]);
    int columns = Integer.parseInt(extents[1]);
    inference = new InferenceMode();
    x = Torch.copyOf(Operands.normal(source, 0, rows, columns));
    y = Torch.copyOf(Operands.normal(source, 1, rows, columns));
    c = Torch.copyOf(Operands.normal(source, 2, 1, columns));
    if (operation.equals("log1p") || operation.equals("bernoulli")) {
      x.sigmoid_();
    }
    out =
        switch (operation) {
          case "sum(0)" -> Torch.empty(columns);
          case "sum(1)" -> Torch.empty(rows);
          default -> Torch.empty(rows, columns);
        };
    compute = computation();
  }

  private Runnable computation() {
    return switch (operation) {
      case "x+y" -> () -> torch.add_out(out, x, y);
      case "relu" -> () -> torch.relu_out(out, x);
      case "exp" -> () -> torch.exp_out(out, x);
      case "log1p" -> () -> torch.log1p_out(out, x);
      case "tanh" -> () -> torch.tanh_out(out, x);
      case "sigmoid" -> () -> torch.sigmoid_out(out, x);
      case "softplus" -> () -> torch.softplus_out(out, x);
      case "sigmoid(x+c)" ->
          () -> {
            torch.add_out(out, x, c);
            out.sigmoid_();
          };
      case "x*y+c" -> () -> torch.addcmul_out(out, c, x, y);
      case "sum(0)" -> () -> Torch.sumRows(out, x);
      case "sum(1)" -> () -> torch.sum_out(out, x, new long[] {1}, false, Torch.SAME_TYPE);
      default -> draw();
    };
  }

  private Runnable draw() {
    return switch (operation) {
      case "uniform" -> () -> out.uniform_();
      case "normal" -> () -> out.normal_();
      case "bernoulli" -> () -> torch.bernoulli_out(out, x, DEFAULT_GENERATOR);
      case "sigmoid+bernoulli" ->
          () -> {
            torch.add_out(y, x, c);
            y.sigmoid_();
            torch.bernoulli_out(out, y, DEFAULT_GENERATOR);
          };
      default -> throw new IllegalArgumentException("operation: there is no " + operation);
    };
  }

  /** Computes it once. */
  @Benchmark
  public void compute() {
    compute.run();
  }

  /** Returns the result, for tests; ends the work of this object. */
  float[] result() {
    float[] result = Torch.toFloats(out);
    inference.close();
    return result;
  }
}
