package org.latent4j.benchmarks.network;

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

/** A training step of a classifier by Adam on the cross-entropy, as a program. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ClassifierStep extends BackendBenchmark {
  /** The widths of the layers, from the input to the classes. */
  @Param("784-500-500-10")
  String layers = "784-500-500-10";

  /** How many examples are in a batch. */
  @Param("100")
  int batch = 100;

  /** The learning rate; tests want one that shows. */
  double rate = ClassifierStart.SMALL_RATE;

  private Program<OptimizerState<List<Dense>>, Input, Nothing> program;
  private Input input;

  /** For JMH. */
  public ClassifierStep() {}

  private record Input(Tensor data, Tensor labels, Tensor rate) {}

  @Override
  protected void prepare(Backend on) {
    ClassifierStart start = ClassifierStart.of(on, layers, batch);
    Optimizer adam = Adam.rate(rate);
    input = new Input(start.data(), start.labels(), Tensor.full(on, DataType.FLOAT32, rate));
    program =
        Program.compile(
            on,
            adam.start(start.parameters()),
            (state, given) -> {
              List<Dense> gradient =
                  Gradients.<List<Dense>>of(
                          p ->
                              Losses.crossEntropy(
                                      start.network().apply(p, given.data()), given.labels())
                                  .mean())
                      .apply(state.parameters());
              return Step.result(adam.update(state, gradient, given.rate()), Nothing.NOTHING);
            });
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
