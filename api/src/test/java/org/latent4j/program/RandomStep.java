package org.latent4j.program;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A step made by a seed. Its state and values are square matrices, a counter and a key; any value
 * may be read by any operation, become any state and be handed out, whole or through a view. Called
 * twice, it does the same.
 */
final class RandomStep implements Step<RandomStep.State, RandomStep.Input, List<Tensor>> {
  /** Rows and columns of every matrix. */
  static final int SIZE = 3;

  private static final int OPERATIONS = 12;

  record State(List<Tensor> matrices, Tensor counter, RandomKey key) {}

  record Input(Tensor x, Tensor rows, Tensor rate, RandomKey key) {}

  private final long seed;
  private final Tensor constant;

  RandomStep(long seed, Tensor constant) {
    this.seed = seed;
    this.constant = constant;
  }

  @Override
  public Result<State, List<Tensor>> apply(State state, Input input) {
    return new Run(state, input).run();
  }

  private final class Run {
    private final SplittableRandom random = new SplittableRandom(seed);
    private final State state;
    private final Input input;
    private final List<Tensor> values = new ArrayList<>();

    Run(State state, Input input) {
      this.state = state;
      this.input = input;
      values.addAll(state.matrices());
      values.add(input.x());
      values.add(constant);
    }

    Result<State, List<Tensor>> run() {
      for (int i = 0; i < OPERATIONS; i++) {
        values.add(operation(i));
      }
      List<Tensor> next = new ArrayList<>();
      state.matrices().forEach(unused -> next.add(view(latest())));
      List<Tensor> outputs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        outputs.add(view(latest()));
      }
      RandomKey key = random.nextBoolean() ? state.key().fold(state.counter()) : state.key();
      return Step.result(new State(next, state.counter().add(1), key), outputs);
    }

    /** Any value, the later ones more often. */
    private Tensor latest() {
      return values.get(Math.max(random.nextInt(values.size()), random.nextInt(values.size())));
    }

    private Tensor any() {
      return view(values.get(random.nextInt(values.size())));
    }

    private Tensor view(Tensor x) {
      return switch (random.nextInt(8)) {
        case 0 -> x.transpose();
        case 1 -> x.slice(random.nextInt(2), 1, 2).broadcastTo(x.shape());
        case 2 -> x.slice(1, 0, 1).reshape(1, SIZE).broadcastTo(x.shape());
        default -> x;
      };
    }

    private Tensor operation(int number) {
      return switch (random.nextInt(15)) {
        case 0 -> any().add(any()).mul(0.5);
        case 1 -> Functions.tanh(any()).sub(any().mul(input.rate()));
        case 2 -> Functions.max(any(), any());
        case 3 -> Functions.where(Functions.lt(any(), any()), any(), any());
        case 4, 5, 6 -> any().matmulAdd(input.rate(), any(), 1, latest());
        case 7 -> any().matmulAdd(0.25, any(), 0.5, any());
        case 8 -> Functions.tanh(any().matmul(any()));
        case 9 -> any().gather(input.rows());
        case 10 -> Functions.tanh(any().scatterAdd(input.rows(), SIZE));
        case 13 -> Functions.withRows(any(), input.rows(), any());
        case 11 -> any().sub(any().mean(random.nextInt(2)));
        case 12 -> Functions.concat(0, any().slice(0, 0, 1), any().slice(0, 1, SIZE));
        default -> drawn(number);
      };
    }

    private Tensor drawn(int number) {
      RandomKey key = input.key().fold(state.counter()).fold(number);
      Tensor p = Functions.sigmoid(any());
      return random.nextBoolean()
          ? Draws.bernoulli(key, p)
          : p.add(Draws.uniformLike(key, p.cast(DataType.FLOAT32)).cast(p.type()).mul(0.1));
    }
  }
}
