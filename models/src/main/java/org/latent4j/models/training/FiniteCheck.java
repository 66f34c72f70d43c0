package org.latent4j.models.training;

import java.util.List;
import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * Finds parameters that are infinite or not a number, by a sum of zeros that they turn into NaN.
 */
final class FiniteCheck implements AutoCloseable {
  private final Program<Nothing, RbmParameters, List<Tensor>> program;

  FiniteCheck(Backend backend) {
    this.program = Program.compile(backend, FiniteCheck::sums);
  }

  private static List<Tensor> sums(RbmParameters parameters) {
    return TensorTree.tensors(parameters).stream().map(x -> x.mul(0).sum()).toList();
  }

  /** Names the first tensor with an element that is not finite. */
  Optional<String> firstNotFinite(RbmParameters parameters) {
    return Scope.within(
        () -> {
          List<Tensor> sums = program.run(parameters);
          List<String> names = TensorTree.names(parameters);
          for (int i = 0; i < names.size(); i++) {
            if (Double.isNaN(sums.get(i).item())) {
              return Optional.of(names.get(i));
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public void close() {
    program.close();
  }
}
