package org.latent4j.tck;

import static org.latent4j.program.Step.result;
import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.withRows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.random.Uniforms;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §9, continued: what a program keeps from run to run. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface StateRules extends BackendRules {

  /** Two tensors. */
  record Pair(Tensor a, Tensor b) {}

  /** A tensor, a counter and a key. */
  record Chain(Tensor x, Tensor counter, RandomKey key) {}

  /** A number that differs from run to run. */
  record Rate(Tensor rate) {}

  /** The weights and biases of a machine of two layers. */
  record Weights(Tensor w, Tensor b, Tensor c) {}

  /** A minibatch. */
  record Batch(Tensor v, Tensor rate, RandomKey key) {}

  /** x becomes rate x + 1, with another rate in every run. */
  @Test
  @DisplayName("§9.07 A state is replaced by what the step returns, run after run")
  default void stateIsReplaced() {
    for (DataType type : Elements.FLOATING) {
      try (Scope scope = Scope.open();
          Program<ProgramRules.One, Rate, Nothing> program =
              Program.compile(
                  backend(),
                  new ProgramRules.One(Tensors.of(backend(), type, new double[] {1, 2}, 2)),
                  (state, input) ->
                      result(
                          new ProgramRules.One(state.x().mul(input.rate()).add(1)),
                          Nothing.NOTHING))) {
        double[] expected = {1, 2};
        for (double rate : new double[] {2, 0.5, 0, -4, 0.25}) {
          program.run(new Rate(Tensor.full(backend(), type, rate)));
          Arrays.setAll(expected, i -> expected[i] * rate + 1);
          double[] actual = program.state().x().toDoubles();
          Check.equal(expected, actual, i -> "state after the rate " + rate + ", " + type);
        }
      }
    }
  }

  /** More often than a device may do at a time, and not a multiple of that. */
  @Test
  @DisplayName("§9.18 Running a program many times at once is running it so often")
  default void manyRunsAtOnce() {
    int times = 37;
    try (Scope scope = Scope.open()) {
      double[] atOnce = drawnAndCounted(times, true);
      Check.equal(drawnAndCounted(times, false), atOnce, i -> "element " + i + " after the runs");
    }
  }

  /** The output of the last run and the state after it: sums of draws, and a counter. */
  private double[] drawnAndCounted(int times, boolean atOnce) {
    Tensor zeros = Tensor.full(backend(), DataType.FLOAT32, 0, 3);
    Chain start =
        new Chain(
            zeros, Tensors.of(backend(), DataType.INT32, new double[] {0}), RandomKey.of(918));
    try (Program<Chain, Rate, Tensor> program =
        Program.compile(
            backend(),
            start,
            (state, input) -> {
              Tensor draw = uniformLike(state.key().fold(state.counter()), state.x());
              return result(
                  new Chain(
                      state.x().mul(input.rate()).add(draw), state.counter().add(1), state.key()),
                  draw);
            })) {
      Rate rate = new Rate(Tensor.full(backend(), DataType.FLOAT32, 0.5));
      Tensor last = program.run(rate, atOnce ? times : 1);
      for (int run = 1; run < (atOnce ? 1 : times); run++) {
        last = program.run(rate);
      }
      double[] x = program.state().x().toDoubles();
      double[] drawn = last.toDoubles();
      return new double[] {
        x[0], x[1], x[2], drawn[0], drawn[1], drawn[2], program.state().counter().toDoubles()[0]
      };
    }
  }

  /** Both new values are read before either buffer is written. */
  @Test
  @DisplayName("§9.08 Two states can change places")
  default void statesChangePlaces() {
    for (DataType type : Elements.FLOATING) {
      Step<Pair, Nothing, Nothing> swap =
          (state, nothing) -> result(new Pair(state.b(), state.a()), Nothing.NOTHING);
      double[][] after = {{3, 4}, {1, 2}};
      requirePairs(type, swap, after, new double[][] {{1, 2}, {3, 4}});
      Step<Pair, Nothing, Nothing> fibonacci =
          (state, nothing) ->
              result(new Pair(state.b(), state.a().add(state.b())), Nothing.NOTHING);
      requirePairs(
          type, fibonacci, new double[][] {{3, 4}, {4, 6}}, new double[][] {{4, 6}, {7, 10}});
    }
  }

  /** A state that the step hands on, beside one that it replaces by a part of itself. */
  @Test
  @DisplayName(
      "§9.09 A state that the step returns unchanged stays; views of states are read first")
  default void unchangedState() {
    for (DataType type : Elements.FLOATING) {
      Step<Pair, Nothing, Nothing> keep =
          (state, nothing) -> result(new Pair(state.a(), state.a().mul(2)), Nothing.NOTHING);
      requirePairs(type, keep, new double[][] {{1, 2}, {2, 4}}, new double[][] {{1, 2}, {2, 4}});
      Step<Pair, Nothing, Nothing> crossed =
          (state, nothing) ->
              result(
                  new Pair(
                      state.a().slice(0, 1, 2).broadcastTo(state.a().shape()),
                      state.a().slice(0, 0, 1).broadcastTo(state.a().shape())),
                  Nothing.NOTHING);
      requirePairs(type, crossed, new double[][] {{2, 2}, {1, 1}}, new double[][] {{2, 2}, {2, 2}});
    }
  }

  private void requirePairs(
      DataType type, Step<Pair, Nothing, Nothing> step, double[][] first, double[][] second) {
    try (Scope scope = Scope.open();
        Program<Pair, Nothing, Nothing> program =
            Program.compile(
                backend(),
                new Pair(
                    Tensors.of(backend(), type, new double[] {1, 2}, 2),
                    Tensors.of(backend(), type, new double[] {3, 4}, 2)),
                step)) {
      for (double[][] expected : new double[][][] {first, second}) {
        program.run(Nothing.NOTHING);
        Pair state = program.state();
        Check.equal(expected[0], state.a().toDoubles(), i -> "first state, " + type);
        Check.equal(expected[1], state.b().toDoubles(), i -> "second state, " + type);
      }
    }
  }

  /** And a view of a state as output. */
  @Test
  @DisplayName("§9.10 A state that is an output shows the value from before its replacement")
  default void stateAsOutput() {
    for (DataType type : Elements.FLOATING) {
      try (Scope scope = Scope.open();
          Program<Pair, Nothing, Pair> program =
              Program.compile(
                  backend(),
                  new Pair(
                      Tensors.of(backend(), type, new double[] {1, 2, 3, 4}, 2, 2),
                      Tensors.of(backend(), type, new double[] {5}, 1)),
                  (state, nothing) ->
                      result(
                          new Pair(state.a().add(10), state.b()),
                          new Pair(state.a(), state.a().transpose())))) {
        for (int run = 0; run < 3; run++) {
          Pair seen = program.run(Nothing.NOTHING);
          double added = 10 * run;
          int number = run;
          Check.equal(
              new double[] {1 + added, 2 + added, 3 + added, 4 + added},
              seen.a().toDoubles(),
              i -> "state seen in run " + number + ", " + type);
          Check.equal(
              new double[] {1 + added, 3 + added, 2 + added, 4 + added},
              seen.b().toDoubles(),
              i -> "transposed state seen in run " + number + ", " + type);
        }
      }
    }
  }

  /** The key is replaced by a child, and another child by the counter gives the draws. */
  @Test
  @DisplayName("§9.11 A key in the state moves on, and a counter in the state selects its children")
  default void keysInState() {
    for (DataType type : Elements.FLOATING) {
      RandomKey key = RandomKey.of(911);
      try (Scope scope = Scope.open();
          Program<Chain, Nothing, ProgramRules.One> program =
              Program.compile(
                  backend(),
                  new Chain(
                      Tensors.of(backend(), type, new double[9], 9),
                      Tensor.full(backend(), DataType.INT32, 5),
                      key),
                  (state, nothing) -> {
                    Tensor draw = uniformLike(state.key().fold(state.counter()), state.x());
                    Chain next =
                        new Chain(state.x().add(draw), state.counter().add(1), state.key().fold(0));
                    return result(next, new ProgramRules.One(draw));
                  })) {
        for (int run = 0; run < 4; run++) {
          double[] drawn = program.run(Nothing.NOTHING).x().toDoubles();
          long bits = key.fold(5 + run).bits();
          double[] expected = new double[drawn.length];
          Arrays.setAll(
              expected,
              i ->
                  type == DataType.FLOAT32 ? Uniforms.float32(bits, i) : Uniforms.float64(bits, i));
          Check.sameBits(expected, drawn, i -> "draws with a key and a counter in the state");
          key = key.fold(0);
          RandomKey state = program.state().key();
          RandomKey wanted = key;
          Check.that(state.equals(wanted), () -> "the key is " + state + ", not " + wanted);
        }
        Check.equal(
            new double[] {9}, program.state().counter().toDoubles(), i -> "counter in the state");
      }
    }
  }

  /** A copy does not change with later runs, and a saved state goes on where it was. */
  @Test
  @DisplayName("§9.12 The state can be copied and set again; a run from it repeats the bits")
  default void stateCanBeSet() {
    for (DataType type : Elements.FLOATING) {
      try (Scope scope = Scope.open();
          Program<Weights, Batch, Nothing> program = contrastiveDivergence(type)) {
        program.run(batch(type, 0));
        Weights saved = program.state();
        double[] copied = saved.w().toDoubles();
        program.run(batch(type, 1));
        double[] expected = program.state().w().toDoubles();
        Check.that(!Arrays.equals(copied, expected), () -> "a run leaves the state as it was");
        Check.sameBits(copied, saved.w().toDoubles(), i -> "a copied state after another run");
        program.setState(saved);
        program.run(batch(type, 1));
        Check.sameBits(expected, program.state().w().toDoubles(), i -> "a run from a saved state");
      }
    }
  }

  /** Ten steps of contrastive divergence with draws in them. */
  @Test
  @DisplayName("§9.13 Training steps in a program agree with the same steps done one by one")
  default void trainingSteps() {
    for (DataType type : Elements.FLOATING) {
      double tolerance = type == DataType.FLOAT32 ? 1e-4 : 1e-11;
      try (Scope scope = Scope.open();
          Program<Weights, Batch, Nothing> program = contrastiveDivergence(type)) {
        Weights eager = weights(type);
        for (int step = 0; step < 10; step++) {
          Batch batch = batch(type, step);
          eager = step(eager, batch);
          program.run(batch);
        }
        Weights traced = program.state();
        Tensor[] expected = {eager.w(), eager.b(), eager.c()};
        Tensor[] actual = {traced.w(), traced.b(), traced.c()};
        for (int i = 0; i < expected.length; i++) {
          Check.near(
              type,
              expected[i].toDoubles(),
              element -> tolerance,
              actual[i].toDoubles(),
              element -> "a weight after ten steps of contrastive divergence, " + type);
        }
      }
    }
  }

  private Program<Weights, Batch, Nothing> contrastiveDivergence(DataType type) {
    return Program.compile(
        backend(), weights(type), (w, batch) -> result(step(w, batch), Nothing.NOTHING));
  }

  private Weights weights(DataType type) {
    double[] numbers = Samples.moderate(type, 913);
    return new Weights(
        Tensors.of(backend(), type, Arrays.copyOf(numbers, 9 * 5), 9, 5),
        Tensors.of(backend(), type, Arrays.copyOf(numbers, 9), 9),
        Tensors.of(backend(), type, Arrays.copyOf(numbers, 5), 5));
  }

  private Batch batch(DataType type, int step) {
    double[] bits =
        Arrays.stream(Samples.moderate(type, step)).map(v -> v > 0 ? 1 : 0).limit(7 * 9).toArray();
    return new Batch(
        Tensors.of(backend(), type, bits, 7, 9),
        Tensor.full(backend(), type, 0.1 / (1 + step)),
        RandomKey.of(13).fold(step));
  }

  private static Weights step(Weights p, Batch batch) {
    Tensor v0 = batch.v();
    Tensor h0 = sigmoid(v0.matmul(p.w()).add(p.c()));
    Tensor h = bernoulli(batch.key().fold(0), h0);
    Tensor v1 = bernoulli(batch.key().fold(1), sigmoid(h.matmul(p.w().transpose()).add(p.b())));
    Tensor h1 = sigmoid(v1.matmul(p.w()).add(p.c()));
    Tensor w = v0.transpose().matmulAdd(batch.rate(), h0, 1, p.w());
    return new Weights(
        v1.transpose().matmulAdd(neg(batch.rate()), h1, 1, w),
        p.b().add(batch.rate().mul(v0.sub(v1).sum(0))),
        p.c().add(batch.rate().mul(h0.sub(h1).sum(0))));
  }

  /** In the place of the state where nobody reads it later, else in a copy of it. */
  @Test
  @DisplayName("§9.24 Rows of a state are replaced as by operations one by one, read later or not")
  default void rowsOfState() {
    Map<String, Step<Pair, Rate, Tensor>> steps = new LinkedHashMap<>();
    steps.put(
        "alone",
        (s, in) ->
            result(new Pair(withRows(s.a(), at(s), row(s, in)), s.b().add(1)), in.rate().mul(2)));
    steps.put(
        "read before",
        (s, in) -> {
          Tensor replaced = s.a().gather(at(s));
          return result(new Pair(withRows(s.a(), at(s), row(s, in)), s.b().add(1)), replaced);
        });
    steps.put(
        "read later",
        (s, in) -> {
          Tensor next = withRows(s.a(), at(s), row(s, in));
          return result(new Pair(next, s.b().add(1)), next.add(s.a()));
        });
    steps.put(
        "with a row of its own",
        (s, in) ->
            result(
                new Pair(withRows(s.a(), at(s), s.a().slice(0, 0, 1)), s.b().add(1)),
                s.a().sum(0)));
    steps.put(
        "twice",
        (s, in) -> {
          Tensor once = withRows(s.a(), at(s), row(s, in));
          Tensor twice = withRows(once, at(s).mul(0), once.slice(0, 1, 2));
          return result(new Pair(twice, s.b().add(1)), once.sum());
        });
    for (DataType type : Elements.FLOATING) {
      for (int[] shape : new int[][] {{5, 1}, {5, 3}, {5, 4, 10}}) {
        steps.forEach((name, step) -> requireRows(name, type, shape, step));
      }
    }
  }

  /** A row after another, by the counter that is the second state. */
  private static Tensor at(Pair state) {
    return state.b().reshape(1);
  }

  private static Tensor row(Pair state, Rate input) {
    return state.a().slice(0, 2, 3).mul(input.rate());
  }

  private void requireRows(String name, DataType type, int[] shape, Step<Pair, Rate, Tensor> step) {
    try (Scope scope = Scope.open()) {
      double[] numbers = new double[(int) Shape.of(shape).size()];
      Arrays.setAll(numbers, i -> i - 3.5);
      Pair eager =
          new Pair(
              Tensors.of(backend(), type, numbers, shape),
              Tensors.of(backend(), DataType.INT32, new double[] {0}));
      try (Program<Pair, Rate, Tensor> program = Program.compile(backend(), eager, step)) {
        for (int run = 0; run < 4; run++) {
          Rate rate = new Rate(Tensor.full(backend(), type, run - 0.5));
          var expected = step.apply(eager, rate);
          eager = expected.state();
          String what = ", rows replaced " + name + " in run " + run + ", " + type;
          double[] output = program.run(rate).toDoubles();
          Check.equal(expected.output().toDoubles(), output, i -> "output" + what);
          double[] state = program.state().a().toDoubles();
          Check.equal(eager.a().toDoubles(), state, i -> "state" + what);
        }
      }
    }
  }
}
