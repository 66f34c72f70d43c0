package org.latent4j.benchmarks.rbm;

import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.BackendBenchmark;
import org.latent4j.models.rbm.ContrastiveDivergence;
import org.latent4j.models.rbm.Phases;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
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

/** A training step of an RBM by CD-1 or PCD-1, as a program. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RbmStep extends BackendBenchmark {
  /** Visible units, hidden units and examples in a batch. */
  @Param({"784x500x20", "784x500x100", "784x500x512", "2048x2048x256"})
  String size = "784x500x100";

  /**
   * The algorithm. {@code cd1} and {@code pcd1} are {@link PlainStep}; with {@code -models} they
   * are made of the parts that {@code latent4j train rbm} is made of.
   */
  @Param({"cd1", "cd1-models", "pcd1", "pcd1-models"})
  String algorithm = "cd1";

  private Backend home;
  private boolean decided;
  private RbmStart start;
  private Input input;
  private Program<StepState, Input, Nothing> program;

  /** For JMH. */
  public RbmStep() {}

  /** Number and key of the step are part of the state, so that a run takes nothing from Java. */
  private record StepState(RbmParameters parameters, Tensor chains, Tensor step, RandomKey key) {}

  private record Input(Tensor data, Tensor rate) {}

  private interface Algorithm {
    PlainStep.Persistent step(StepState state, Input input, RandomKey key);
  }

  @Override
  protected void prepare(Backend on) {
    home = on;
    start = RbmStart.of(on, RbmSize.parse(size));
    start = decided ? start.decided() : start;
    input = new Input(start.data(), start.rate());
    program = compile(on);
  }

  private Program<StepState, Input, Nothing> compile(Backend on) {
    Algorithm chosen = algorithm();
    StepState first = new StepState(start.parameters(), start.chains(), start.step(), start.key());
    return Program.compile(
        on,
        first,
        (state, given) -> {
          PlainStep.Persistent next = chosen.step(state, given, state.key().fold(state.step()));
          return Step.result(
              new StepState(next.parameters(), next.chains(), state.step().add(1), state.key()),
              Nothing.NOTHING);
        });
  }

  private Algorithm algorithm() {
    Rbm rbm = start.rbm();
    return switch (algorithm) {
      case "cd1" ->
          (s, in, key) ->
              new PlainStep.Persistent(
                  PlainStep.cd1(s.parameters(), in.data(), in.rate(), key), s.chains());
      case "pcd1" ->
          (s, in, key) -> PlainStep.pcd1(s.parameters(), in.data(), s.chains(), in.rate(), key);
      case "cd1-models" ->
          (s, in, key) -> {
            Phases phases = ContrastiveDivergence.phases(rbm, s.parameters(), in.data(), 1, key);
            return new PlainStep.Persistent(
                phases.descent().subtractedFrom(s.parameters(), in.rate()), s.chains());
          };
      case "pcd1-models" ->
          (s, in, key) -> {
            ContrastiveDivergence.Persistent moved =
                ContrastiveDivergence.persistent(
                    rbm, s.parameters(), in.data(), s.chains(), 1, key);
            return new PlainStep.Persistent(
                moved.phases().descent().subtractedFrom(s.parameters(), in.rate()), moved.chains());
          };
      default -> throw new IllegalArgumentException("algorithm: there is no " + algorithm);
    };
  }

  @Override
  protected void release() {
    program.close();
  }

  /** Runs a step that has been compiled. */
  @Benchmark
  public void step() {
    program.run(input);
  }

  /** Compiles the step and runs it once. */
  @Benchmark
  public void compileAndStep() {
    try (Program<StepState, Input, Nothing> fresh = compile(home)) {
      fresh.run(input);
    }
  }

  /** Leaves nothing to chance, for tests. */
  void beDecided() {
    decided = true;
  }

  /** Returns the weights after the steps so far, for tests. */
  float[] weights() {
    return Scope.within(() -> program.state().parameters().weights().toFloats());
  }
}
