package org.latent4j.models.rbm;

import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.eq;
import static org.latent4j.tensor.Functions.floor;
import static org.latent4j.tensor.Functions.indexLike;
import static org.latent4j.tensor.Functions.min;

import java.util.Arrays;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * The log pseudo-likelihood, a score that needs no partition function (Besag 1975, <i>Statistical
 * analysis of non-lattice data</i>):
 *
 * <pre>{@code
 * PL(v) = sum_i log p(v_i | all other v) = -sum_i softplus(F(v) - F(v with unit i turned))
 * }</pre>
 *
 * <p>Visible units must be binary; values between the two states are rounded to the nearer one,
 * since the score is one of states. Results are in nats per example.
 *
 * <p>An instance computes the sum over all units by a program that it keeps, some units at a time;
 * close it after use; one thread at a time. The estimates from single units are pure functions.
 */
public final class PseudoLikelihood implements AutoCloseable {
  /** Elements of the largest intermediate tensor, unless one unit needs more. */
  private static final int BLOCK_ELEMENTS = 1 << 18;

  private final Rbm rbm;
  private final Program<Nothing, Rows, TurnedUnits> start;
  private final Program<Nothing, Block, Tensor> terms;

  private record Rows(RbmParameters parameters, Tensor v) {}

  private record Block(TurnedUnits turned, Tensor delta, Tensor weights, Tensor bias) {}

  private PseudoLikelihood(Backend backend, Rbm rbm) {
    this.rbm = rbm;
    this.start = Program.compile(backend, rows -> TurnedUnits.of(rbm, rows.parameters(), rows.v()));
    this.terms =
        Program.compile(
            backend,
            block ->
                block
                    .turned()
                    .logConditionals(rbm.hidden(), block.delta(), block.weights(), block.bias())
                    .cast(DataType.FLOAT64)
                    .sum(1));
  }

  /**
   * Prepares the exact pseudo-likelihood.
   *
   * @param backend where it runs
   * @param rbm the machine
   * @return the pseudo-likelihood, to be asked for parameters and states
   */
  public static PseudoLikelihood of(Backend backend, Rbm rbm) {
    return new PseudoLikelihood(backend, rbm);
  }

  /**
   * Computes the log pseudo-likelihood from all units. Memory is needed for some units at a time;
   * they are added up in float64.
   *
   * @param p the parameters
   * @param v [B, V]
   * @return one number for each row
   * @throws IllegalArgumentException if the visible units are not binary or the shapes do not fit
   */
  public double[] exact(RbmParameters p, Tensor v) {
    return Scope.within(
        () -> {
          TurnedUnits turned = start.run(new Rows(p, v));
          int size = rbm.visible().size();
          int block = blockSize(turned);
          double[] sums = new double[v.shape().dim(0)];
          for (int from = 0; from < size; from += block) {
            double[] values = ofUnits(p, turned, from, Math.min(size, from + block));
            Arrays.setAll(sums, row -> sums[row] + values[row]);
          }
          return sums;
        });
  }

  private int blockSize(TurnedUnits turned) {
    long elementsOfUnit = Math.max(1, turned.input().shape().size());
    return (int) Math.max(1, Math.min(rbm.visible().size(), BLOCK_ELEMENTS / elementsOfUnit));
  }

  private double[] ofUnits(RbmParameters p, TurnedUnits turned, int from, int to) {
    return Scope.within(
        () -> {
          Block block =
              new Block(
                  turned,
                  turned.change().slice(1, from, to),
                  p.weights().slice(0, from, to),
                  p.visibleBias().slice(0, from, to));
          return terms.run(block).toDoubles();
        });
  }

  /** Frees the programs. */
  @Override
  public void close() {
    start.close();
    terms.close();
  }

  /**
   * Estimates the log pseudo-likelihood as V times the term of one unit, the same for all examples.
   * With the unit going up by one from batch to batch, this is the estimator of the Theano deep
   * learning tutorial (monitoring of a restricted Boltzmann machine).
   *
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @param unit the visible unit, INT32 of rank 0, from 0 to V - 1
   * @return [B]
   * @throws IllegalArgumentException if the visible units are not binary
   */
  public static Tensor ofUnit(Rbm rbm, RbmParameters p, Tensor v, Tensor unit) {
    TurnedUnits turned = TurnedUnits.of(rbm, p, v);
    Tensor index = unit.reshape(1);
    Tensor delta = turned.change().transpose().gather(index).transpose();
    Tensor weights = p.weights().gather(index);
    Tensor bias = p.visibleBias().gather(index);
    return scaled(rbm, turned.logConditionals(rbm.hidden(), delta, weights, bias));
  }

  /**
   * Estimates the log pseudo-likelihood as V times the term of one unit that is drawn for each
   * example. The estimate is unbiased.
   *
   * @param key the source of the draws
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @return [B]
   * @throws IllegalArgumentException if the visible units are not binary
   */
  public static Tensor ofRandomUnits(RandomKey key, Rbm rbm, RbmParameters p, Tensor v) {
    TurnedUnits turned = TurnedUnits.of(rbm, p, v);
    int size = rbm.visible().size();
    Tensor number = min(floor(uniformLike(key, turned.cumulant()).mul(size)), size - 1);
    Tensor chosen = eq(indexLike(turned.change(), 1), number.expand(1));
    Tensor delta = turned.change().mul(chosen).sum(1).expand(1);
    Tensor units = number.cast(DataType.INT32);
    Tensor weights = p.weights().gather(units).expand(1);
    Tensor bias = p.visibleBias().gather(units).expand(1);
    return scaled(rbm, turned.logConditionals(rbm.hidden(), delta, weights, bias));
  }

  /** V times the term of the one unit that was looked at, from [B, 1] to [B]. */
  private static Tensor scaled(Rbm rbm, Tensor term) {
    return term.sum(1).mul(rbm.visible().size());
  }
}
