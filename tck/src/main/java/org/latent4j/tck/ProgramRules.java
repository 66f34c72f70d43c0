package org.latent4j.tck;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.sigmoid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.random.Uniforms;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * §9: programs. What is recorded and replayed agrees with the same operations done one by one:
 * uniform and Bernoulli draws bit for bit, other numbers to 10<sup>-4</sup> in FLOAT32 and
 * 10<sup>-11</sup> in FLOAT64, relative to 1 or to the number if that is larger.
 */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface ProgramRules extends BackendRules {
  /** Rows and columns of what random programs compute. */
  List<Shape> EXTENTS =
      List.of(
          Shape.of(4, 6),
          Shape.of(1, 300),
          Shape.of(4, 6),
          Shape.of(45, 51),
          Shape.of(300, 1),
          Shape.of(4, 6),
          Shape.of(1, 6),
          Shape.of(45, 51),
          Shape.of(200, 7),
          Shape.of(1, 1));

  /** One tensor. */
  record One(Tensor x) {}

  /** Any number of tensors. */
  record Many(List<Tensor> tensors) {}

  /** A tensor and a key. */
  record Keyed(Tensor x, RandomKey key) {}

  /**
   * 48 functions of up to 20 operations each, run three times each: of a few elements, of more than
   * a backend keeps in its cache, and of axes of extent 1, which have no stride.
   */
  @Test
  @DisplayName("§9.01 A program agrees with the same operations done one by one")
  default void programsAgree() {
    for (DataType type : Elements.FLOATING) {
      for (int seed = 0; seed < 48; seed++) {
        Shape shape = EXTENTS.get(seed % EXTENTS.size());
        RandomProgram function = new RandomProgram(seed, 2 + seed % 19);
        try (Program<Nothing, RandomProgram.Input, RandomProgram.Output> program =
            Program.compile(backend(), function::apply)) {
          for (int run = 0; run < 3; run++) {
            int number = seed * 3 + run;
            Scope.within(
                () -> {
                  RandomProgram.Input input = input(type, number, shape.dim(0), shape.dim(1));
                  requireAgreement(type, number, function.apply(input), program.run(input));
                });
          }
        }
      }
    }
  }

  private RandomProgram.Input input(DataType type, int seed, int rows, int columns) {
    double[] sample = Samples.moderate(type, seed);
    double[] numbers = new double[2 * rows * columns + columns + 1];
    Arrays.setAll(numbers, i -> 0.5 + 0.49 * sample[i % sample.length]);
    int size = rows * columns;
    int[] indices = new int[rows];
    Arrays.setAll(indices, i -> (seed + i * i) % rows);
    return new RandomProgram.Input(
        Tensors.of(backend(), type, Arrays.copyOf(numbers, size), rows, columns),
        Tensors.of(backend(), type, Arrays.copyOfRange(numbers, size, 2 * size), rows, columns),
        Tensors.of(
            backend(), type, Arrays.copyOfRange(numbers, 2 * size, 2 * size + columns), columns),
        Tensor.full(backend(), type, numbers[2 * size + columns]),
        Tensor.of(backend(), indices, rows),
        Tensor.full(backend(), DataType.INT32, seed),
        RandomKey.of(seed));
  }

  private static void requireAgreement(
      DataType type, int seed, RandomProgram.Output eager, RandomProgram.Output traced) {
    double tolerance = type == DataType.FLOAT32 ? 1e-4 : 1e-11;
    for (int i = 0; i < eager.drawn().size(); i++) {
      int draw = i;
      Check.sameBits(
          eager.drawn().get(i).toDoubles(),
          traced.drawn().get(i).toDoubles(),
          element -> "draw " + draw + " of program " + seed + ", " + type);
    }
    for (int i = 0; i < eager.computed().size(); i++) {
      int output = i;
      double[] expected = eager.computed().get(i).toDoubles();
      Check.that(
          eager.computed().get(i).shape().equals(traced.computed().get(i).shape()),
          () -> "output " + output + " of program " + seed + " has another shape in a program");
      Check.near(
          type,
          expected,
          element -> tolerance * Math.max(1, Math.abs(expected[element])),
          traced.computed().get(i).toDoubles(),
          element -> "output " + output + " of program " + seed + ", " + type);
    }
  }

  /** A key given anew to every run, and children of it by number and by counter. */
  @Test
  @DisplayName("§9.02 A program draws the bits that its keys define, anew for every key")
  default void programDraws() {
    for (DataType type : Elements.FLOATING) {
      try (Program<Nothing, Keyed, Many> program =
              Program.compile(
                  backend(),
                  input -> {
                    RandomKey child = input.key().fold(3);
                    Tensor p = sigmoid(input.x());
                    return new Many(
                        List.of(
                            uniformLike(input.key(), 7, input.x()),
                            uniformLike(child, input.x()),
                            bernoulli(child.fold(-1), p),
                            p,
                            threeDraws(child, input.x())));
                  });
          Scope scope = Scope.open()) {
        Tensor x = Tensors.of(backend(), type, Samples.moderate(type, 902), 2039);
        for (long seed : new long[] {0, -1, 1L << 40}) {
          RandomKey key = RandomKey.of(seed);
          List<Tensor> drawn = program.run(new Keyed(x, key)).tensors();
          requireUniforms(type, key, 7, drawn.get(0));
          requireUniforms(type, key.fold(3), 0, drawn.get(1));
          double[] p = drawn.get(3).toDoubles();
          double[] expected = uniforms(type, key.fold(3).fold(-1), 0, p.length);
          Arrays.setAll(expected, i -> expected[i] < p[i] ? 1 : 0);
          Check.equal(expected, drawn.get(2).toDoubles(), i -> "Bernoulli draws in a program");
          requireThreeDraws(type, key.fold(3), drawn.get(4).toDoubles());
        }
      }
    }
  }

  /** Draws from three keys that a program may put into one expression; exact in either type. */
  private static Tensor threeDraws(RandomKey key, Tensor x) {
    return uniformLike(key.fold(5), x)
        .sub(uniformLike(key.fold(6), x))
        .mul(lt(uniformLike(key.fold(7), 9, x), 0.5));
  }

  private static void requireThreeDraws(DataType type, RandomKey key, double[] actual) {
    double[] first = uniforms(type, key.fold(5), 0, actual.length);
    double[] second = uniforms(type, key.fold(6), 0, actual.length);
    double[] third = uniforms(type, key.fold(7), 9, actual.length);
    double[] expected = new double[actual.length];
    Arrays.setAll(expected, i -> third[i] < 0.5 ? first[i] - second[i] : 0);
    Check.equal(expected, actual, i -> "draws from three keys in one program, " + type);
  }

  private static void requireUniforms(DataType type, RandomKey key, long first, Tensor actual) {
    double[] numbers = actual.toDoubles();
    Check.sameBits(
        uniforms(type, key, first, numbers.length), numbers, i -> type + " draws of " + key);
  }

  private static double[] uniforms(DataType type, RandomKey key, long first, int count) {
    double[] uniforms = new double[count];
    Arrays.setAll(
        uniforms,
        i ->
            type == DataType.FLOAT32
                ? Uniforms.float32(key.bits(), first + i)
                : Uniforms.float64(key.bits(), first + i));
    return uniforms;
  }

  /** Sizes 3, 5, 3 and 0 in turn, as the last minibatch of an epoch is shorter. */
  @Test
  @DisplayName("§9.03 One program serves inputs of several shapes, in any order")
  default void severalShapes() {
    for (DataType type : Elements.FLOATING) {
      try (Program<Nothing, One, One> program =
              Program.compile(
                  backend(), input -> new One(input.x().matmul(input.x().transpose()).sum(0)));
          Scope scope = Scope.open()) {
        for (int rows : new int[] {3, 5, 3, 0, 65, 5}) {
          double[] numbers = Arrays.copyOf(Samples.moderate(type, rows), rows * 4);
          Tensor x = Tensors.of(backend(), type, numbers, rows, 4);
          double[] expected = x.matmul(x.transpose()).sum(0).toDoubles();
          double[] actual = program.run(new One(x)).x().toDoubles();
          Check.near(type, expected, i -> 1e-4, actual, i -> rows + " rows of " + type);
        }
      }
    }
  }

  /** Transposed, sliced, broadcast, dense at an offset; the layout changes from run to run. */
  @Test
  @DisplayName("§9.04 An input may be any view, another one at every run")
  default void stridedInputs() {
    for (DataType type : Elements.FLOATING) {
      try (Program<Nothing, One, One> program =
              Program.compile(backend(), input -> new One(input.x().mul(2).add(1)));
          Scope scope = Scope.open()) {
        Tensor large =
            Tensors.of(backend(), type, Arrays.copyOf(Samples.moderate(type, 904), 400), 20, 20);
        List<Tensor> views = new ArrayList<>();
        for (int repetition = 0; repetition < 2; repetition++) {
          views.add(large.slice(0, 3, 8).slice(1, 2, 9));
          views.add(large.slice(0, 3, 10).slice(1, 2, 7).transpose());
          views.add(large.slice(0, 4, 5).slice(1, 0, 7).broadcastTo(Shape.of(5, 7)));
          views.add(large.reshape(400).slice(0, 100, 135).reshape(5, 7));
          views.add(large.reshape(400).slice(0, 7, 42).reshape(5, 7));
        }
        for (Tensor view : views) {
          double[] expected =
              Arrays.stream(view.toDoubles())
                  .map(v -> Elements.rounded(type, Elements.rounded(type, 2 * v) + 1))
                  .toArray();
          double eps = type == DataType.FLOAT32 ? 0x1p-22 : 0x1p-51;
          double[] actual = program.run(new One(view)).x().toDoubles();
          Check.near(type, expected, i -> eps, actual, i -> "input " + view.asView().layout());
        }
      }
    }
  }

  /** The scope in which the constant was made is closed before the program runs. */
  @Test
  @DisplayName("§9.05 A tensor from outside is bound by reference and stays alive with the program")
  default void boundTensors() {
    for (DataType type : Elements.FLOATING) {
      Scope outer = Scope.open();
      Tensor constant = Tensors.of(backend(), type, new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
      Tensor view = constant.transpose().slice(0, 1, 3); // [[2, 5], [3, 6]]
      try (Program<Nothing, One, One> program =
          Program.compile(
              backend(), input -> new One(input.x().matmul(view).add(constant.slice(1, 0, 2))))) {
        double[] expected = {1 + 2 + 2 * 3, 2 + 5 + 2 * 6, 4 + 3 * 2 + 4 * 3, 5 + 3 * 5 + 4 * 6};
        requireProduct(program, type, expected);
        outer.close();
        Scope.within(
            () -> Tensors.of(backend(), type, new double[600], 600)); // takes freed memory, if any
        requireProduct(program, type, expected);
      } finally {
        outer.close();
      }
    }
  }

  private void requireProduct(
      Program<Nothing, One, One> program, DataType type, double[] expected) {
    Scope.within(
        () -> {
          Tensor x = Tensors.of(backend(), type, new double[] {1, 2, 3, 4}, 2, 2);
          double[] actual = program.run(new One(x)).x().toDoubles();
          Check.near(type, expected, i -> 1e-5, actual, i -> "program with a constant, " + type);
        });
  }

  /** The input itself, views of it and of results, one result twice. */
  @Test
  @DisplayName(
      "§9.06 Outputs may be inputs, constants, views and repetitions; each is a new tensor")
  default void outputs() {
    for (DataType type : Elements.FLOATING) {
      try (Scope scope = Scope.open()) {
        Tensor constant = Tensors.of(backend(), type, new double[] {9, 8}, 2);
        try (Program<Nothing, One, Many> program =
            Program.compile(
                backend(),
                input -> {
                  Tensor twice = input.x().add(input.x());
                  return new Many(
                      List.of(
                          input.x(),
                          input.x().transpose(),
                          twice.slice(1, 1, 2),
                          twice,
                          twice,
                          constant));
                })) {
          Tensor x = Tensors.of(backend(), type, new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
          List<Tensor> first = program.run(new One(x)).tensors();
          program.run(new One(x.mul(-1)));
          double[][] expected = {
            {1, 2, 3, 4, 5, 6},
            {1, 4, 2, 5, 3, 6},
            {4, 10},
            {2, 4, 6, 8, 10, 12},
            {2, 4, 6, 8, 10, 12},
            {9, 8}
          };
          for (int i = 0; i < expected.length; i++) {
            int output = i;
            Check.equal(
                expected[i],
                first.get(i).toDoubles(),
                element -> "output " + output + " after the next run");
          }
        }
      }
    }
  }
}
