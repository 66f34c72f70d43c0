package org.latent4j.tck;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tck.RandomStep.Feed;
import org.latent4j.tck.RandomStep.Matrices;
import org.latent4j.tck.RandomStep.Shown;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §9, continued: steps with state, and gradients. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface StepRules extends BackendRules {

  /**
   * 250 steps that hand states around, add to them and show them; three runs of each. A tenth have
   * matrices [1, 1].
   */
  @Test
  @DisplayName(
      "§9.14 Steps that pass states around in any way agree with the same steps one by one")
  default void randomSteps() {
    for (int seed = 0; seed < 250; seed++) {
      requireSteps(Elements.FLOATING[seed % 2], seed, seed % 10 == 5 ? 37 : seed % 10 == 7 ? 1 : 4);
    }
  }

  private void requireSteps(DataType type, int seed, int size) {
    RandomStep step = new RandomStep(seed, 1 + seed % 7);
    double[] numbers = Samples.moderate(type, seed);
    try (Scope scope = Scope.open()) {
      Matrices eager =
          new Matrices(
              square(type, numbers, 0, size),
              square(type, numbers, 30, size),
              square(type, numbers, 60, size));
      try (Program<Matrices, Feed, Shown> program =
          Program.compile(backend(), eager, step::apply)) {
        for (int run = 0; run < 3; run++) {
          Tensor m = square(type, numbers, 100 + run, size).mul(0.49).add(0.5);
          Feed feed =
              new Feed(m, Tensor.full(backend(), type, (1.0 + run) / size / 4), RandomKey.of(run));
          var expected = step.apply(eager, feed);
          eager = expected.state();
          String what = "run " + run + " of step " + seed + ", " + type + " [" + size + "]: ";
          requireNear(type, expected.output().tensors(), program.run(feed).tensors(), what);
          requireNear(type, leaves(eager), leaves(program.state()), what + "state ");
        }
      }
    }
  }

  private Tensor square(DataType type, double[] numbers, int from, int size) {
    double[] elements = new double[size * size];
    Arrays.setAll(elements, i -> numbers[(from + i) % numbers.length]);
    return Tensors.of(backend(), type, elements, size, size);
  }

  private static List<Tensor> leaves(Matrices state) {
    return List.of(state.a(), state.b(), state.c());
  }

  private static void requireNear(
      DataType type, List<Tensor> expected, List<Tensor> actual, String what) {
    double tolerance = type == DataType.FLOAT32 ? 1e-4 : 1e-11;
    for (int k = 0; k < expected.size(); k++) {
      int number = k;
      double[] numbers = expected.get(k).toDoubles();
      Check.near(
          type,
          numbers,
          i -> tolerance * Math.max(1, Math.abs(numbers[i])),
          actual.get(k).toDoubles(),
          i -> what + number);
    }
  }

  /** What a step of which a part can fail reads. */
  record Picks(Tensor m, Tensor rows) {}

  /** An index out of range, found after a product that could be computed in the state's place. */
  @Test
  @DisplayName("§9.16 A run that fails leaves the state as it was, where the backend can tell")
  default void failedRun() {
    Assumptions.assumeTrue(checksIndices(), "the device cannot tell the host");
    List<BinaryOperator<Tensor>> fallible =
        List.of(
            Tensor::gather,
            (x, rows) -> x.scatterAdd(rows, x.shape().dim(0)),
            (x, rows) -> Functions.withRows(x, rows, x));
    for (BinaryOperator<Tensor> operation : fallible) {
      for (DataType type : Elements.FLOATING) {
        try (Scope scope = Scope.open()) {
          double[] numbers = Samples.moderate(type, 916);
          Tensor start = square(type, numbers, 0, 4);
          try (Program<ProgramRules.One, Picks, ProgramRules.One> program =
              Program.compile(
                  backend(),
                  new ProgramRules.One(start),
                  (state, picks) -> {
                    Tensor next = picks.m().matmulAdd(0.5, picks.m(), 1, state.x());
                    Tensor picked = operation.apply(next, picks.rows());
                    return Step.result(new ProgramRules.One(next), new ProgramRules.One(picked));
                  })) {
            Tensor m = square(type, numbers, 20, 4);
            requireOutOfRange(
                program, new Picks(m, Tensor.of(backend(), new int[] {0, 4, 1, 2}, 4)));
            double[] kept = program.state().x().toDoubles();
            Check.sameBits(start.toDoubles(), kept, i -> "state after a failed run, " + type);
            program.run(new Picks(m, Tensor.of(backend(), new int[] {0, 3, 1, 2}, 4)));
            double[] expected = m.matmulAdd(0.5, m, 1, start).toDoubles();
            double[] next = program.state().x().toDoubles();
            Check.near(type, expected, i -> 1e-5, next, i -> "state after a good run, " + type);
          }
        }
      }
    }
  }

  private static void requireOutOfRange(
      Program<ProgramRules.One, Picks, ProgramRules.One> program, Picks picks) {
    try {
      program.run(picks);
    } catch (IndexOutOfBoundsException expected) {
      return;
    }
    throw new AssertionError("an index out of range in a program must be refused");
  }

  /** What a function is differentiated by. */
  record Parameters(Tensor table, Tensor weights, Tensor bias) {}

  /** Rows picked, parts cut out and joined, products, softmax; at smooth points. */
  @Test
  @DisplayName("§9.15 The gradient of a program is that of its function, by central differences")
  default void gradients() {
    int[] rows = {2, 0, 2, 1, 3, 2};
    double[] numbers = Samples.moderate(DataType.FLOAT64, 915);
    double[] expected = differences(numbers, rows);
    for (DataType type : Elements.FLOATING) {
      double tolerance = type == DataType.FLOAT32 ? 1e-4 : 1e-7;
      try (Scope scope = Scope.open();
          Program<Nothing, Parameters, Parameters> program =
              Program.compile(backend(), Gradients.of(loss(rows)))) {
        Parameters parameters = parameters(type, numbers);
        for (Parameters gradient :
            List.of(program.run(parameters), Gradients.of(loss(rows)).apply(parameters))) {
          Check.near(type, expected, i -> tolerance, numbers(gradient), i -> "gradient in " + type);
        }
      }
    }
  }

  private Parameters parameters(DataType type, double[] numbers) {
    return new Parameters(
        Tensors.of(backend(), type, Arrays.copyOf(numbers, 20), 4, 5),
        Tensors.of(backend(), type, Arrays.copyOfRange(numbers, 20, 50), 6, 5),
        Tensors.of(backend(), type, Arrays.copyOfRange(numbers, 50, 56), 6));
  }

  private static double[] numbers(Parameters parameters) {
    return Arrays.stream(new Tensor[] {parameters.table(), parameters.weights(), parameters.bias()})
        .flatMapToDouble(tensor -> Arrays.stream(tensor.toDoubles()))
        .toArray();
  }

  private Function<Parameters, Tensor> loss(int... rows) {
    return p -> {
      Tensor indices = Tensor.of(p.table().backend(), rows, rows.length);
      Tensor picked = p.table().gather(indices);
      Tensor hidden = Functions.tanh(picked.matmul(p.weights().transpose()).add(p.bias()));
      Tensor joined =
          Functions.concat(1, hidden.slice(1, 1, 4), picked.slice(1, 0, 2), hidden.slice(1, 5, 6));
      Tensor chosen = Functions.softmax(joined, 1).mul(hidden);
      return chosen.sum(0).mul(p.bias()).sum().add(Functions.logSumExp(joined, 0).mean());
    };
  }

  private double[] differences(double[] numbers, int... rows) {
    double step = 1e-5;
    double[] differences = new double[56];
    try (Program<Nothing, Parameters, ProgramRules.One> program =
        Program.compile(backend(), p -> new ProgramRules.One(loss(rows).apply(p)))) {
      for (int i = 0; i < differences.length; i++) {
        double[] moved = numbers.clone();
        double value = 0;
        for (int sign : new int[] {1, -1}) {
          moved[i] = numbers[i] + sign * step;
          value +=
              sign
                  * Scope.within(() -> program.run(parameters(DataType.FLOAT64, moved)).x().item());
        }
        differences[i] = value / (2 * step);
      }
    }
    return differences;
  }
}
