package org.latent4j.benchmarks.gpu;

import java.util.List;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** Waits for the device by reading one number of a program's state. */
final class Wait {
  private Wait() {}

  /** Returns once all runs of a program are done; its state has a rank-0 number, the step. */
  static int forDevice(Program<?, ?, ?> program) {
    return Scope.within(
        () -> {
          List<Tensor> leaves = TensorTree.tensors(program.state());
          Tensor step = leaves.get(leaves.size() - 1);
          if (step.type() != DataType.INT32) {
            throw new IllegalStateException("the state ends in " + step.type() + ", not in a step");
          }
          return step.toInts()[0];
        });
  }
}
