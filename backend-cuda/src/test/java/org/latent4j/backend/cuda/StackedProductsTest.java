package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latent4j.tensor.Functions.floor;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.tanh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.backend.cuda.kernel.EmulatedDriver;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Two sums over examples as one product: when there is one, and that it is right. */
class StackedProductsTest {
  private static final int EXAMPLES = 8;
  private static final int VISIBLE = 24;
  private static final int HIDDEN = 12;

  @TempDir private Path cache;

  /** What moves the weights in a step. */
  private interface Rule {
    Tensor next(Phases phases, Tensor rate, Tensor w);
  }

  /** Factors of both phases; the last is read by others if it is handed out. */
  private record Phases(Tensor a, Tensor b, Tensor c, Tensor d) {}

  private record Input(Tensor data, Tensor rate) {}

  private record Case(Rule rule, UnaryOperator<Tensor> data, boolean shows, DataType type) {
    Case(Rule rule) {
      this(rule, x -> x, false, DataType.FLOAT32);
    }
  }

  private static final Rule CONTRAST =
      (p, rate, w) ->
          p.c
              .transpose()
              .matmulAdd(
                  rate.mul(-0.25), p.d, 1, p.a.transpose().matmulAdd(rate.mul(0.25), p.b, 1, w));

  private static Tensor uniform(Backend backend, DataType type, int seed, int... shape) {
    return Draws.uniformLike(RandomKey.of(seed), Tensor.full(backend, type, 0, shape)).sub(0.4);
  }

  private static Program<Tensor, Input, Tensor> program(Backend backend, Case what) {
    Tensor w = uniform(backend, what.type, 1, VISIBLE, HIDDEN);
    return Program.training(
        backend,
        w,
        (state, input) -> {
          Tensor a = what.data.apply(input.data);
          Tensor b = sigmoid(a.matmul(state));
          Tensor c = tanh(b.matmul(state.transpose()));
          Tensor d = sigmoid(c.matmul(state));
          Tensor next = what.rule.next(new Phases(a, b, c, d), input.rate, state);
          Tensor shown = what.shows ? d : d.sum(0).sub(b.sum(0));
          return Step.result(next, shown);
        });
  }

  private static List<double[]> run(Backend backend, Case what) {
    return Scope.within(
        () -> {
          List<double[]> results = new ArrayList<>();
          try (Program<Tensor, Input, Tensor> program = program(backend, what)) {
            for (int step = 0; step < 3; step++) {
              Tensor data = uniform(backend, what.type, 10 + step, EXAMPLES, VISIBLE);
              Tensor rate = Tensor.full(backend, what.type, 0.02 * (1 + step));
              results.add(program.run(new Input(data, rate)).toDoubles());
              results.add(program.state().toDoubles());
            }
          }
          return results;
        });
  }

  /** How many products a step has, and that its results are those of the backend java. */
  private long products(Case what) {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    List<double[]> expected;
    try (Backend java = Backends.open("java")) {
      expected = run(java, what);
    }
    for (Precision precision : List.of(Precision.FLOAT32_STRICT, Precision.BF16)) {
      boolean exact = precision == Precision.FLOAT32_STRICT || what.type == DataType.FLOAT64;
      try (CudaBackend cuda =
          new CudaBackend(
              new EmulatedDriver(true), new BackendOptions(1, precision), new Cache(cache))) {
        List<double[]> found = run(cuda, what);
        for (int i = 0; i < found.size(); i++) {
          assertArrayEquals(
              expected.get(i), found.get(i), exact ? 2e-6 : 0.05, precision + " " + i);
        }
      }
    }
    RecordingDriver driver = new RecordingDriver();
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Tensor, Input, Tensor> program = program(backend, what)) {
      Tensor data = Tensor.full(backend, what.type, 0, EXAMPLES, VISIBLE);
      driver.taken();
      program.run(new Input(data, Tensor.full(backend, what.type, 1)));
      String calls = driver.taken();
      return calls
          .substring(calls.indexOf("begin capture"))
          .lines()
          .filter(this::multiplies)
          .count();
    }
  }

  private boolean multiplies(String call) {
    return call.strip().startsWith("multiply") || call.contains("beside: multiply");
  }

  @Test
  void bothPhasesAreOneProduct() {
    assertEquals(4, products(new Case(CONTRAST)));
  }

  @Test
  void inFloat64Too() {
    assertEquals(4, products(new Case(CONTRAST, x -> x, false, DataType.FLOAT64)));
  }

  @Test
  void dataThatAKernelMakesLieInTheStack() {
    assertEquals(4, products(new Case(CONTRAST, x -> x.mul(0.5), false, DataType.FLOAT32)));
  }

  @Test
  void aFactorThatOthersReadIsMadeInBothSigns() {
    assertEquals(4, products(new Case(CONTRAST, x -> x, true, DataType.FLOAT32)));
  }

  @Test
  void aNumberCanBeTheScale() {
    Rule rule =
        (p, rate, w) ->
            p.c.transpose().matmulAdd(-0.2, p.d, 1, p.a.transpose().matmulAdd(0.2, p.b, 1, w));
    assertEquals(4, products(new Case(rule)));
  }

  @Test
  void bothPhasesCanHaveOneSign() {
    Rule rule =
        (p, rate, w) ->
            p.c.transpose().matmulAdd(rate, p.d, 1, p.a.transpose().matmulAdd(rate, p.b, 0.5, w));
    assertEquals(4, products(new Case(rule)));
  }

  @Test
  void theFirstNeedsNoAddend() {
    Rule rule =
        (p, rate, w) -> {
          Tensor up = p.a.transpose().matmul(p.b);
          return p.c.transpose().matmulAdd(-1, p.d, 1, up).mul(rate).add(w);
        };
    assertEquals(4, products(new Case(rule)));
  }

  @Test
  void otherScalesStayApart() {
    Rule rule =
        (p, rate, w) ->
            p.c
                .transpose()
                .matmulAdd(
                    rate.mul(-0.3), p.d, 1, p.a.transpose().matmulAdd(rate.mul(0.25), p.b, 1, w));
    assertEquals(5, products(new Case(rule)));
  }

  @Test
  void aFirstResultThatOthersReadStays() {
    Rule rule =
        (p, rate, w) -> {
          Tensor risen = p.a.transpose().matmulAdd(rate, p.b, 1, w);
          return p.c.transpose().matmulAdd(rate.mul(-1), p.d, 1, risen).add(risen.mul(0.1));
        };
    assertEquals(5, products(new Case(rule)));
  }

  @Test
  void productsThatShareAFactorStayApart() {
    Rule rule =
        (p, rate, w) ->
            p.a
                .transpose()
                .matmulAdd(rate.mul(-1), p.d, 1, p.a.transpose().matmulAdd(rate, p.b, 1, w));
    assertEquals(5, products(new Case(rule)));
  }

  /** Weights of two layers. */
  private record Layers(Tensor lower, Tensor upper) {}

  /**
   * The states of the middle layer are factors of both gradients, in one stack on the right and in
   * another on the left, and lie nowhere but in bfloat16. All numbers they depend on are exact.
   */
  private static List<double[]> twoLayers(Backend backend) {
    return Scope.within(
        () -> {
          DataType type = DataType.FLOAT32;
          Tensor lower = coarse(uniform(backend, type, 1, VISIBLE, HIDDEN));
          Tensor upper = uniform(backend, type, 2, HIDDEN, 2 * HIDDEN);
          try (Program<Layers, Tensor, Tensor> program =
              Program.training(
                  backend,
                  new Layers(lower, upper),
                  (w, data) -> {
                    Tensor middle = lt(data.matmul(w.lower), 0.1);
                    Tensor top = sigmoid(middle.matmul(w.upper));
                    Tensor model = lt(middle.matmul(w.lower.transpose()), 0);
                    Tensor again = lt(model.matmul(w.lower), 0.1);
                    Tensor topAgain = sigmoid(again.matmul(w.upper));
                    return Step.result(
                        new Layers(
                            contrast(data, middle, model, again, w.lower),
                            contrast(middle, top, again, topAgain, w.upper)),
                        top.sum(0));
                  })) {
            program.run(lt(uniform(backend, type, 3, EXAMPLES, VISIBLE), 0));
            Layers next = program.state();
            return List.of(next.lower.toDoubles(), next.upper.toDoubles());
          }
        });
  }

  private static Tensor coarse(Tensor x) {
    return floor(x.mul(4)).mul(0.25);
  }

  private static Tensor contrast(Tensor a, Tensor b, Tensor c, Tensor d, Tensor w) {
    return c.transpose().matmulAdd(-0.25, d, 1, a.transpose().matmulAdd(0.25, b, 1, w));
  }

  @Test
  void aFactorCanLieInTwoStacks() {
    Assumptions.assumeTrue(EmulatedDriver.obstacle() == null, EmulatedDriver::obstacle);
    List<double[]> expected;
    try (Backend java = Backends.open("java")) {
      expected = twoLayers(java);
    }
    for (Precision precision : Precision.values()) {
      BackendOptions options = new BackendOptions(1, precision);
      try (CudaBackend cuda =
          new CudaBackend(new EmulatedDriver(true), options, new Cache(cache))) {
        List<double[]> found = twoLayers(cuda);
        double tolerance =
            switch (precision) {
              case FLOAT32_STRICT -> 1e-5;
              case TF32 -> 2e-3;
              case BF16 -> 0.02;
            };
        for (int layer = 0; layer < 2; layer++) {
          assertArrayEquals(
              expected.get(layer), found.get(layer), tolerance, precision + " " + layer);
        }
      }
    }
  }
}
