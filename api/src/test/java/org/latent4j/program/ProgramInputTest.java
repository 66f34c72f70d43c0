package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latent4j.program.Step.result;
import static org.latent4j.testing.Refusal.ofState;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** What a program makes of its inputs, and when it records its step again. */
class ProgramInputTest {
  private final NaiveBackend backend = new NaiveBackend();
  private final AtomicInteger recordings = new AtomicInteger();

  record Lists(List<Tensor> left, List<Tensor> right) {}

  record Batch(Tensor data, Tensor rows, Tensor scale) {}

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

  private <I, O> Program<Nothing, I, O> counting(Function<I, O> function) {
    return Program.compile(
        backend,
        input -> {
          recordings.incrementAndGet();
          return function.apply(input);
        });
  }

  @Test
  void aStepIsRecordedOncePerTypeAndShape() {
    try (Program<Nothing, Tensor, Tensor> program = counting(x -> x.add(1))) {
      assertEquals(0, recordings.get());
      for (int round = 0; round < 3; round++) {
        assertArrayEquals(new double[] {2, 3}, program.run(doubles(1, 2)).toDoubles());
        assertArrayEquals(new double[] {2}, program.run(doubles(1)).toDoubles());
        assertEquals(Shape.of(1, 2), program.run(doubles(1, 2).expand(0)).shape());
        assertArrayEquals(
            new double[] {2, 3}, program.run(doubles(1, 2).cast(DataType.FLOAT32)).toDoubles());
        assertEquals(Shape.of(0), program.run(doubles()).shape());
        assertEquals(5, recordings.get());
      }
    }
  }

  /** The leaves of both are three numbers, but they stand in different places. */
  @Test
  void listsOfOtherLengthsAreAnotherRecording() {
    try (Program<Nothing, Lists, Tensor> program =
        counting(in -> in.left().get(in.left().size() - 1).sub(in.right().get(0)))) {
      List<Tensor> numbers = List.of(number(1), number(20), number(300));
      Lists oneAndTwo = new Lists(numbers.subList(0, 1), numbers.subList(1, 3));
      Lists twoAndOne = new Lists(numbers.subList(0, 2), numbers.subList(2, 3));
      assertEquals(1 - 20, program.run(oneAndTwo).item());
      assertEquals(20 - 300, program.run(twoAndOne).item());
      assertEquals(1 - 20, program.run(oneAndTwo).item());
      assertEquals(2, recordings.get());
    }
  }

  @Test
  void aKeyIsNotAVectorOfTwoIntegers() {
    try (Program<Nothing, Object, Object> program = counting(in -> in)) {
      RandomKey key = RandomKey.of(5);
      assertEquals(key, program.run(key));
      Tensor words = Tensor.of(backend, new int[] {0, 5}, 2);
      assertArrayEquals(new int[] {0, 5}, ((Tensor) program.run(words)).toInts());
      assertEquals(2, recordings.get());
    }
  }

  @Test
  void everyRunReadsTheNumbersOfItsOwnInput() {
    try (Program<Nothing, Tensor, Tensor> program = counting(x -> x.mul(2))) {
      for (int run = 0; run < 5; run++) {
        assertEquals(2.0 * run, program.run(number(run)).item());
      }
      assertEquals(1, recordings.get());
    }
  }

  @Test
  void viewsAreReadAsTheyAre() {
    try (Program<Nothing, Tensor, Tensor> program = counting(x -> x.mul(1))) {
      Tensor x = doubles(0, 1, 2, 3, 4, 5, 6, 7, 8).reshape(3, 3);
      assertArrayEquals(x.toDoubles(), program.run(x).toDoubles());
      assertArrayEquals(x.transpose().toDoubles(), program.run(x.transpose()).toDoubles());
      Tensor twice = Functions.concat(0, x.mul(-1), x);
      for (int from = 0; from <= 3; from++) {
        Tensor part = twice.slice(0, from, from + 3);
        assertArrayEquals(part.toDoubles(), program.run(part).toDoubles(), "from " + from);
      }
      Tensor row = x.slice(0, 1, 2);
      assertArrayEquals(
          new double[] {3, 4, 5, 3, 4, 5, 3, 4, 5},
          program.run(row.broadcastTo(Shape.of(3, 3))).toDoubles());
      assertArrayEquals(x.toDoubles(), program.run(x).toDoubles());
      assertEquals(1, recordings.get());
    }
  }

  @Test
  void oneTensorMayBeGivenTwice() {
    try (Program<Nothing, List<Tensor>, Tensor> program =
        counting(in -> in.get(0).sub(in.get(1)))) {
      Tensor x = number(3);
      Tensor y = number(5);
      assertEquals(0, program.run(List.of(x, x)).item());
      assertEquals(-2, program.run(List.of(x, y)).item());
      assertEquals(2, program.run(List.of(y, x)).item());
    }
  }

  @Test
  void aFreedInputIsRefused() {
    try (Program<Nothing, Tensor, Tensor> program = counting(x -> x)) {
      Tensor lost = Scope.within(() -> number(1));
      ofState(
          "tensor: its memory was freed when its scope or backend closed;"
              + " call keep() on it inside the scope to hand it to the enclosing one",
          () -> program.run(lost));
      assertEquals(2, program.run(number(2)).item());
    }
  }

  @Test
  void keysGiveTheDrawsThatTheyGiveOutside() {
    Tensor x = doubles(0.5, 0.5, 0.5);
    try (Program<Nothing, RandomKey, List<Tensor>> program =
        counting(
            key ->
                List.of(
                    Draws.uniformLike(key, x),
                    Draws.bernoulli(key.fold(-3), x),
                    Draws.uniformLike(key.fold(7), 2, x),
                    Draws.normalLike(key.split(3).get(2), x)))) {
      for (long seed : new long[] {0, -1, Long.MIN_VALUE, 0x123456789abcdefL}) {
        RandomKey key = RandomKey.of(seed);
        List<Tensor> draws = program.run(key);
        assertArrayEquals(Draws.uniformLike(key, x).toDoubles(), draws.get(0).toDoubles());
        assertArrayEquals(Draws.bernoulli(key.fold(-3), x).toDoubles(), draws.get(1).toDoubles());
        assertArrayEquals(
            Draws.uniformLike(key.fold(7), 2, x).toDoubles(), draws.get(2).toDoubles());
        assertArrayEquals(Draws.normalLike(key.fold(2), x).toDoubles(), draws.get(3).toDoubles());
      }
      assertEquals(1, recordings.get());
    }
  }

  @Test
  void aCounterOfTheProgramFoldsLikeAJavaNumber() {
    RandomKey constant = RandomKey.of(17);
    try (Program<Nothing, List<Object>, List<RandomKey>> program =
        counting(
            in -> {
              RandomKey key = (RandomKey) in.get(0);
              Tensor counter = (Tensor) in.get(1);
              return List.of(
                  key.fold(counter), constant.fold(counter), key.fold(3).fold(counter.add(1)));
            })) {
      for (int n : new int[] {0, 5, -1, Integer.MAX_VALUE - 1, Integer.MIN_VALUE}) {
        RandomKey key = RandomKey.of(n * 31L);
        List<RandomKey> children =
            program.run(List.of(key, Tensor.full(backend, DataType.INT32, n)));
        assertEquals(List.of(key.fold(n), constant.fold(n), key.fold(3).fold(n + 1)), children);
      }
    }
  }

  /** As a training step does: bytes that stay on the device, a permutation, a counter. */
  @Test
  void minibatchesArePickedFromResidentBytes() {
    byte[] bytes = new byte[20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (12 * i);
    }
    Tensor data = Tensor.of(backend, bytes, 10, 2);
    Tensor order = Tensor.of(backend, new int[] {9, 3, 1, 0, 2, 4, 6, 8, 7, 5}, 10);
    Step<Tensor, Tensor, Tensor> step =
        (counter, scale) -> {
          Tensor position = Functions.indexLike(order.slice(0, 0, 3), 0).add(counter.mul(3));
          Tensor batch = data.gather(order.gather(position)).cast(DataType.FLOAT64).mul(scale);
          return result(counter.add(1), batch);
        };
    try (Program<Tensor, Tensor, Tensor> program =
        Program.compile(backend, Tensor.full(backend, DataType.INT32, 0), step)) {
      int[][] rows = {{9, 3, 1}, {0, 2, 4}, {6, 8, 7}};
      for (int run = 0; run < 3; run++) {
        double scale = 1.0 / (run + 1);
        double[] expected = new double[6];
        for (int i = 0; i < 6; i++) {
          expected[i] = 12 * (2 * rows[run][i / 2] + i % 2) * scale;
        }
        assertArrayEquals(expected, program.run(number(scale)).toDoubles());
      }
      assertEquals(3, program.state().item());
    }
  }
}
