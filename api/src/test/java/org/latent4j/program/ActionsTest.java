package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.program.Step.result;
import static org.latent4j.testing.Refusal.ofArgument;
import static org.latent4j.testing.Refusal.ofState;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** Several actions over one state. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
class ActionsTest {
  private static final Nothing NOTHING = Nothing.NOTHING;

  private final NaiveBackend backend = new NaiveBackend();

  record Carried(Inner inner, Tensor sum, RandomKey key) {}

  record Inner(Tensor a, Tensor b) {}

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor doubles(double... values) {
    return Tensor.of(backend, values, values.length);
  }

  /** Both components are one tensor, which must not make them one buffer. */
  private Carried start() {
    Tensor same = doubles(1, 2);
    return new Carried(
        new Inner(same, same), Tensor.full(backend, DataType.FLOAT64, 0), RandomKey.of(3));
  }

  private static Carried step(Carried s, Tensor rate) {
    Tensor a = s.inner().a().add(rate);
    return new Carried(new Inner(a, s.inner().b()), s.sum().add(a.sum()), s.key());
  }

  @Test
  void eachActionGoesOnFromTheOther() {
    try (Actions<Carried> actions = Actions.over(backend, start())) {
      Action<Tensor, Nothing> add =
          actions.training("add", (s, rate) -> result(step(s, rate), NOTHING));
      Action<Nothing, Tensor> sum =
          actions.action(
              "sum", (s, in) -> result(new Carried(s.inner(), s.sum().mul(0), s.key()), s.sum()));
      add.run(doubles(1).reshape(), 2);
      assertEquals(2 + 3 + 3 + 4, sum.run(NOTHING).item());
      assertEquals(0, sum.run(NOTHING).item());
      assertArrayEquals(new double[] {3, 4}, actions.state().inner().a().toDoubles());
    }
  }

  @Test
  void aPartIsReadAlone() {
    try (Actions<Carried> actions = Actions.over(backend, start())) {
      long before = backend.liveStorages();
      try (Scope scope = Scope.open()) {
        Tensor b = actions.read(s -> s.inner().b());
        assertArrayEquals(new double[] {1, 2}, b.toDoubles());
        assertEquals(before + 1, backend.liveStorages());
        assertEquals(List.of(), actions.read(s -> List.of()));
        assertEquals(RandomKey.of(3).bits(), actions.read(Carried::key).bits());
      }
    }
  }

  @Test
  void equalTensorsAreComponentsOfTheirOwn() {
    try (Actions<Carried> actions = Actions.over(backend, start())) {
      actions.replace(s -> s.inner().b(), doubles(7, 8));
      assertArrayEquals(new double[] {1, 2}, actions.state().inner().a().toDoubles());
      assertArrayEquals(new double[] {7, 8}, actions.state().inner().b().toDoubles());
    }
  }

  @Test
  void whatIsNotAComponentIsRefused() {
    try (Actions<Carried> actions = Actions.over(backend, start())) {
      Tensor own = doubles(1, 2);
      ofArgument(
          "program: a part of a state consists of components of the state, but FLOAT64 [2] is none"
              + " of them; what is computed from the state is the output of an action",
          () -> actions.read(s -> own));
      ofArgument(
          "program: a part of a state consists of components of the state, but a key is none"
              + " of them; what is computed from the state is the output of an action",
          () -> actions.replace(s -> RandomKey.of(1), RandomKey.of(2)));
      assertThrows(IllegalStateException.class, () -> actions.read(s -> s.sum().add(1)));
      assertThrows(IllegalStateException.class, () -> actions.read(s -> s.key().fold(1)));
    }
  }

  @Test
  void aReplacementMustFit() {
    try (Actions<Carried> actions = Actions.over(backend, start())) {
      ofArgument(
          "program: state 'b' is FLOAT64 [2], but replace was given FLOAT64 [3]",
          () -> actions.replace(Carried::inner, new Inner(doubles(5, 5), doubles(1, 2, 3))));
      assertArrayEquals(new double[] {1, 2}, actions.state().inner().a().toDoubles());
    }
  }

  @Test
  void faultsShowWhenAnActionIsPrepared() {
    try (Actions<Tensor> actions = Actions.over(backend, doubles(1, 2))) {
      Action<Tensor, Nothing> add = actions.action("add", (s, x) -> result(s.add(x), NOTHING));
      add.prepare(doubles(1, 1));
      assertArrayEquals(new double[] {1, 2}, actions.state().toDoubles());
      IllegalArgumentException wrong =
          assertThrows(IllegalArgumentException.class, () -> add.prepare(doubles(1, 2, 3)));
      assertTrue(wrong.getMessage().startsWith("add: "), wrong.getMessage());
      Action<Nothing, Nothing> grows =
          actions.action("grow", (s, in) -> result(doubles(1, 2, 3), NOTHING));
      ofArgument(
          "program: the state is FLOAT64 [2], but the step of action 'grow' returned FLOAT64 [3]",
          () -> grows.prepare(NOTHING));
    }
  }

  @Test
  void namesAreDistinct() {
    try (Actions<Tensor> actions = Actions.over(backend, doubles(1))) {
      actions.action("one", (s, in) -> result(s, NOTHING));
      ofArgument(
          "program: there is an action 'one' already; choose another name",
          () -> actions.training("one", (s, in) -> result(s, NOTHING)));
    }
  }

  @Test
  void closedActionsRefuse() {
    Actions<Tensor> actions = Actions.over(backend, doubles(1));
    Action<Nothing, Nothing> keep = actions.action("keep", (s, in) -> result(s, NOTHING));
    actions.close();
    actions.close();
    ofState("program: it is closed", () -> keep.run(NOTHING));
    ofState("program: it is closed", () -> keep.prepare(NOTHING));
    ofState("program: it is closed", () -> actions.read(s -> s));
    ofState("program: it is closed", () -> actions.action("b", (s, in) -> result(s, NOTHING)));
  }

  @Test
  void everyActionIsPrintedUnderItsName() {
    try (Actions<Tensor> actions = Actions.over(backend, doubles(1))) {
      Action<Nothing, Nothing> twice =
          actions.action("twice", (s, in) -> result(s.mul(2), NOTHING));
      actions.action("idle", (s, in) -> result(s, NOTHING));
      twice.run(NOTHING);
      String text = actions.toString();
      assertTrue(text.startsWith("twice:\n  %0 FLOAT64 [1] = state\n"), text);
      assertTrue(text.endsWith("idle:\n  idle: not run yet"), text);
    }
  }

  @Test
  void aProfileNamesTheNodes() {
    try (Program<Tensor, Nothing, Tensor> program =
        Program.compile(
            backend,
            doubles(1, 2),
            (s, in) -> result(s.mul(2), s.reshape(1, 2).matmul(s.reshape(2, 1))))) {
      Profile profile = program.profile(NOTHING, 2);
      assertArrayEquals(new double[] {1, 2}, program.state().toDoubles());
      assertEquals(2, profile.nodes().size());
      assertTrue(profile.toString().contains("MatrixProduct"), profile::toString);
      assertEquals(
          profile.ofNodes(),
          profile.nodes().get(0).microseconds() + profile.nodes().get(1).microseconds());
      ofArgument(
          "program: its times can't be taken from 0 runs; ask for at least 1",
          () -> program.profile(NOTHING, 0));
    }
  }
}
