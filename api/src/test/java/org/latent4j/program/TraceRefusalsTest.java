package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.latent4j.testing.Refusal.ofArgument;
import static org.latent4j.testing.Refusal.ofState;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.Trace;
import org.latent4j.testing.NaiveBackend;

/** What a step may not do while it is recorded. */
class TraceRefusalsTest {
  private static final String READ =
      "tensor: its elements can't be read while a program is being recorded; return it from the"
          + " step to see it, and use where(...) in place of a Java branch on it";
  private static final String TWICE =
      "draw: the same key is drawn from twice, which would give the same numbers twice;"
          + " derive a key for each draw with key.fold(0), key.fold(1), …";
  private static final String CONSTANT =
      "draw: this key is a constant of the program, so that every run would draw the same numbers;"
          + " pass the key as an input or keep it in the state, or fold a step counter into it";
  private static final String NESTED =
      "program: a step can't run or compile another program while it is being recorded;"
          + " call that program's step function instead";
  private static final String ENDED =
      ": a tensor of a recorded step was used after the recording ended;"
          + " return it from the step instead of storing it outside";

  private final NaiveBackend backend = new NaiveBackend();
  private int before;

  record Input(Tensor x, Tensor counter, RandomKey key) {}

  @BeforeEach
  void count() {
    before = backend.liveStorages();
  }

  @AfterEach
  void nothingIsLeftOver() {
    assertFalse(Trace.isRecording());
    backend.close();
    assertEquals(before, backend.liveStorages());
  }

  private Tensor ones(int... shape) {
    return Tensor.full(backend, DataType.FLOAT32, 1, shape);
  }

  private Input input() {
    return new Input(ones(4), Tensor.full(backend, DataType.INT32, 3), RandomKey.of(8));
  }

  /** Records a step that does something with its input, and runs it. */
  private void step(Consumer<Input> body) {
    Function<Input, Tensor> function =
        input -> {
          body.accept(input);
          return input.x();
        };
    try (Program<Nothing, Input, Tensor> program = Program.compile(backend, function)) {
      program.run(input());
    }
  }

  @Test
  void elementsCanNotBeRead() {
    ofState(READ, () -> step(in -> in.x().toFloats()));
    ofState(READ, () -> step(in -> in.x().add(1).toDoubles()));
    ofState(READ, () -> step(in -> in.counter().toInts()));
    ofState(READ, () -> step(in -> in.x().asView()));
    ofState(READ, () -> step(in -> Tensor.copyOf(backend, in.x().asView())));
  }

  @Test
  void aJavaBranchOnATensorIsRefused() {
    ofState(
        READ,
        () ->
            step(
                in -> {
                  if (in.x().sum().item() > 0) {
                    in.x().add(1);
                  }
                }));
  }

  @Test
  void theBitsOfAKeyCanNotBeRead() {
    ofState(
        "key: its bits can't be read while a program is being recorded;"
            + " return the key from the step to see them",
        () -> step(in -> in.key().fold(1).bits()));
  }

  @Test
  void textsOfTracedValuesCanBeMade() {
    List<String> texts = new ArrayList<>();
    step(
        in -> {
          texts.add(in.x().toString());
          texts.add(in.key().toString());
        });
    assertEquals(List.of("%0 FLOAT32 [4]", "RandomKey[%2 INT32 [2]]"), texts);
  }

  @Test
  void oneKeyGivesOneDraw() {
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Draws.bernoulli(in.key(), in.x());
                  Draws.normalLike(in.key(), in.x());
                }));
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Draws.uniformLike(in.key().fold(5), in.x());
                  Draws.uniformLike(in.key().fold(5), in.x());
                }));
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Draws.uniformLike(in.key().fold(in.counter()), in.x());
                  Draws.uniformLike(in.key().fold(in.counter()), in.x());
                }));
    ofState(
        TWICE, () -> step(in -> Draws.categorical(in.key(), Draws.gumbelLike(in.key(), in.x()))));
  }

  @Test
  void childrenOfDifferentNumbersAreDrawnFreely() {
    step(
        in -> {
          Draws.uniformLike(in.key(), in.x());
          Draws.uniformLike(in.key().fold(0), in.x());
          Draws.uniformLike(in.key().fold(1), in.x());
          Draws.uniformLike(in.key().fold(0).fold(1), in.x());
          Draws.uniformLike(in.key().fold(in.counter()), in.x());
          Draws.uniformLike(in.key().fold(in.counter().add(1)), in.x());
          in.key().split(3).subList(2, 3).forEach(key -> Draws.normalLike(key, in.x()));
        });
  }

  @Test
  void partsOfOneDrawMayNotOverlap() {
    step(
        in -> {
          Draws.uniformLike(in.key(), 0, in.x());
          Draws.uniformLike(in.key(), 4, in.x());
          Draws.uniformLike(in.key(), 1L << 62, in.x());
        });
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Draws.uniformLike(in.key(), 0, in.x());
                  Draws.uniformLike(in.key(), 3, in.x());
                }));
  }

  /** An element of FLOAT64 takes the words of two elements of FLOAT32. */
  @Test
  void drawsOfBothTypesMeetWhereTheirWordsDo() {
    step(
        in -> {
          Draws.uniformLike(in.key(), in.x());
          Draws.uniformLike(in.key(), 2, in.x().cast(DataType.FLOAT64));
        });
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Draws.uniformLike(in.key(), 8, in.x());
                  Draws.uniformLike(in.key(), 3, in.x().cast(DataType.FLOAT64));
                }));
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Tensor doubles = in.x().cast(DataType.FLOAT64);
                  Draws.uniformLike(in.key(), Long.MAX_VALUE - 4, doubles);
                  Draws.uniformLike(in.key(), Long.MAX_VALUE - 5, doubles);
                }));
  }

  @Test
  void aConstantKeyIsNotDrawnFrom() {
    Tensor outside = ones(2);
    ofState(CONSTANT, () -> step(in -> Draws.bernoulli(RandomKey.of(1), in.x())));
    ofState(CONSTANT, () -> step(in -> Draws.normalLike(RandomKey.of(1).fold(2), in.x())));
    ofState(CONSTANT, () -> step(in -> Draws.normalLike(RandomKey.of(1), outside)));
    ofState(
        CONSTANT,
        () ->
            step(
                in -> {
                  Tensor constantCounter = Tensor.full(backend, DataType.INT32, 3);
                  Draws.normalLike(RandomKey.of(1).fold(constantCounter), in.x());
                }));
    step(in -> Draws.bernoulli(RandomKey.of(1).fold(in.counter()), in.x()));
    step(in -> Draws.bernoulli(in.key().fold(1), outside));
  }

  /** The constant key is made anew each time; that must not hide that the child is the same. */
  @Test
  void aConstantKeyWithACounterGivesOneDrawToo() {
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Draws.uniformLike(RandomKey.of(1).fold(in.counter()), in.x());
                  Draws.uniformLike(RandomKey.of(1).fold(in.counter()), in.x());
                }));
    step(
        in -> {
          Draws.uniformLike(RandomKey.of(1).fold(in.counter()), in.x());
          Draws.uniformLike(RandomKey.of(2).fold(in.counter()), in.x());
        });
  }

  @Test
  void aConstantCounterIsTheNumberItHolds() {
    ofState(
        TWICE,
        () ->
            step(
                in -> {
                  Tensor three = Tensor.full(backend, DataType.INT32, 3);
                  Draws.uniformLike(in.key().fold(three), in.x());
                  Draws.uniformLike(in.key().fold(3), in.x());
                }));
  }

  @Test
  void programsDoNotNest() {
    try (Program<Nothing, Tensor, Tensor> other =
        Program.compile(backend, (Tensor x) -> x.add(1))) {
      Tensor one = ones();
      assertEquals(2, other.run(one).item());
      ofState(NESTED, () -> step(in -> other.run(one)));
      ofState(NESTED, () -> step(in -> other.state()));
      ofState(NESTED, () -> step(in -> other.setState(Nothing.NOTHING)));
      ofState(NESTED, () -> step(in -> Program.compile(backend, (Tensor x) -> x)));
      ofState(NESTED, () -> step(in -> Trace.open(backend)));
      assertEquals(2, other.run(one).item());
    }
  }

  @Test
  void nothingOfARecordedStepIsUsedAfterwards() {
    List<Tensor> tensors = new ArrayList<>();
    List<RandomKey> keys = new ArrayList<>();
    step(
        in -> {
          tensors.add(in.x());
          tensors.add(in.x().add(1));
          keys.add(in.key());
        });
    for (Tensor lost : tensors) {
      ofState("mul" + ENDED, () -> lost.mul(2));
      ofState("add" + ENDED, () -> ones(4).add(lost));
      ofState("concat" + ENDED, () -> Functions.concat(0, ones(4), lost));
      ofState("sub" + ENDED, () -> step(in -> in.x().sub(lost)));
      ofState("program" + ENDED, () -> recordReturning(lost));
      ofState("tensor" + ENDED, () -> compileWith(lost));
      ofState("tensor" + ENDED, lost::toFloats);
    }
    ofState("fold" + ENDED, () -> keys.get(0).fold(1));
    ofState("elementwise" + ENDED, () -> Draws.normalLike(keys.get(0), ones(4)));
    ofState("elementwise" + ENDED, () -> step(in -> Draws.normalLike(keys.get(0), in.x())));
    ofState("program" + ENDED, () -> step(in -> keys.get(0).fold(in.counter())));
  }

  private void recordReturning(Tensor output) {
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor x) -> output)) {
      program.run(ones(4));
    }
  }

  private void compileWith(Tensor state) {
    Program.compile(backend, state, (s, x) -> Step.result(s, x)).close();
  }

  @Test
  void aStepRunsInOneThread() {
    String message =
        "add: a tensor of a step was used in a thread other than the one that records it;"
            + " a step runs in one thread";
    ofState(
        message,
        () ->
            step(
                in -> {
                  try {
                    CompletableFuture.supplyAsync(() -> in.x().add(1)).join();
                  } catch (CompletionException e) {
                    throw (RuntimeException) e.getCause();
                  }
                }));
  }

  @Test
  void everythingLivesOnTheBackendOfTheProgram() {
    try (NaiveBackend other = new NaiveBackend("other")) {
      Tensor there = Tensor.full(other, DataType.FLOAT32, 1, 4);
      String rule =
          "program: it is recorded for backend naive,"
              + " but a tensor that the step uses or returns is on other";
      ofArgument(rule, () -> recordReturning(there));
      ofArgument(
          rule,
          () -> {
            Step<Tensor, Tensor, Tensor> step = (state, x) -> Step.result(there, x);
            try (Program<Tensor, Tensor, Tensor> program =
                Program.compile(backend, ones(4), step)) {
              program.run(ones(4));
            }
          });
      String operands =
          ": the operands are on different backends: naive and other; make them on one,"
              + " or copy one with Tensor.of(backend, x.toFloats(), ...)";
      ofArgument("add" + operands, () -> step(in -> in.x().add(there)));
      ofArgument(
          "elementwise: the operands are on different backends: other and naive; make them on one,"
              + " or copy one with Tensor.of(backend, x.toFloats(), ...)",
          () -> step(in -> Draws.normalLike(in.key(), there)));
      ofArgument(
          "program: it runs on backend naive, but a tensor of its input is on other",
          () -> {
            try (Program<Nothing, Tensor, Tensor> program =
                Program.compile(backend, (Tensor x) -> x)) {
              program.run(there);
            }
          });
      ofArgument(
          "program: it runs on backend naive, but a tensor of its state is on other",
          () -> compileWith(there));
    }
  }
}
