package org.latent4j.tck;

import java.util.Arrays;
import java.util.List;
import org.latent4j.backend.View;
import org.latent4j.op.ReductionOp;

/** Faults of reductions. */
final class ReductionFaults {
  private ReductionFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("5.01", "MAX starts from 0", StartsFromZero::new),
        Fault.of("5.02", "only the first 20,000 elements of a row count", ShortRows::new),
        Fault.of("5.03", "an empty sum is not written", EmptyDoesNothing::new),
        Fault.of("5.04", "MAX and MIN pass over NaN", PassesOverNaN::new),
        Fault.of("5.05", "ARGMAX takes the last of equal elements", LastTie::new),
        Fault.of("5.06", "a sum is one running float", RunningFloat::new),
        Fault.of("5.07", "a sum of INT32 wraps around", WrapsAround::new),
        Fault.of("5.07", "INT32 is reduced in float", IntegersAsFloats::new));
  }

  private static final class StartsFromZero extends ReferenceBackend {
    @Override
    double reduce(ReductionOp op, double[] row) {
      return op == ReductionOp.MAX ? Math.max(0, op.apply(row)) : op.apply(row);
    }
  }

  private static final class ShortRows extends ReferenceBackend {
    @Override
    double reduce(ReductionOp op, double[] row) {
      return op.apply(Arrays.copyOf(row, Math.min(row.length, 20_000)));
    }
  }

  private static final class EmptyDoesNothing extends ReferenceBackend {
    @Override
    public void reduce(ReductionOp op, View in, int axis, View out) {
      if (in.layout().shape().size() > 0) {
        super.reduce(op, in, axis, out);
      }
    }
  }

  private static final class PassesOverNaN extends ReferenceBackend {
    @Override
    double reduce(ReductionOp op, double[] row) {
      boolean extreme = op == ReductionOp.MAX || op == ReductionOp.MIN;
      double[] numbers = Arrays.stream(row).filter(x -> !Double.isNaN(x)).toArray();
      return op.apply(extreme && numbers.length > 0 ? numbers : row);
    }
  }

  private static final class LastTie extends ReferenceBackend {
    @Override
    double reduce(ReductionOp op, double[] row) {
      double result = op.apply(row);
      if (op == ReductionOp.ARGMAX) {
        double largest = row[(int) result];
        for (int i = 0; i < row.length; i++) {
          result = row[i] == largest ? i : result;
        }
      }
      return result;
    }
  }

  private static final class RunningFloat extends ReferenceBackend {
    @Override
    double reduce(ReductionOp op, double[] row) {
      if (op != ReductionOp.SUM) {
        return op.apply(row);
      }
      float sum = 0;
      for (double x : row) {
        sum += (float) x;
      }
      return sum;
    }
  }

  private static final class WrapsAround extends ReferenceBackend {
    @Override
    double reduce(ReductionOp op, double[] row) {
      double result = op.apply(row);
      boolean whole = op == ReductionOp.SUM && Arrays.stream(row).allMatch(x -> x == Math.rint(x));
      return whole ? (int) (long) result : result;
    }
  }

  private static final class IntegersAsFloats extends ReferenceBackend {
    @Override
    double reduce(ReductionOp op, double[] row) {
      return op.apply(Arrays.stream(row).map(x -> (float) x).toArray());
    }
  }
}
