package org.latent4j.benchmarks.pytorch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.network.ClassifierStart;
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

/** A training step of a classifier by Adam on the cross-entropy in PyTorch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TorchClassifierStep extends TorchBenchmark {
  /** The widths of the layers, from the input to the classes. */
  @Param("784-500-500-10")
  String layers = "784-500-500-10";

  /** How many examples are in a batch. */
  @Param("100")
  int batch = 100;

  /** The learning rate; tests want one that shows. */
  double rate = ClassifierStart.SMALL_RATE;

  /** {@code autograd} with PyTorch's Adam, or {@code manual} derivatives and a flat Adam. */
  @Param({"autograd", "manual"})
  String gradients = "autograd";

  private Runnable step;
  private AutogradLayers autograd;
  private FlatParameters manual;
  private InferenceMode inference;

  /** For JMH. */
  public TorchClassifierStep() {}

  @Override
  protected void prepare(Backend source) {
    ClassifierStart start = ClassifierStart.of(source, layers, batch);
    step = gradients.equals("manual") ? manualStep(start) : autogradStep(start);
  }

  private Runnable autogradStep(ClassifierStart start) {
    int count = start.parameters().size();
    Tensor data = Torch.copyOf(start.data());
    Tensor labels = Torch.labels(start.labels());
    autograd = new AutogradLayers(start.parameters(), rate);
    return () ->
        Torch.freeing(
            () -> autograd.learn(torch.cross_entropy(autograd.forward(data, 0, count), labels)));
  }

  private Runnable manualStep(ClassifierStart start) {
    inference = new InferenceMode();
    manual = new FlatParameters(start.parameters());
    FlatAdam adam = manual.adam(rate);
    ManualLayers network = new ManualLayers(manual, 0, start.parameters().size(), batch);
    Tensor data = Torch.copyOf(start.data());
    Tensor dataTransposed = data.t();
    Tensor expected = oneHot(start);
    Scalar perExample = new Scalar(1.0 / batch);
    return () -> {
      // The derivative of the mean cross-entropy: (softmax - one-hot) / B.
      Tensor logits = network.forward(data);
      Tensor gradient = network.outputGradient();
      torch.softmax_out(gradient, logits, 1, Torch.SAME_TYPE);
      gradient.sub_(expected);
      gradient.mul_(perExample);
      network.backward(dataTransposed, null);
      adam.step();
    };
  }

  private Tensor oneHot(ClassifierStart start) {
    Tensor expected = Torch.zeros(batch, start.network().outputs());
    int[] labels = start.labels().toInts();
    for (int i = 0; i < batch; i++) {
      expected.data_ptr_float().put((long) i * start.network().outputs() + labels[i], 1);
    }
    return expected;
  }

  /** Takes a step. */
  @Benchmark
  public void step() {
    step.run();
  }

  /** Returns weights and biases, for tests; ends the work of this object. */
  List<float[]> parameters() {
    if (inference == null) {
      return autograd.toFloats();
    }
    List<float[]> values = manual.toFloats();
    inference.close();
    return values;
  }
}
