package org.latent4j.benchmarks.sampling;

import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.where;

import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.BackendBenchmark;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Gradients.Explained;
import org.latent4j.program.Gradients.Objective;
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
 * A transition of Hamiltonian Monte Carlo (Neal 2011, algorithm of figure 2) on the {@linkplain
 * EightSchools eight schools}, all chains at once: momenta are drawn, the leapfrogs are written out
 * one after the other in the program, and every chain accepts or rejects where it has come to.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HmcTransition extends BackendBenchmark {
  /** How many chains there are. */
  @Param({"4", "1024"})
  int chains = 4;

  /** How the variables of the chains lie: {@code rows}, [C, 10], or {@code columns}, [10, C]. */
  @Param({"rows", "columns"})
  String layout = "rows";

  /** How many leapfrogs a transition takes; 230 make a plan of 3,500 nodes. */
  @Param("20")
  int leapfrogs = 20;

  private Backend home;
  private EightSchools schools;
  private Tensor stepSize;
  private Program<Chains, Tensor, Nothing> program;

  /** For JMH. */
  public HmcTransition() {}

  private record Chains(Tensor x, Tensor accepted, Tensor step, RandomKey key) {}

  @Override
  protected void prepare(Backend on) {
    home = on;
    schools = EightSchools.on(on, layout.equals("rows") ? 1 : 0);
    stepSize = Tensor.full(on, DataType.FLOAT32, 0.25);
    program = compile();
  }

  private Program<Chains, Tensor, Nothing> compile() {
    int variables = EightSchools.VARIABLES;
    boolean rows = layout.equals("rows");
    Tensor x =
        Tensor.full(
            home, DataType.FLOAT32, 0.1, rows ? chains : variables, rows ? variables : chains);
    Tensor accepted = Tensor.full(home, DataType.FLOAT32, 0, rows ? chains : 1, rows ? 1 : chains);
    Chains start = new Chains(x, accepted, Tensor.full(home, DataType.INT32, 0), RandomKey.of(11));
    return Program.compile(
        home, start, (state, size) -> Step.result(transition(state, size), Nothing.NOTHING));
  }

  private Chains transition(Chains state, Tensor size) {
    RandomKey key = state.key().fold(state.step());
    // In units of the scales all variables are alike, and so are their momenta.
    Tensor x = state.x();
    Tensor p = normalLike(key.fold(0), x);
    Explained<Tensor, Tensor> at = density(x);
    Tensor before = at.auxiliary().sub(kinetic(p));
    Tensor stride = schools.scales().mul(size);
    p = p.add(at.gradient().mul(stride.mul(0.5)));
    for (int i = 0; i < leapfrogs; i++) {
      x = x.add(p.mul(stride));
      at = density(x);
      p = p.add(at.gradient().mul(i + 1 < leapfrogs ? stride : stride.mul(0.5)));
    }
    Tensor gain = at.auxiliary().sub(kinetic(p)).sub(before);
    Tensor accept = lt(log(uniformLike(key.fold(1), gain)), gain);
    return new Chains(
        where(accept.broadcastTo(x.shape()), x, state.x()),
        state.accepted().add(accept),
        state.step().add(1),
        state.key());
  }

  /** The gradient of the sum over chains is each chain's own; beside it the densities. */
  private Explained<Tensor, Tensor> density(Tensor x) {
    return Gradients.<Tensor, Tensor>withAuxiliary(
            at -> {
              Tensor density = schools.logDensity(at);
              return new Objective<>(density.sum(), density);
            })
        .apply(x);
  }

  private Tensor kinetic(Tensor p) {
    return square(p).sum(schools.axis()).expand(schools.axis()).mul(0.5);
  }

  @Override
  protected void release() {
    program.close();
  }

  /** Makes a transition of all chains. */
  @Benchmark
  public void transition() {
    program.run(stepSize);
  }

  /** Compiles the transition and makes one. */
  @Benchmark
  public void compileAndTransition() {
    try (Program<Chains, Tensor, Nothing> fresh = compile()) {
      fresh.run(stepSize);
    }
  }

  /** Returns a variable of all chains, for tests. */
  float[] variable(int number) {
    return Scope.within(
        () -> program.state().x().slice(schools.axis(), number, number + 1).toFloats());
  }

  /** Returns how many transitions each chain has accepted, for tests. */
  float[] accepted() {
    return Scope.within(() -> program.state().accepted().toFloats());
  }

  /** Returns the lines of the compiled plan, for tests. */
  long planLines() {
    return program.toString().lines().count();
  }
}
