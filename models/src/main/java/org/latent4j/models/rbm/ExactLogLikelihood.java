package org.latent4j.models.rbm;

import java.util.Arrays;
import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.models.evaluation.Scorer;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Scores examples by {@code -F(v) - log Z}; log Z is computed once for the parameters. */
final class ExactLogLikelihood implements Scorer<RbmParameters, Tensor> {
  private final PartitionFunction partitionFunction;
  private final Scorer<RbmParameters, Tensor> freeEnergy;

  ExactLogLikelihood(Backend backend, Rbm rbm) {
    this.partitionFunction = PartitionFunction.of(backend, rbm);
    this.freeEnergy = RbmScores.freeEnergy(rbm).opening().on(backend);
  }

  @Override
  public AtParameters<Tensor> at(RbmParameters parameters) {
    double logPartition = partitionFunction.log(parameters);
    AtParameters<Tensor> energies = freeEnergy.at(parameters);
    return new AtParameters<>() {
      @Override
      public double[] numbers(Tensor v, RandomKey key) {
        double[] numbers = energies.numbers(v, key);
        Arrays.setAll(numbers, row -> -numbers[row] - logPartition);
        return numbers;
      }

      @Override
      public List<Double> constants() {
        return List.of(logPartition);
      }
    };
  }

  @Override
  public void close() {
    partitionFunction.close();
    freeEnergy.close();
  }
}
