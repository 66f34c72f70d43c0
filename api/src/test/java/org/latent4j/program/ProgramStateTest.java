package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latent4j.program.Step.result;
import static org.latent4j.testing.Refusal.ofArgument;
import static org.latent4j.testing.Refusal.ofState;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;
import org.latent4j.testing.NaiveBackend;

/** What happens to the state of a program from run to run. */
class ProgramStateTest {
  private static final Nothing NOTHING = Nothing.NOTHING;

  private final NaiveBackend backend = new NaiveBackend();

  record Two(Tensor a, Tensor b) {}

  record Other(Tensor a, Tensor b) {}

  record Chain(RandomKey key, Tensor position) {}

  record Parts(Optional<Tensor> a, Optional<Tensor> b) {}

  record Tree(List<Two> layers, Chain chain) {}

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor doubles(double... values) {
    return Tensor.of(backend, values, values.length);
  }

  private Tensor number(double value) {
    return Tensor.full(backend, DataType.FLOAT64, value);
  }

  private <S, O> Program<S, Nothing, O> compile(S state, Step<S, Nothing, O> step) {
    return Program.compile(backend, state, step);
  }

  @Test
  void manyRunsAreAskedForAtOnce() {
    try (Program<Tensor, Nothing, Tensor> program =
        compile(doubles(1, 2), (s, in) -> result(s.mul(2), s))) {
      assertArrayEquals(new double[] {16, 32}, program.run(NOTHING, 5).toDoubles());
      assertArrayEquals(new double[] {32, 64}, program.state().toDoubles());
      for (int times : new int[] {0, -1}) {
        ofArgument(
            "program: it can't be run " + times + " times", () -> program.run(NOTHING, times));
      }
    }
  }

  @Test
  void theInitialStateIsCopied() {
    Program<Tensor, Nothing, Nothing> program =
        Scope.within(() -> compile(doubles(1, 2), (s, in) -> result(s.mul(10), NOTHING)));
    assertArrayEquals(new double[] {1, 2}, program.state().toDoubles());
    program.run(NOTHING);
    assertArrayEquals(new double[] {10, 20}, program.state().toDoubles());
    program.close();
  }

  @Test
  void everyReadSeesTheStateFromBeforeTheRun() {
    Step<Tensor, Nothing, Two> step =
        (s, in) -> {
          Tensor next = s.add(1);
          return result(next, new Two(s, s.mul(next)));
        };
    try (Program<Tensor, Nothing, Two> program = compile(number(5), step)) {
      Two first = program.run(NOTHING);
      Two second = program.run(NOTHING);
      assertEquals(5, first.a().item());
      assertEquals(30, first.b().item());
      assertEquals(6, second.a().item());
      assertEquals(42, second.b().item());
      assertEquals(7, program.state().item());
    }
  }

  @Test
  void statesCanChangePlaces() {
    try (Program<Two, Nothing, Nothing> program =
        compile(
            new Two(doubles(1, 2), doubles(3, 4)),
            (s, in) -> result(new Two(s.b(), s.a()), NOTHING))) {
      program.run(NOTHING);
      assertArrayEquals(new double[] {3, 4}, program.state().a().toDoubles());
      assertArrayEquals(new double[] {1, 2}, program.state().b().toDoubles());
      program.run(NOTHING);
      assertArrayEquals(new double[] {1, 2}, program.state().a().toDoubles());
    }
  }

  @Test
  void aStateCanBeRearrangedInPlace() {
    Tensor square = doubles(0, 1, 2, 3, 4, 5, 6, 7, 8).reshape(3, 3);
    try (Program<Two, Nothing, Nothing> program =
        compile(
            new Two(square, square),
            (s, in) ->
                result(
                    new Two(s.a().transpose(), s.a().slice(0, 1, 2).broadcastTo(s.b().shape())),
                    NOTHING))) {
      program.run(NOTHING);
      assertArrayEquals(new double[] {0, 3, 6, 1, 4, 7, 2, 5, 8}, program.state().a().toDoubles());
      assertArrayEquals(new double[] {3, 4, 5, 3, 4, 5, 3, 4, 5}, program.state().b().toDoubles());
      program.run(NOTHING);
      assertArrayEquals(square.toDoubles(), program.state().a().toDoubles());
      assertArrayEquals(new double[] {1, 4, 7, 1, 4, 7, 1, 4, 7}, program.state().b().toDoubles());
    }
  }

  @Test
  void aStateThatIsReturnedUnchangedStays() {
    try (Program<Two, Nothing, Nothing> program =
        compile(
            new Two(number(1), number(2)),
            (s, in) -> result(new Two(s.a(), s.b().add(s.a())), NOTHING))) {
      program.run(NOTHING);
      program.run(NOTHING);
      assertEquals(1, program.state().a().item());
      assertEquals(4, program.state().b().item());
    }
  }

  @Test
  void aStateCanBecomeAConstantOrTheInput() {
    Tensor constant = number(9);
    Step<Two, Tensor, Nothing> step = (s, in) -> result(new Two(constant, in), NOTHING);
    try (Program<Two, Tensor, Nothing> program =
        Program.compile(backend, new Two(number(1), number(2)), step)) {
      program.run(number(7));
      assertEquals(9, program.state().a().item());
      assertEquals(7, program.state().b().item());
      program.run(number(8));
      assertEquals(8, program.state().b().item());
    }
  }

  @Test
  void oneTensorMayFillTwoComponents() {
    Tensor same = number(1);
    try (Program<Two, Nothing, Nothing> program =
        compile(new Two(same, same), (s, in) -> result(new Two(s.a().add(1), s.b()), NOTHING))) {
      program.run(NOTHING);
      assertEquals(2, program.state().a().item());
      assertEquals(1, program.state().b().item());
      assertEquals(1, same.item());
    }
  }

  @Test
  void oneResultMayReplaceTwoComponents() {
    try (Program<Two, Nothing, Tensor> program =
        compile(
            new Two(number(1), number(2)),
            (s, in) -> {
              Tensor sum = s.a().add(s.b());
              return result(new Two(sum, sum), sum);
            })) {
      assertEquals(3, program.run(NOTHING).item());
      assertEquals(6, program.run(NOTHING).item());
      assertEquals(6, program.state().b().item());
    }
  }

  @Test
  void outputsMayBeStatesInputsConstantsAndViewsOfThem() {
    record Outputs(Tensor state, Tensor turned, Tensor input, Tensor constant, Tensor part) {}
    Tensor constant = doubles(7, 8);
    Step<Tensor, Tensor, Outputs> step =
        (s, in) ->
            result(s.add(in), new Outputs(s, s.transpose(), in, constant, constant.slice(0, 1, 2)));
    try (Program<Tensor, Tensor, Outputs> program =
        Program.compile(backend, doubles(1, 2, 3, 4).reshape(2, 2), step)) {
      Outputs outputs = program.run(number(10));
      program.run(number(100));
      assertArrayEquals(new double[] {1, 2, 3, 4}, outputs.state().toDoubles());
      assertArrayEquals(new double[] {1, 3, 2, 4}, outputs.turned().toDoubles());
      assertEquals(10, outputs.input().item());
      assertArrayEquals(new double[] {7, 8}, outputs.constant().toDoubles());
      assertArrayEquals(new double[] {8}, outputs.part().toDoubles());
      assertArrayEquals(new double[] {111, 112, 113, 114}, program.state().toDoubles());
    }
  }

  @Test
  void keysInTheStateGiveTheSameChainAsEagerOnes() {
    Step<Chain, Nothing, RandomKey> step =
        (s, in) -> {
          Tensor moved = s.position().add(Draws.normalLike(s.key().fold(0), s.position()));
          return result(new Chain(s.key().fold(1), moved), s.key());
        };
    Chain expected = new Chain(RandomKey.of(-4), doubles(0, 0, 0));
    try (Program<Chain, Nothing, RandomKey> program = compile(expected, step)) {
      for (int run = 0; run < 4; run++) {
        assertEquals(expected.key(), program.run(NOTHING));
        expected = step.apply(expected, NOTHING).state();
        assertEquals(expected.key(), program.state().key());
        assertArrayEquals(expected.position().toDoubles(), program.state().position().toDoubles());
      }
    }
  }

  @Test
  void aKeyInTheStateCanBeReplacedByAConstant() {
    Step<RandomKey, Nothing, RandomKey> step = (key, in) -> result(RandomKey.of(-1), key.fold(7));
    try (Program<RandomKey, Nothing, RandomKey> program = compile(RandomKey.of(5), step)) {
      assertEquals(RandomKey.of(5).fold(7), program.run(NOTHING));
      assertEquals(RandomKey.of(-1).fold(7), program.run(NOTHING));
      assertEquals(RandomKey.of(-1), program.state());
    }
  }

  @Test
  void aStateIsATreeOfRecordsAndLists() {
    Tree tree =
        new Tree(
            List.of(new Two(number(1), number(2)), new Two(number(3), number(4))),
            new Chain(RandomKey.of(1), number(5)));
    Step<Tree, Nothing, List<Tensor>> step =
        (s, in) ->
            result(
                new Tree(
                    List.of(s.layers().get(1), s.layers().get(0)),
                    new Chain(s.chain().key(), Functions.neg(s.chain().position()))),
                List.of(s.layers().get(0).b()));
    try (Program<Tree, Nothing, List<Tensor>> program = compile(tree, step)) {
      assertEquals(2, program.run(NOTHING).get(0).item());
      assertEquals(4, program.run(NOTHING).get(0).item());
      program.run(NOTHING);
      assertEquals(3, program.state().layers().get(0).a().item());
      assertEquals(-5, program.state().chain().position().item());
      assertEquals(RandomKey.of(1), program.state().chain().key());
    }
  }

  /** Which component is there tells recordings apart, even where the tensors are alike. */
  @Test
  void partsOfStateInputAndOutputCanBeAbsent() {
    Step<Parts, Parts, Parts> step =
        (s, in) ->
            result(
                TensorTree.mapTensors(s, x -> x.add(1)),
                new Parts(in.a().map(x -> x.mul(2)), in.b().map(x -> x.mul(3))));
    Parts initial = new Parts(Optional.of(number(5)), Optional.empty());
    try (Program<Parts, Parts, Parts> program = Program.compile(backend, initial, step)) {
      Parts first = program.run(new Parts(Optional.of(number(1)), Optional.empty()));
      Parts second = program.run(new Parts(Optional.empty(), Optional.of(number(1))));
      assertEquals(2, first.a().orElseThrow().item());
      assertEquals(Optional.empty(), first.b());
      assertEquals(Optional.empty(), second.a());
      assertEquals(3, second.b().orElseThrow().item());
      assertEquals(7, program.state().a().orElseThrow().item());
      assertEquals(Optional.empty(), program.state().b());
      ofArgument(
          "program: the state is Parts of [a], but setState was given Parts of [b]",
          () -> program.setState(new Parts(Optional.empty(), Optional.of(number(1)))));
    }
    refused(
        "program: the state is Parts of [a], but the step returned Parts of [a, b]",
        initial,
        (s, in) -> result(new Parts(s.a(), s.a()), NOTHING));
  }

  @Test
  void setStateReplacesTheStateOfAllRecordings() {
    Step<Two, Tensor, Tensor> step = (s, in) -> result(new Two(s.a().add(1), s.b()), s.a().add(in));
    try (Program<Two, Tensor, Tensor> program =
        Program.compile(backend, new Two(number(0), number(1)), step)) {
      program.run(number(0));
      program.run(doubles(0, 0));
      program.setState(new Two(number(100), number(2)));
      assertArrayEquals(new double[] {100, 100}, program.run(doubles(0, 0)).toDoubles());
      assertEquals(101, program.run(number(0)).item());
      program.setState(program.state());
      assertEquals(102, program.state().a().item());
      assertEquals(2, program.state().b().item());
    }
  }

  @Test
  void setStateRefusesAnotherKindOfStateAndThenChangesNothing() {
    Two initial = new Two(number(1), doubles(2, 3));
    try (Program<Object, Nothing, Nothing> program =
        compile(initial, (s, in) -> result(s, NOTHING))) {
      ofArgument(
          "program: state 'b' is FLOAT64 [2], but setState was given FLOAT64 [3]",
          () -> program.setState(new Two(number(8), doubles(1, 2, 3))));
      ofArgument(
          "program: state 'a' is FLOAT64 [], but setState was given INT32 []",
          () -> program.setState(new Two(Tensor.full(backend, DataType.INT32, 1), doubles(1, 2))));
      ofArgument(
          "program: the state is Two of [a, b], but setState was given Other of [a, b]",
          () -> program.setState(new Other(number(8), doubles(1, 2))));
      ofArgument(
          "program: the state is Two of [a, b], but setState was given one Tensor",
          () -> program.setState(number(8)));
      ofArgument(
          "program: the state is Two of [a, b], but setState was given a list of [0, 1]",
          () -> program.setState(List.of(number(8), doubles(1, 2))));
      ofArgument(
          "tree: component 'b' is null; only Tensor, RandomKey, lists, Optionals and records of"
              + " them are allowed (a number that changes from run to run is a rank-0 tensor)",
          () -> program.setState(new Two(number(8), null)));
      Tensor lost = Scope.within(() -> doubles(6, 7));
      ofState(
          "tensor: its memory was freed when its scope or backend closed;"
              + " call keep() on it inside the scope to hand it to the enclosing one",
          () -> program.setState(new Two(number(8), lost)));
      Two state = (Two) program.state();
      assertEquals(1, state.a().item());
      assertArrayEquals(new double[] {2, 3}, state.b().toDoubles());
    }
  }

  @Test
  void aStepMustKeepTheKindOfItsState() {
    Two initial = new Two(number(1), doubles(2, 3));
    refused(
        "program: state 'a' is FLOAT64 [], but the step returned FLOAT64 [1]",
        initial,
        (s, in) -> result(new Two(s.a().expand(0), s.b()), NOTHING));
    refused(
        "program: state 'b' is FLOAT64 [2], but the step returned FLOAT32 [2]",
        initial,
        (s, in) -> result(new Two(s.a(), s.b().cast(DataType.FLOAT32)), NOTHING));
    refused(
        "program: the state is FLOAT64 [], but the step returned FLOAT64 [2]",
        number(1),
        (s, in) -> result(Functions.concat(0, s.expand(0), s.expand(0)), NOTHING));
    refused(
        "program: the state is a list of [0, 1], but the step returned a list of [0]",
        List.of(number(1), number(2)),
        (s, in) -> result(s.subList(0, 1), NOTHING));
    refused(
        "program: the state is a list of [0.0, 1.0, 1.1],"
            + " but the step returned a list of [0.0, 0.1, 1.0]",
        List.of(List.of(number(1)), List.of(number(2), number(3))),
        (s, in) -> result(List.of(s.get(1), s.get(0)), NOTHING));
    refused(
        "program: the step returned null; return result(state, output)", initial, (s, in) -> null);
    refused(
        "tree: it is null; only Tensor, RandomKey, lists, Optionals and records of"
            + " them are allowed (a number that changes from run to run is a rank-0 tensor)",
        initial,
        (s, in) -> result(s, null));
  }

  private <S> void refused(String message, S state, Step<S, Nothing, Nothing> step) {
    try (Program<S, Nothing, Nothing> program = compile(state, step)) {
      ofArgument(message, () -> program.run(NOTHING));
    }
  }

  @Test
  void onlyTensorsAndKeysAreState() {
    record Numbers(Tensor x, double rate) {}
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> compile(new Numbers(number(1), 0.1), (s, in) -> result(s, NOTHING)));
    assertEquals(
        "tree: component 'rate' is of type Double; only Tensor, RandomKey, lists, Optionals and records of"
            + " them are allowed (a number that changes from run to run is a rank-0 tensor)",
        error.getMessage());
    assertEquals(1, backend.liveStorages());
  }
}
