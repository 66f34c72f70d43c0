package org.latent4j.tck;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.clamp;
import static org.latent4j.tensor.Functions.concat;
import static org.latent4j.tensor.Functions.cumsum;
import static org.latent4j.tensor.Functions.erf;
import static org.latent4j.tensor.Functions.floorDiv;
import static org.latent4j.tensor.Functions.floorMod;
import static org.latent4j.tensor.Functions.indexLike;
import static org.latent4j.tensor.Functions.keepAxis;
import static org.latent4j.tensor.Functions.logAddExp;
import static org.latent4j.tensor.Functions.logSumExp;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.max;
import static org.latent4j.tensor.Functions.normalQuantile;
import static org.latent4j.tensor.Functions.oneHot;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.softmax;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.tanh;
import static org.latent4j.tensor.Functions.where;
import static org.latent4j.tensor.Functions.withRows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A function of tensors made by a seed, that uses all kinds of operations: arithmetic with
 * broadcasting, products, reductions, views, rows, draws. Called twice, it does the same. Values
 * stay between -10 and 10 or so, and branches depend on inputs and draws only, so that rounding
 * errors stay small.
 */
final class RandomProgram {
  /**
   * What the function reads.
   *
   * @param x [rows, columns], in (0, 1)
   * @param y [rows, columns], in (0, 1)
   * @param bias [columns]
   * @param rate rank 0
   * @param indices INT32 [rows], each below rows
   * @param counter INT32, rank 0
   * @param key the source of draws
   */
  record Input(
      Tensor x,
      Tensor y,
      Tensor bias,
      Tensor rate,
      Tensor indices,
      Tensor counter,
      RandomKey key) {}

  /**
   * What the function returns.
   *
   * @param computed values that may differ by rounding errors
   * @param drawn draws that must have the same bits
   */
  record Output(List<Tensor> computed, List<Tensor> drawn) {}

  private final long seed;
  private final int operations;

  RandomProgram(long seed, int operations) {
    this.seed = seed;
    this.operations = operations;
  }

  Output apply(Input input) {
    return new Run(input).run();
  }

  private final class Run {
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Input input;
    private final List<Tensor> matrices = new ArrayList<>();
    private final List<Tensor> drawn = new ArrayList<>();
    private final int rows;
    private final int columns;
    private int draws;

    Run(Input input) {
      this.input = input;
      this.rows = input.x().shape().dim(0);
      this.columns = input.x().shape().dim(1);
      matrices.add(input.x());
      matrices.add(input.y());
    }

    Output run() {
      for (int i = 0; i < operations; i++) {
        matrices.add(next());
      }
      List<Tensor> computed = new ArrayList<>();
      computed.add(any());
      computed.add(last().transpose());
      computed.add(last().sum());
      computed.add(columns > 2 ? any().slice(1, 1, columns - 1) : any());
      computed.add(last());
      return new Output(computed, drawn);
    }

    private Tensor next() {
      return switch (random.nextInt(23)) {
        case 0 -> tanh(any().add(input.bias()));
        case 1 -> sigmoid(any()).sub(any().mul(input.rate()));
        case 2 -> erf(any()).mul(any());
        case 3 -> max(any(), any()).div(softplus(any()).add(1));
        case 4 -> tanh(any().matmul(any().transpose())).matmul(any()).mul(1.0 / rows);
        case 5 -> any().matmulAdd(input.rate(), gram(), 0.5, any());
        case 6 -> any().add(any().sum(0).mul(1.0 / rows)).sub(any().mean(1).expand(1));
        case 7 -> softmax(any(), random.nextInt(2)).add(logSumExp(any(), 1).expand(1).mul(0.1));
        case 8 -> {
          int cut = Math.min(2, columns);
          yield concat(1, any().slice(1, 0, cut), any().slice(1, cut, columns));
        }
        case 9 -> any().transpose().reshape(rows, columns);
        case 10 -> any().gather(input.indices());
        case 11 -> any().scatterAdd(input.indices(), rows).mul(0.5);
        case 14 -> withRows(any(), input.indices(), any().gather(input.indices()).mul(0.5));
        case 12 -> where(lt(input.x(), input.y()), any(), indexLike(any(), 1).mul(0.1));
        case 13 -> oneHot(input.indices(), columns, input.x().type()).add(any());
        case 19 -> cumsum(any(), random.nextInt(2)).mul(1.0 / Math.max(rows, columns));
        case 15 -> clamp(logAddExp(any(), any()), -1, 5).sub(keepAxis(Tensor::mean, any(), 0));
        case 16 -> normalQuantile(input.x().mul(0.5)).mul(0.1).add(any());
        case 17 -> where(floorMod(input.indices(), 2).expand(1), any(), 0.5);
        case 18 -> any().add(whole().cast(input.x().type()).mul(0.1).expand(1));
        default -> draw();
      };
    }

    /** INT32 [rows], made by what there is for whole numbers. */
    private Tensor whole() {
      Tensor counts = input.indices().mul(7).sub(input.counter());
      Tensor most = counts.max(0).sub(counts.sum());
      return clamp(floorDiv(most, 5).add(cumsum(counts, 0)), -rows, rows);
    }

    /** [columns, columns]. */
    private Tensor gram() {
      return any().transpose().matmul(any()).mul(1.0 / (rows * columns));
    }

    private Tensor draw() {
      RandomKey key = input.key().fold(draws++);
      return switch (random.nextInt(4)) {
        case 0 -> tanh(normalLike(key, any()));
        case 1 -> exact(bernoulli(key.fold(input.counter()), input.x()));
        case 2 -> exact(bernoulli(key, input.y()));
        default -> exact(uniformLike(key, random.nextInt(100), input.x()));
      };
    }

    private Tensor exact(Tensor draw) {
      drawn.add(draw);
      return draw;
    }

    private Tensor any() {
      return matrices.get(random.nextInt(matrices.size()));
    }

    private Tensor last() {
      return matrices.get(matrices.size() - 1);
    }
  }
}
