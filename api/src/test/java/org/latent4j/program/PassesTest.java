package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.sigmoid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** What becomes of a recorded step before it is run, and that its results stay the same. */
class PassesTest {
  record In(Tensor x, RandomKey key) {}

  record State(Tensor w, Tensor other) {}

  private final NaiveBackend backend = new NaiveBackend();

  @AfterEach
  void close() {
    backend.close();
  }

  private Tensor counting(int rows, int columns) {
    double[] values = new double[rows * columns];
    Arrays.setAll(values, i -> i * 0.25 - 1);
    return Tensor.of(backend, values, rows, columns);
  }

  private static long nodes(Program<?, ?, ?> program) {
    return program.toString().lines().filter(line -> line.contains(" = ")).count()
        - program
            .toString()
            .lines()
            .filter(line -> line.matches(".* = (input|state|constant)"))
            .count();
  }

  @Test
  void biasSigmoidAndDrawBecomeOneNodeThatGivesBoth() {
    Tensor bias = counting(1, 3).reshape(3);
    try (Program<Nothing, In, List<Tensor>> program =
        Program.compile(
            backend,
            (In in) -> {
              Tensor mean = sigmoid(in.x().add(bias));
              return List.of(mean, bernoulli(in.key(), mean));
            })) {
      program.run(new In(counting(4, 3), RandomKey.of(1)));
      assertEquals(1, nodes(program), program.toString());
    }
  }

  @Test
  void aKeyThatIsFoldedLateKeepsNoDrawFromItsMean() {
    try (Program<Nothing, In, List<Tensor>> program =
        Program.compile(
            backend,
            (In in) -> {
              Tensor mean = sigmoid(in.x());
              Tensor sum = mean.sum(0);
              return List.of(mean, sum, bernoulli(in.key().fold(1), mean));
            })) {
      program.run(new In(counting(4, 3), RandomKey.of(1)));
      assertEquals(3, nodes(program), program.toString());
    }
  }

  @Test
  void whatNobodyReadsIsNotComputed() {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor x) -> {
              exp(x).matmul(x.transpose()).sum();
              return x.sum(0);
            })) {
      program.run(counting(4, 3));
      assertEquals(1, nodes(program), program.toString());
    }
  }

  @Test
  void whatIsAskedForTwiceIsComputedOnce() {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor x) -> x.matmul(x.transpose()).sum(0).add(x.matmul(x.transpose()).sum(0)))) {
      program.run(counting(4, 3));
      assertEquals(3, nodes(program), program.toString());
    }
  }

  @Test
  void aResultThatIsReadInAnotherOrderIsNotMerged() {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor x) -> exp(x).add(exp(x).transpose()))) {
      Tensor x = counting(3, 3);
      Tensor merged = program.run(x);
      assertEquals(2, nodes(program), program.toString());
      assertArrayEquals(exp(x).add(exp(x).transpose()).toDoubles(), merged.toDoubles());
    }
  }

  @Test
  void storingInAnotherTypeIsNotSkipped() {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(
            backend,
            (Tensor x) -> x.mul(1.5).cast(DataType.INT32).cast(DataType.FLOAT64).add(0.5))) {
      assertArrayEquals(
          new double[] {3.5, 4.5},
          program.run(Tensor.of(backend, new double[] {2.2, 3.3}, 2)).toDoubles());
    }
  }

  @Test
  void anAccumulatingProductWorksInItsStateUnlessTheOldOneIsStillNeeded() {
    Tensor x = counting(2, 2);
    Step<State, Tensor, Tensor> inPlace =
        (s, in) -> Step.result(new State(in.matmulAdd(1, in, 0.5, s.w()), s.other()), in.sum());
    Step<State, Tensor, Tensor> readLater =
        (s, in) -> {
          Tensor next = in.matmulAdd(1, in, 0.5, s.w());
          return Step.result(new State(next, s.other()), next.matmul(s.w()).sum());
        };
    Step<State, Tensor, Tensor> movedOn =
        (s, in) -> Step.result(new State(in.matmulAdd(1, in, 0.5, s.w()), s.w()), in.sum());
    Step<State, Tensor, Tensor> swapped =
        (s, in) -> Step.result(new State(s.other(), in.matmulAdd(1, in, 2, s.w())), in.sum());
    for (Step<State, Tensor, Tensor> step : List.of(inPlace, readLater, movedOn, swapped)) {
      State state = new State(counting(2, 2).mul(3), counting(2, 2).add(7));
      try (Program<State, Tensor, Tensor> program = Program.compile(backend, state, step)) {
        for (int run = 0; run < 3; run++) {
          Step.Result<State, Tensor> expected = step.apply(state, x);
          assertEquals(expected.output().item(), program.run(x).item());
          state = expected.state();
          assertArrayEquals(state.w().toDoubles(), program.state().w().toDoubles());
          assertArrayEquals(state.other().toDoubles(), program.state().other().toDoubles());
        }
      }
    }
  }

  @Test
  void aRunThatFailsLeavesTheStateAsItWas() {
    Tensor x = counting(2, 2);
    Step<Tensor, Tensor, Tensor> step =
        (w, rows) -> {
          Tensor next = x.matmulAdd(1, x, 0.5, w);
          return Step.result(next, x.gather(rows).sum());
        };
    try (Program<Tensor, Tensor, Tensor> program = Program.compile(backend, counting(2, 2), step)) {
      program.run(Tensor.of(backend, new int[] {1}, 1));
      double[] before = program.state().toDoubles();
      Tensor wrong = Tensor.of(backend, new int[] {2}, 1);
      assertThrows(IndexOutOfBoundsException.class, () -> program.run(wrong));
      assertArrayEquals(before, program.state().toDoubles());
    }
  }

  /** Random graphs of all kinds of nodes, run at once and as a program. */
  @Test
  void randomStepsGiveTheSameResultsAsWhenRunAtOnce() {
    for (int seed = 0; seed < 200; seed++) {
      int trial = seed;
      Scope.within(
          () -> {
            Tensor x = counting(3, 3);
            Tensor expected = composed(trial, x, RandomKey.of(trial));
            try (Program<Nothing, In, Tensor> program =
                Program.compile(backend, (In in) -> composed(trial, in.x(), in.key()))) {
              In in = new In(x, RandomKey.of(trial));
              for (int run = 0; run < 2; run++) {
                assertArrayEquals(
                    expected.toDoubles(), program.run(in).toDoubles(), "seed " + trial);
              }
            }
          });
    }
  }

  private static Tensor composed(int seed, Tensor x, RandomKey key) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> known = new ArrayList<>(List.of(x));
    for (int node = 0; node < 14; node++) {
      Tensor a = known.get(random.nextInt(known.size()));
      Tensor b = known.get(random.nextInt(known.size()));
      known.add(
          switch (random.nextInt(9)) {
            case 0 -> a.add(b);
            case 1 -> a.mul(b.transpose()).mul(0.25);
            case 2 -> sigmoid(a);
            case 3 -> bernoulli(key.fold(node), sigmoid(b));
            case 4 -> a.matmul(b).mul(0.125);
            case 5 -> a.matmulAdd(0.5, b, 0.25, known.get(random.nextInt(known.size())));
            case 6 -> a.sum(0).expand(0).add(b);
            case 7 -> Functions.where(Functions.lt(a, b), a.sub(b), Functions.tanh(b));
            default -> a.slice(0, 1, 2).mul(b);
          });
    }
    Tensor sum = known.get(0);
    for (int i = 7; i < known.size(); i++) {
      sum = sum.add(known.get(i));
    }
    return sum;
  }

  /** The derivatives of a product are one node with two results; either may be all that is used. */
  @Test
  void ofTheGradientsOfANodeOnlyThoseThatAreUsedAreComputed() {
    State at = new State(counting(2, 3), counting(2, 3).mul(0.5).add(2));
    UnaryOperator<State> gradient =
        Gradients.of(s -> sigmoid(s.w().mul(s.other())).mul(s.w()).sum());
    State expected = gradient.apply(at);
    try (Program<Nothing, State, Tensor> first =
            Program.compile(backend, (State s) -> gradient.apply(s).w());
        Program<Nothing, State, Tensor> second =
            Program.compile(backend, (State s) -> gradient.apply(s).other())) {
      assertArrayEquals(expected.w().toDoubles(), first.run(at).toDoubles(), 1e-15);
      assertArrayEquals(expected.other().toDoubles(), second.run(at).toDoubles(), 1e-15);
    }
  }
}
