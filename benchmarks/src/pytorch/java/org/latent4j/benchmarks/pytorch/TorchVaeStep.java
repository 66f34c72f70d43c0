package org.latent4j.benchmarks.pytorch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.BCEWithLogitsLossOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kSum;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.network.ClassifierStart;
import org.latent4j.benchmarks.network.VaeStart;
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

/** A training step of a variational autoencoder by Adam in PyTorch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TorchVaeStep extends TorchBenchmark {
  private static final Scalar HALF = new Scalar(0.5);

  /** The widths from the data to the latent variables. */
  @Param("784-200-200-50")
  String layers = "784-200-200-50";

  /** How many examples are in a batch. */
  @Param("100")
  int batch = 100;

  /** The learning rate; tests want one that shows. */
  double rate = ClassifierStart.SMALL_RATE;

  /** {@code autograd} with PyTorch's Adam, or {@code manual} derivatives and a flat Adam. */
  @Param({"autograd", "manual"})
  String gradients = "autograd";

  private boolean quiet;
  private Runnable step;
  private AutogradLayers autograd;
  private FlatParameters manual;
  private InferenceMode inference;

  /** For JMH. */
  public TorchVaeStep() {}

  @Override
  protected void prepare(Backend source) {
    VaeStart start = VaeStart.of(source, layers, batch);
    start = quiet ? start.quiet() : start;
    step = gradients.equals("manual") ? manualStep(start) : autogradStep(start);
  }

  private Runnable autogradStep(VaeStart start) {
    Tensor data = Torch.copyOf(start.data());
    int encoderLayers = start.encoder().layers().size();
    int count = start.parameters().size();
    int latent = start.latent();
    Scalar perExample = new Scalar(1.0 / batch);
    BCEWithLogitsLossOptions summed = new BCEWithLogitsLossOptions();
    summed.reduction().put(new kSum());
    autograd = new AutogradLayers(start.parameters(), rate);
    return () ->
        Torch.freeing(
            () -> {
              Tensor code = autograd.forward(data, 0, encoderLayers);
              Tensor mean = code.narrow(1, 0, latent);
              Tensor logVariance = code.narrow(1, latent, latent);
              Tensor deviation = logVariance.mul(HALF).exp();
              Tensor z = torch.addcmul(mean, deviation, torch.randn_like(mean));
              Tensor logits = autograd.forward(z, encoderLayers, count);
              Tensor reconstruction = torch.binary_cross_entropy_with_logits(logits, data, summed);
              Tensor divergence =
                  mean.square()
                      .add(logVariance.exp())
                      .sub(Torch.ONE)
                      .sub(logVariance)
                      .sum()
                      .mul(HALF);
              autograd.learn(reconstruction.add(divergence).mul(perExample));
            });
  }

  private Runnable manualStep(VaeStart start) {
    inference = new InferenceMode();
    manual = new FlatParameters(start.parameters());
    ManualVae vae =
        new ManualVae(
            manual,
            start.encoder().layers().size(),
            start.parameters().size(),
            start.latent(),
            Torch.copyOf(start.data()));
    FlatAdam adam = manual.adam(rate);
    return () -> {
      vae.gradients();
      adam.step();
    };
  }

  /** Takes a step. */
  @Benchmark
  public void step() {
    step.run();
  }

  /** Takes away the noise of the latent variables, for tests. */
  void beQuiet() {
    quiet = true;
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
