package org.latent4j.benchmarks.pytorch;

import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.rbm.RbmSize;
import org.latent4j.benchmarks.rbm.RbmStart;
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

/** A training step of an RBM by CD-1 or PCD-1 in PyTorch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TorchRbmStep extends TorchBenchmark {
  private static final GeneratorOptional DEFAULT_GENERATOR = new GeneratorOptional();

  /** Visible units, hidden units and examples in a batch. */
  @Param({"784x500x20", "784x500x100", "784x500x512", "2048x2048x256"})
  String size = "784x500x100";

  /** CD-1 or PCD-1. */
  @Param({"cd1", "pcd1"})
  String algorithm = "cd1";

  /**
   * How units are drawn: by {@code bernoulli}, or by {@code uniform_} into a buffer and {@code lt_}
   * there.
   */
  @Param({"bernoulli", "uniform"})
  String draws = "bernoulli";

  private boolean decided;
  private boolean persistent;
  private boolean uniform;
  private InferenceMode inference;
  private Scalar rate;
  private Scalar minusRate;
  private Tensor w;
  private Tensor wTransposed;
  private Tensor b;
  private Tensor c;
  private Tensor v0;
  private Tensor v0Transposed;
  private Tensor h0;
  private Tensor hSample;
  private Tensor p1;
  private Tensor v1;
  private Tensor v1Transposed;
  private Tensor h1;
  private Tensor visibleDifference;
  private Tensor hiddenDifference;
  private Tensor visibleSum;
  private Tensor hiddenSum;

  /** For JMH. */
  public TorchRbmStep() {}

  @Override
  protected void prepare(Backend source) {
    RbmSize extents = RbmSize.parse(size);
    RbmStart start = RbmStart.of(source, extents);
    start = decided ? start.decided() : start;
    persistent = algorithm.equals("pcd1");
    uniform = draws.equals("uniform");
    inference = new InferenceMode();
    rate = new Scalar((float) start.rate().item());
    minusRate = new Scalar((float) -start.rate().item());
    w = Torch.copyOf(start.parameters().weights());
    wTransposed = w.t();
    b = Torch.copyOf(start.parameters().visibleBias());
    c = Torch.copyOf(start.parameters().hiddenBias());
    v0 = Torch.copyOf(start.data());
    v0Transposed = v0.t();
    hSample = Torch.copyOf(start.chains());
    makeBuffers(extents);
  }

  private void makeBuffers(RbmSize extents) {
    h0 = Torch.empty(extents.batch(), extents.hidden());
    h1 = Torch.empty(extents.batch(), extents.hidden());
    hiddenDifference = Torch.empty(extents.batch(), extents.hidden());
    hiddenSum = Torch.empty(extents.hidden());
    p1 = Torch.empty(extents.batch(), extents.visible());
    v1 = Torch.empty(extents.batch(), extents.visible());
    v1Transposed = v1.t();
    visibleDifference = Torch.empty(extents.batch(), extents.visible());
    visibleSum = Torch.empty(extents.visible());
  }

  /** Takes a step. */
  @Benchmark
  public void step() {
    torch.addmm_out(h0, c, v0, w);
    h0.sigmoid_();
    if (!persistent) {
      draw(hSample, h0);
    }
    torch.addmm_out(p1, b, hSample, wTransposed);
    p1.sigmoid_();
    draw(v1, p1);
    torch.addmm_out(h1, c, v1, w);
    h1.sigmoid_();
    w.addmm_(v0Transposed, h0, Torch.ONE, rate);
    w.addmm_(v1Transposed, h1, Torch.ONE, minusRate);
    torch.sub_out(visibleDifference, v0, v1);
    Torch.sumRows(visibleSum, visibleDifference);
    b.add_(visibleSum, rate);
    torch.sub_out(hiddenDifference, h0, h1);
    Torch.sumRows(hiddenSum, hiddenDifference);
    c.add_(hiddenSum, rate);
    if (persistent) {
      draw(hSample, h1);
    }
  }

  private void draw(Tensor sample, Tensor mean) {
    if (uniform) {
      sample.uniform_();
      sample.lt_(mean);
    } else {
      torch.bernoulli_out(sample, mean, DEFAULT_GENERATOR);
    }
  }

  /** Leaves nothing to chance, for tests. */
  void beDecided() {
    decided = true;
  }

  /** Returns the weights after the steps so far, for tests; ends the work of this object. */
  float[] weights() {
    float[] weights = Torch.toFloats(w);
    inference.close();
    return weights;
  }
}
