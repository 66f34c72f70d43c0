package org.latent4j.testing;

import static org.latent4j.tensor.Functions.concat;
import static org.latent4j.tensor.Functions.div;
import static org.latent4j.tensor.Functions.erf;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.indexLike;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.logSumExp;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.pow;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.sin;
import static org.latent4j.tensor.Functions.softmax;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.sqrt;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.tanh;
import static org.latent4j.tensor.Functions.where;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Shape;
import org.latent4j.tensor.Tensor;

/**
 * A smooth function made by a seed of a dozen operations of all kinds, each on results of earlier
 * ones. Called twice, it does the same. Elements stay between -3 and 3 or so.
 */
public final class RandomFunction implements Function<List<Tensor>, Tensor> {
  private static final int STEPS = 12;
  private static final int LARGEST = 200;

  private final long seed;
  private final Tensor rows;

  /**
   * Makes a function.
   *
   * @param seed which one
   * @param backend where it computes
   */
  public RandomFunction(long seed, Backend backend) {
    this.seed = seed;
    this.rows = Tensor.of(backend, new int[] {1, 0, 2, 1, 1}, 5);
  }

  /** Returns arguments: FLOAT64 [3, 4], [4], [4, 3] and a number. */
  public List<Tensor> arguments() {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> arguments = new ArrayList<>();
    for (int[] shape : new int[][] {{3, 4}, {4}, {4, 3}, {}}) {
      double[] elements = random.doubles(Shape.of(shape).size(), -1.5, 1.5).toArray();
      arguments.add(Tensor.of(rows.backend(), elements, shape));
    }
    return arguments;
  }

  @Override
  public Tensor apply(List<Tensor> arguments) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tensor> pool = new ArrayList<>(arguments);
    while (pool.size() < arguments.size() + STEPS) {
      Tensor next = next(pool, random);
      if (next.shape().size() > 0 && next.shape().size() <= LARGEST) {
        pool.add(next);
      }
    }
    Tensor sum = pool.get(0).sum();
    for (Tensor part : pool.subList(1, pool.size())) {
      sum = sum.add(part.mul(indexLike(part.expand(-1), 0).sum(-1).add(0.5)).mean());
    }
    return sum;
  }

  private Tensor next(List<Tensor> pool, SplittableRandom random) {
    // The latest results more often, so that chains grow long.
    int newest = pool.size() - 1;
    Tensor x =
        pool.get(Math.max(newest - random.nextInt(pool.size()), random.nextInt(pool.size())));
    Tensor y = pool.get(random.nextInt(pool.size()));
    return switch (random.nextInt(5)) {
      case 0 -> unary(x, random);
      case 1 -> binary(x, y, random);
      case 2 -> product(x, y, random);
      case 3 -> x.shape().rank() == 0 ? unary(x, random) : alongAxis(x, random);
      default -> view(x, random);
    };
  }

  private static Tensor unary(Tensor x, SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> tanh(x);
      case 1 -> sigmoid(x.mul(2));
      case 2 -> softplus(x);
      case 3 -> sin(x);
      case 4 -> exp(tanh(x));
      case 5 -> log(square(x).add(1));
      case 6 -> sqrt(square(x).add(0.5));
      case 7 -> erf(x);
      default -> pow(square(x).add(0.3), 0.7).sub(1);
    };
  }

  private static Tensor binary(Tensor x, Tensor y, SplittableRandom random) {
    boolean fits = x.shape().rank() == 0 || y.shape().rank() == 0 || x.shape().equals(y.shape());
    Tensor other = fits ? y : y.mean();
    return switch (random.nextInt(5)) {
      case 0 -> x.add(other).mul(0.6);
      case 1 -> x.sub(other.mul(0.5));
      case 2 -> tanh(x.mul(other));
      case 3 -> x.div(square(other).add(1));
      default -> where(lt(indexLike(x.add(other).expand(0), -1).sum(0), 1), x, tanh(other));
    };
  }

  /** A product of x with y, or with itself if the inner extents differ. */
  private static Tensor product(Tensor x, Tensor y, SplittableRandom random) {
    Tensor left = x.shape().rank() == 0 ? x.expand(0) : x;
    left = left.shape().rank() == 1 ? left.expand(0) : left;
    boolean fits =
        y.shape().rank() == 2
            && left.shape().rank() <= 3
            && y.shape().dim(0) == left.shape().dim(-1);
    Tensor right = fits ? y : left.transpose();
    if (left.shape().rank() > 3) {
      return x.transpose();
    }
    boolean plain = random.nextInt(2) == 0;
    Tensor product =
        plain ? left.matmul(right) : left.matmulAdd(y.mean(), right, 0.5, left.matmul(right));
    return tanh(product.mul(0.3));
  }

  private Tensor alongAxis(Tensor x, SplittableRandom random) {
    int axis = random.nextInt(x.shape().rank());
    return switch (random.nextInt(6)) {
      case 0 -> x.mean(axis);
      case 1 -> tanh(x.sum(axis).mul(0.4));
      case 2 -> softmax(x, axis);
      case 3 -> tanh(logSumExp(x, axis));
      case 4 -> x.shape().dim(0) >= 3 ? x.gather(rows) : concat(axis, x, div(1, exp(x).add(1)));
      default -> x.shape().dim(0) == 5 ? x.scatterAdd(rows, 4).mul(0.5) : concat(axis, tanh(x), x);
    };
  }

  private static Tensor view(Tensor x, SplittableRandom random) {
    Shape shape = x.shape();
    if (shape.rank() == 0) {
      return x.broadcastTo(Shape.of(2, 3));
    }
    int axis = random.nextInt(shape.rank());
    int extent = shape.dim(axis);
    return switch (random.nextInt(5)) {
      case 0 -> x.slice(axis, extent / 3, extent);
      case 1 -> shape.rank() < 2 ? x.expand(0) : x.transpose();
      case 2 -> x.reshape(-1);
      case 3 -> shape.rank() > 2 ? x.slice(axis, 0, 1) : x.broadcastTo(shape.with(0, 2));
      default -> tanh(x.slice(axis, 0, (extent + 1) / 2).sum(axis)).expand(axis);
    };
  }
}
