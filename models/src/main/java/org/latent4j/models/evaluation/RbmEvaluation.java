package org.latent4j.models.evaluation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.models.rbm.PartitionFunction;
import org.latent4j.models.rbm.PseudoLikelihood;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.Reconstruction;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;

/**
 * The scores of a restricted Boltzmann machine on data, each a mean over the examples.
 *
 * <pre>{@code
 * try (RbmEvaluation evaluation = RbmEvaluation.of(backend, rbm, DataType.FLOAT32)) {
 *   double score = evaluation.pseudoLikelihood(parameters, Examples.of(heldOut));
 * }
 * }</pre>
 *
 * <p>Every score is a program that is prepared when it is first asked for and kept, so that a
 * monitor can ask after each epoch. Close it after use; one thread at a time.
 */
public final class RbmEvaluation implements AutoCloseable {
  /** For the functions that do not draw. */
  private static final RandomKey NO_DRAWS = RandomKey.of(0);

  private final Backend backend;
  private final Rbm rbm;
  private final DataType type;
  private final ExampleMean<RbmParameters> freeEnergy;
  private final ExampleMean<RbmParameters> stochasticPseudoLikelihood;
  private final ExampleMean<RbmParameters> squaredError;
  private final ExampleMean<RbmParameters> crossEntropy;
  private final PseudoLikelihood pseudoLikelihood;
  private @Nullable PartitionFunction partitionFunction;

  private RbmEvaluation(Backend backend, Rbm rbm, DataType type) {
    this.backend = backend;
    this.rbm = rbm;
    this.type = type;
    freeEnergy = ExampleMean.of(backend, type, (p, v, key) -> rbm.freeEnergy(p, v));
    pseudoLikelihood = PseudoLikelihood.of(backend, rbm);
    stochasticPseudoLikelihood =
        ExampleMean.of(
            backend, type, (p, v, key) -> PseudoLikelihood.ofRandomUnits(key, rbm, p, v));
    squaredError =
        ExampleMean.of(backend, type, (p, v, key) -> Reconstruction.squaredError(rbm, p, v));
    crossEntropy =
        ExampleMean.of(backend, type, (p, v, key) -> Reconstruction.crossEntropy(rbm, p, v));
  }

  /**
   * Prepares the scores of a machine.
   *
   * @param backend where they are computed; the parameters must be there, too
   * @param rbm the machine
   * @param type the type of its parameters
   * @return the scores
   */
  public static RbmEvaluation of(Backend backend, Rbm rbm, DataType type) {
    return new RbmEvaluation(backend, rbm, type);
  }

  /**
   * Computes the mean free energy.
   *
   * @param p the parameters
   * @param data the examples
   * @return the mean of F(v), in nats
   */
  public double freeEnergy(RbmParameters p, Examples data) {
    return freeEnergy.of(p, data, NO_DRAWS);
  }

  /**
   * Computes how much higher the free energy of held-out data is. It stays near 0 while a model
   * generalises and grows when it overfits (Hinton 2010, section 6); as a difference, it does not
   * need log Z.
   *
   * @param p the parameters
   * @param training examples that were learned from; some hundreds are enough
   * @param heldOut examples that were not
   * @return mean F over the held-out less mean F over the training examples, in nats
   */
  public double freeEnergyGap(RbmParameters p, Examples training, Examples heldOut) {
    return freeEnergy(p, heldOut) - freeEnergy(p, training);
  }

  /**
   * Computes log Z exactly, by {@link PartitionFunction}.
   *
   * @param p the parameters
   * @return log Z, in nats
   * @throws IllegalArgumentException if the machine is too large
   */
  public double logPartition(RbmParameters p) {
    PartitionFunction prepared = partitionFunction;
    if (prepared == null) {
      prepared = PartitionFunction.of(backend, rbm);
      partitionFunction = prepared;
    }
    return prepared.log(p);
  }

  /**
   * Computes the mean log-likelihood exactly, {@code mean of -F(v) - log Z}.
   *
   * @param p the parameters
   * @param data the examples
   * @return nats per example
   * @throws IllegalArgumentException if the machine is too large for {@link PartitionFunction}
   */
  public double logLikelihood(RbmParameters p, Examples data) {
    return -freeEnergy(p, data) - logPartition(p);
  }

  /**
   * Computes the mean log pseudo-likelihood from all units, by {@link PseudoLikelihood#exact}.
   *
   * @param p the parameters
   * @param data the examples; values between the states are rounded
   * @return nats per example, summed over the visible units
   * @throws IllegalArgumentException if the visible units are not binary
   */
  public double pseudoLikelihood(RbmParameters p, Examples data) {
    return Batches.mean(
        backend,
        type,
        data,
        (rows, number) -> Arrays.stream(pseudoLikelihood.exact(p, rows)).sum());
  }

  /**
   * Estimates {@link #pseudoLikelihood} from one drawn unit per example, V times faster.
   *
   * @param p the parameters
   * @param data the examples; values between the states are rounded
   * @param key the source of the draws
   * @return nats per example, an unbiased estimate
   * @throws IllegalArgumentException if the visible units are not binary
   */
  public double stochasticPseudoLikelihood(RbmParameters p, Examples data, RandomKey key) {
    return stochasticPseudoLikelihood.of(p, data, key);
  }

  /**
   * Computes the mean squared reconstruction error, by {@link Reconstruction#squaredError}.
   *
   * @param p the parameters
   * @param data the examples
   * @return the mean over examples and visible units
   */
  public double squaredReconstructionError(RbmParameters p, Examples data) {
    return squaredError.of(p, data, NO_DRAWS);
  }

  /**
   * Computes the mean cross entropy of reconstructions, by {@link Reconstruction#crossEntropy}.
   *
   * @param p the parameters
   * @param data the examples
   * @return nats per example, summed over the visible units
   */
  public double reconstructionCrossEntropy(RbmParameters p, Examples data) {
    return crossEntropy.of(p, data, NO_DRAWS);
  }

  /** Frees the programs. */
  @Override
  public void close() {
    freeEnergy.close();
    pseudoLikelihood.close();
    stochasticPseudoLikelihood.close();
    squaredError.close();
    crossEntropy.close();
    if (partitionFunction != null) {
      partitionFunction.close();
    }
  }
}
