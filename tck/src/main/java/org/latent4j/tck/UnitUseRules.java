package org.latent4j.tck;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §10, continued: odd inputs, and use in programs. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface UnitUseRules extends UnitRules {
  /** So that a broken model is not taken for a sample. */
  @Test
  @DisplayName("§10.08 An input of NaN gives NaN as mean and as draw")
  default void notANumber() {
    UnitFunctions units = units(backend());
    try (Scope scope = Scope.open()) {
      double[] input = new double[size()];
      Arrays.fill(input, Double.NaN);
      for (DataType type : Elements.FLOATING) {
        Tensor a = matrix(type, input);
        Check.equal(input, units.mean().apply(a).toDoubles(), i -> "mean at NaN, " + type);
        Tensor drawn = units.sample().apply(RandomKey.of(1), a);
        Check.equal(input, drawn.toDoubles(), i -> "draw at NaN, " + type);
      }
    }
  }

  /** No overflow, no NaN, no negative variance. */
  @Test
  @DisplayName("§10.09 Cumulant, mean, variance and draw are finite at inputs of great size")
  default void greatInputs() {
    UnitFunctions units = units(backend());
    try (Scope scope = Scope.open()) {
      for (DataType type : Elements.FLOATING) {
        for (double number : extremeInputs()) {
          double[] input = new double[size()];
          Arrays.fill(input, number);
          Tensor a = matrix(type, input);
          requireFinite("cumulant", number, units.cumulant().apply(a));
          requireFinite("mean", number, units.mean().apply(a));
          requireFinite("variance", number, units.variance().apply(a));
          requireFinite("draw", number, units.sample().apply(RandomKey.of(2), a));
          double[] variance = units.variance().apply(a).toDoubles();
          Check.that(
              Arrays.stream(variance).allMatch(v -> v >= 0),
              () -> "variance at " + number + " is " + Arrays.toString(variance));
        }
      }
    }
  }

  private static void requireFinite(String what, double input, Tensor tensor) {
    double[] numbers = tensor.toDoubles();
    Check.that(
        Arrays.stream(numbers).allMatch(Double::isFinite),
        () -> what + " at input " + input + " is " + Arrays.toString(numbers));
  }

  /** What the functions need. */
  record Input(Tensor a, Tensor x, RandomKey key) {}

  /** What the functions answer. */
  record Answers(Tensor energy, Tensor cumulant, Tensor mean, Tensor variance, Tensor sample) {}

  /** The draws bit for bit; rows may have more axes before them. */
  @Test
  @DisplayName("§10.10 All functions work in a program, in both types, with any leading axes")
  default void programs() {
    UnitFunctions units = units(backend());
    for (DataType type : Elements.FLOATING) {
      try (Scope scope = Scope.open();
          Program<Nothing, Input, Answers> program =
              Program.compile(backend(), input -> answers(units, input))) {
        Tensor a = matrix(type, inputs());
        Tensor x = units.sample().apply(RandomKey.of(3), a);
        Answers plain = answers(units, new Input(a, x, RandomKey.of(4)));
        Answers run = program.run(new Input(a, x, RandomKey.of(4)));
        requireSame(type, plain, run, "in a program");
        Input taller = new Input(a.expand(0), x.expand(0), RandomKey.of(4));
        requireSame(type, plain, program.run(taller), "with one more axis");
      }
    }
  }

  private static Answers answers(UnitFunctions units, Input input) {
    return new Answers(
        units.energy().apply(input.a(), input.x()),
        units.cumulant().apply(input.a()),
        units.mean().apply(input.a()),
        units.variance().apply(input.a()),
        units.sample().apply(input.key(), input.a()));
  }

  private static void requireSame(
      DataType type, Answers expected, Answers actual, String circumstance) {
    double tolerance = type == DataType.FLOAT32 ? 1e-5 : 1e-12;
    Tensor[] wanted = {
      expected.energy(),
      expected.cumulant(),
      expected.mean(),
      expected.variance(),
      expected.sample()
    };
    Tensor[] got = {
      actual.energy(), actual.cumulant(), actual.mean(), actual.variance(), actual.sample()
    };
    String[] names = {"energy", "cumulant", "mean", "variance", "sample"};
    for (int k = 0; k < names.length; k++) {
      String name = names[k];
      double[] numbers = wanted[k].toDoubles();
      Check.near(
          type,
          numbers,
          i -> tolerance * Math.max(1, Math.abs(numbers[i])),
          got[k].toDoubles(),
          i -> name + " " + circumstance + ", " + type);
    }
  }
}
