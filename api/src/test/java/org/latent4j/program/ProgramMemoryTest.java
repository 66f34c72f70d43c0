package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** What memory a program takes, and that it gives all of it back. */
class ProgramMemoryTest {
  private final NaiveBackend backend = new NaiveBackend();

  record State(Tensor w, Tensor counter, RandomKey key) {}

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, backend.liveStorages());
  }

  private Tensor floats(int... shape) {
    return Tensor.full(backend, DataType.FLOAT32, 0.5, shape);
  }

  private Program<State, Tensor, List<Tensor>> training() {
    Tensor mask = floats(3, 1);
    return Program.compile(
        backend,
        new State(floats(3, 2), Tensor.full(backend, DataType.INT32, 0), RandomKey.of(1)),
        (s, x) -> {
          Tensor h = Functions.sigmoid(x.matmul(s.w().mul(mask)));
          Tensor drawn = Draws.bernoulli(s.key().fold(s.counter()), h);
          Tensor w = x.transpose().matmulAdd(0.1, drawn, 1, s.w());
          State next = new State(w, s.counter().add(1), s.key().fold(0));
          return Step.result(next, List.of(h.mean(), drawn));
        });
  }

  @Test
  void aThousandRunsTakeNoMoreThanOne() {
    Scope.within(
        () -> {
          try (Program<State, Tensor, List<Tensor>> program = training()) {
            Tensor x = floats(2, 4, 3).slice(0, 1, 2).reshape(4, 3);
            Tensor strided = floats(3, 4).transpose();
            Scope.within(() -> List.of(program.run(x), program.run(strided)));
            int after = backend.liveStorages();
            long allocations = backend.allocations();
            for (int run = 0; run < 1000; run++) {
              Tensor input = run % 2 == 0 ? x : strided;
              Scope.within(() -> program.run(input));
            }
            assertEquals(after, backend.liveStorages());
            // a run makes its two outputs and nothing else
            assertEquals(allocations + 2000, backend.allocations());
          }
        });
    assertEquals(0, backend.liveStorages());
  }

  @Test
  void closingFreesWhatEveryRecordingTook() {
    Tensor x = floats(4, 3);
    Tensor fewer = floats(1, 3);
    Tensor strided = floats(3, 2).transpose();
    int before = backend.liveStorages();
    Scope.within(
        () -> {
          Program<State, Tensor, List<Tensor>> program = training();
          program.run(x);
          program.run(fewer);
          program.run(strided);
          program.run(x);
          program.state();
          program.close();
        });
    assertEquals(before, backend.liveStorages());
  }

  @Test
  void outputsBelongToTheInnermostScope() {
    Program<State, Tensor, List<Tensor>> program = training();
    Tensor x = floats(4, 3);
    program.run(x);
    int before = backend.liveStorages();
    List<Tensor> kept =
        Scope.within(
            () -> {
              List<Tensor> outputs = program.run(x);
              outputs.get(0).keep();
              return outputs;
            });
    assertEquals(before + 1, backend.liveStorages());
    assertEquals(0, kept.get(0).shape().rank());
    program.close();
  }
}
