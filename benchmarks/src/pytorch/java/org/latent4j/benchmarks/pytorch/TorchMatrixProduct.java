package org.latent4j.benchmarks.pytorch;

import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.operation.Operands;
import org.latent4j.benchmarks.operation.ProductSize;
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

/** One matrix product in PyTorch, into a tensor made beforehand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TorchMatrixProduct extends TorchBenchmark {
  /** See {@link org.latent4j.benchmarks.operation.MatrixProduct}. */
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

  private InferenceMode inference;
  private Tensor a;
  private Tensor b;
  private Tensor out;

  /** For JMH. */
  public TorchMatrixProduct() {}

  @Override
  protected void prepare(Backend source) {
    ProductSize size = ProductSize.parse(product);
    inference = new InferenceMode();
    a =
        size.firstTransposed()
            ? Torch.copyOf(Operands.normal(source, 0, size.k(), size.m())).t()
            : Torch.copyOf(Operands.normal(source, 0, size.m(), size.k()));
    b =
        size.secondTransposed()
            ? Torch.copyOf(Operands.normal(source, 1, size.n(), size.k())).t()
            : Torch.copyOf(Operands.normal(source, 1, size.k(), size.n()));
    out = Torch.empty(size.m(), size.n());
  }

  /** Multiplies. */
  @Benchmark
  public void multiply() {
    torch.mm_out(out, a, b);
  }

  /** Returns the result, for tests; ends the work of this object. */
  float[] result() {
    float[] result = Torch.toFloats(out);
    inference.close();
    return result;
  }
}
