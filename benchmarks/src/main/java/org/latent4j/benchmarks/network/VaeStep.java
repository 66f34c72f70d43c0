package org.latent4j.benchmarks.network;

import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.exp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.BackendBenchmark;
import org.latent4j.models.loss.Losses;
import org.latent4j.models.network.Dense;
import org.latent4j.models.optimizer.Adam;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
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
 * A training step of a variational autoencoder by Adam, as a program (Kingma and Welling 2014,
 * <i>Auto-encoding variational Bayes</i>): Gaussian latent variables, one sample an example,
 * Bernoulli pixels, the mean over the batch of the negative evidence lower bound.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VaeStep extends BackendBenchmark {
  /** The widths from the data to the latent variables. */
  @Param("784-200-200-50")
  String layers = "784-200-200-50";

  /** How many examples are in a batch. */
  @Param("100")
  int batch = 100;

  /** The learning rate; tests want one that shows. */
  double rate = ClassifierStart.SMALL_RATE;

  private boolean quiet;
  private VaeStart start;
  private Program<OptimizerState<List<Dense>>, Input, Nothing> program;
  private Input input;

  /** For JMH. */
  public VaeStep() {}

  private record Input(Tensor data, Tensor rate) {}

  @Override
  protected void prepare(Backend on) {
    start = VaeStart.of(on, layers, batch);
    start = quiet ? start.quiet() : start;
    Optimizer adam = Adam.rate(rate);
    input = new Input(start.data(), Tensor.full(on, DataType.FLOAT32, rate));
    program =
        Program.compile(
            on,
            adam.start(start.parameters()),
            (state, given) -> {
              RandomKey key = start.key().fold(state.step());
              List<Dense> gradient =
                  Gradients.<List<Dense>>of(p -> loss(p, given.data(), key))
                      .apply(state.parameters());
              return Step.result(adam.update(state, gradient, given.rate()), Nothing.NOTHING);
            });
  }

  private Tensor loss(List<Dense> parameters, Tensor data, RandomKey key) {
    int layersOfEncoder = start.encoder().layers().size();
    int latent = start.latent();
    Tensor code = start.encoder().apply(parameters.subList(0, layersOfEncoder), data);
    Tensor mean = code.slice(1, 0, latent);
    Tensor logVariance = code.slice(1, latent, 2 * latent);
    Tensor z = mean.add(exp(logVariance.mul(0.5)).mul(normalLike(key, mean)));
    Tensor logits =
        start.decoder().apply(parameters.subList(layersOfEncoder, parameters.size()), z);
    return Losses.bernoulli(logits, data)
        .add(Losses.divergenceFromStandardNormal(mean, logVariance))
        .mean();
  }

  @Override
  protected void release() {
    program.close();
  }

  /** Takes a step. */
  @Benchmark
  public void step() {
    program.run(input);
  }

  /** Takes away the noise of the latent variables, for tests. */
  void beQuiet() {
    quiet = true;
  }

  /** Returns weights and biases, layer by layer, for tests. */
  List<float[]> parameters() {
    return Scope.within(
        () -> {
          List<float[]> values = new ArrayList<>();
          for (Dense layer : program.state().parameters()) {
            values.add(layer.weights().toFloats());
            values.add(layer.bias().toFloats());
          }
          return values;
        });
  }
}
