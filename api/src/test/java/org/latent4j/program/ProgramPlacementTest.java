package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.program.Step.result;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/**
 * A product that is added to a state may be computed in the place of the state. Whoever needs that
 * product afterwards must still find it.
 */
class ProgramPlacementTest {
  private static final Nothing NOTHING = Nothing.NOTHING;

  private final NaiveBackend backend = new NaiveBackend();
  private final Tensor w = square(1, 2, 3, 4);
  private final Tensor x = square(1, 1, 0, 2);
  private final Tensor y = square(5, 0, 1, 1);

  record Two(Tensor a, Tensor b) {}

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor square(double... values) {
    return Tensor.of(backend, values, 2, 2);
  }

  /** Runs a step three times, compiled and eagerly, and compares states and outputs. */
  private void requireSame(Two start, Step<Two, Nothing, Two> step) {
    try (Program<Two, Nothing, Two> program = Program.compile(backend, start, step)) {
      Two expected = start;
      for (int run = 0; run < 3; run++) {
        Step.Result<Two, Two> eager = step.apply(expected, NOTHING);
        expected = eager.state();
        Two output = program.run(NOTHING);
        String when = " in run " + run;
        requireSame(eager.output().a(), output.a(), "first output" + when);
        requireSame(eager.output().b(), output.b(), "second output" + when);
        requireSame(expected.a(), program.state().a(), "first state" + when);
        requireSame(expected.b(), program.state().b(), "second state" + when);
      }
    }
  }

  private static void requireSame(Tensor expected, Tensor actual, String what) {
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), what);
  }

  private Tensor learned(Tensor weights) {
    return x.matmulAdd(0.5, y, 1, weights);
  }

  @Test
  void theNextStateMayBeTheProduct() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = learned(s.a());
          return result(new Two(next, next), new Two(next, next.transpose()));
        });
  }

  @Test
  void anOutputMayBeTheProductWhenTheNextStateIsMadeOfIt() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = learned(s.a());
          return result(new Two(next.mul(0.9), s.b()), new Two(next, next.slice(0, 1, 2)));
        });
  }

  @Test
  void anotherStateMayBecomeTheProduct() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = learned(s.a());
          return result(new Two(next.mul(0.9), next), new Two(x, y));
        });
    requireSame(
        new Two(y, w),
        (s, in) -> {
          Tensor next = learned(s.b());
          return result(new Two(next, next.mul(0.9)), new Two(x, y));
        });
  }

  @Test
  void theNextStateMayBeTheProductTransposed() {
    requireSame(
        new Two(w, y),
        (s, in) -> result(new Two(learned(s.a()).transpose(), s.b()), new Two(x, y)));
  }

  @Test
  void theNextStateMayBeAPartOfTheProductRepeated() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = learned(s.a());
          return result(
              new Two(next.slice(0, 1, 2).broadcastTo(next.shape()), next.transpose()),
              new Two(x, y));
        });
  }

  @Test
  void productsMayBeAddedOneAfterAnother() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor once = learned(s.a());
          Tensor twice = s.b().matmulAdd(-1, x, 0.5, once);
          return result(new Two(twice, learned(s.b())), new Two(twice, twice.mul(2)));
        });
  }

  @Test
  void statesThatArePlacesMayChangePlaces() {
    requireSame(
        new Two(w, y),
        (s, in) -> result(new Two(learned(s.b()), learned(s.a())), new Two(s.a(), s.b())));
  }

  @Test
  void aStateThatIsReadLaterIsNoPlace() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = learned(s.a());
          Tensor later = s.a().matmul(next).add(s.a());
          return result(new Two(next, later.mul(0.1)), new Two(s.a(), later));
        });
    requireSame(
        new Two(w, y),
        (s, in) -> result(new Two(s.a().matmulAdd(0.1, s.a(), 1, s.a()), s.b()), new Two(x, y)));
  }

  @Test
  void anElementwiseStepWorksInThePlaceOfItsStates() {
    Step<Two, Nothing, Two> momentum =
        (s, nothing) -> {
          Tensor velocity = s.b().mul(0.9).add(x);
          return Step.result(new Two(s.a().add(velocity), velocity), new Two(x, y));
        };
    requireSame(new Two(square(1, 2, 3, 4), square(5, 6, 7, 8)), momentum);
    try (Program<Two, Nothing, Two> program =
        Program.compile(backend, new Two(square(1, 2, 3, 4), square(5, 6, 7, 8)), momentum)) {
      program.run(NOTHING);
      String text = program.toString();
      assertTrue(text.contains("in 0 buffers of 0 bytes; "), text);
      assertTrue(text.contains("in the place of %0"), text);
      assertTrue(text.contains("in the place of %1"), text);
    }
  }

  @Test
  void aStateThatIsReadInAnotherOrderIsNoPlace() {
    requireSame(
        new Two(square(1, 2, 3, 4), square(5, 6, 7, 8)),
        (s, nothing) ->
            Step.result(
                new Two(s.a().add(s.a().transpose()), s.b().mul(s.a())),
                new Two(s.a().sub(s.b().transpose()), s.b().add(1))));
  }

  @Test
  void aResultMayTakeThePlaceOfOneThatEndsThere() {
    requireSame(
        new Two(square(1, 2, 3, 4), square(5, 6, 7, 8)),
        (s, nothing) -> {
          Tensor product = s.a().matmul(x);
          Tensor shifted = product.add(s.b());
          return Step.result(
              new Two(shifted.matmul(product), s.a()), new Two(shifted, product.mul(shifted)));
        });
  }

  @Test
  void aStateThatNobodyReadsAnyMoreMayGiveItsPlaceToTheNext() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor before = s.a().mul(3);
          return result(new Two(y.add(before), before.sub(1)), new Two(s.b(), before));
        });
  }

  @Test
  void theNextStateMayBeMadeBeforeTheStateIsReadForTheLastTime() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = x.add(s.b());
          return result(new Two(next, s.a().mul(next)), new Two(s.a(), next.transpose()));
        });
  }

  @Test
  void oneResultMayBecomeTwoStates() {
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = x.matmul(s.a()).add(1);
          Tensor last = next.mul(2);
          return result(new Two(last, last), new Two(next, last));
        });
  }

  /** A chain: its product could be overwritten, but then the next state would have to be copied. */
  @Test
  void theNextStateGoesToItsPlaceRatherThanOverTheProductItIsMadeOf() {
    Step<Two, Nothing, Two> chain =
        (s, nothing) -> {
          Tensor between = s.a().matmul(x).add(0.5);
          return result(new Two(between.matmul(y).mul(0.1), s.b()), new Two(x, y));
        };
    requireSame(new Two(w, y), chain);
    try (Program<Two, Nothing, Two> program = Program.compile(backend, new Two(w, y), chain)) {
      program.run(NOTHING);
      String text = program.toString();
      assertTrue(text.contains("4 results in 2 buffers of 64 bytes; "), text);
      assertTrue(text.contains("in the place of %0"), text);
    }
  }

  /** The first product finds the state still to be read, and the second makes the next state. */
  @Test
  void theLastOfSeveralProductsComesBackToTheState() {
    Step<Two, Nothing, Two> chain =
        (s, nothing) -> {
          Tensor risen = x.matmulAdd(0.5, y, 1, s.a());
          Tensor again = s.a().matmul(y);
          Tensor fallen = again.matmulAdd(-0.25, x, 1, risen);
          return result(new Two(fallen, s.b()), new Two(x, y));
        };
    requireSame(new Two(w, y), chain);
    try (Program<Two, Nothing, Two> program = Program.compile(backend, new Two(w, y), chain)) {
      program.run(NOTHING);
      String text = program.toString();
      assertTrue(text.contains("3 results in 2 buffers of 64 bytes; "), text);
      assertTrue(text.contains("in the place of %0"), text);
    }
  }

  // ---- rows ----

  private Tensor second() {
    return Tensor.of(backend, new int[] {1}, 1);
  }

  private static Tensor scaled(Tensor rows) {
    return rows.slice(0, 0, 1).mul(3);
  }

  private void requirePlace(String expected, Step<Two, Nothing, Two> step) {
    requireSame(new Two(w, y), step);
    try (Program<Two, Nothing, Two> program = Program.compile(backend, new Two(w, y), step)) {
      program.run(NOTHING);
      String text = program.toString();
      String memory = text.substring(text.indexOf("memory: "));
      assertTrue(memory.lines().findFirst().orElseThrow().endsWith(expected), text);
    }
  }

  @Test
  void rowsOfAStateThatNobodyReadsLaterAreReplacedInItsPlace() {
    Tensor row = scaled(x);
    requirePlace(
        "memory: 1 results in 0 buffers of 0 bytes; %2 in the place of %0",
        (s, in) -> result(new Two(Functions.withRows(s.a(), second(), row), s.b()), new Two(x, y)));
  }

  @Test
  void rowsOfTwoStatesAreReplacedInTheirPlacesByTheSameIndices() {
    Tensor row = scaled(x);
    Tensor at = second();
    requirePlace(
        "%2 in the place of %0, %5 in the place of %1",
        (s, in) ->
            result(
                new Two(Functions.withRows(s.a(), at, row), Functions.withRows(s.b(), at, row)),
                new Two(x, y)));
  }

  @Test
  void rowsOfAnIntermediateAreReplacedInItsPlace() {
    Tensor at = second();
    requirePlace(
        "memory: 3 results in 2 buffers of 48 bytes",
        (s, in) -> {
          Tensor product = x.matmul(s.a());
          Tensor next = Functions.withRows(product, at, scaled(s.b()));
          return result(s, new Two(next, y));
        });
  }

  /** Read by a later node, handed out, or read by the node itself as rows. */
  @Test
  void rowsOfAStateThatIsStillReadAreReplacedElsewhere() {
    Tensor at = second();
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = Functions.withRows(s.a(), at, scaled(s.a()));
          return result(new Two(next, s.a().matmul(next)), new Two(s.a(), next));
        });
    requireSame(
        new Two(w, y),
        (s, in) ->
            result(
                new Two(Functions.withRows(s.a(), at, s.a().slice(0, 0, 1)), s.b()),
                new Two(s.a().gather(at), s.b())));
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor next = Functions.withRows(s.a().transpose(), at, scaled(s.b()));
          return result(new Two(s.b(), next), new Two(next, s.b()));
        });
    requireSame(
        new Two(w, y),
        (s, in) -> {
          Tensor once = Functions.withRows(s.a(), at, scaled(s.b()));
          Tensor twice = Functions.withRows(once, at.mul(0), once.slice(0, 1, 2));
          return result(new Two(twice, s.b()), new Two(x, y));
        });
  }
}
