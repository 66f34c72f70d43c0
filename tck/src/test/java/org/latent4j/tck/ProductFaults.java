package org.latent4j.tck;

import java.util.List;
import java.util.function.Supplier;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Precision;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;

/** Faults of matrix products. */
final class ProductFaults {
  private ProductFaults() {}

  private static Fault fault(String rule, String words, Supplier<Broken> open) {
    return Fault.of(rule, words, open::get);
  }

  static List<Fault> all() {
    return List.of(
        fault("4.01", "the last column is left out if their number is odd", LastColumn::new),
        fault("4.02", "the strides of the left operand are ignored", IgnoresStrides::new),
        fault("4.03", "every product of a batch uses the first right matrix", FirstOfBatch::new),
        fault("4.04", "a beta of 0 multiplies what the output holds", MultipliesByZero::new),
        fault("4.05", "beta counts as 1 unless it is 0", BetaIsOne::new),
        fault("4.06", "the view of alpha is ignored", NoAlphaView::new),
        fault("4.07", "a product over an empty axis does nothing", EmptyDoesNothing::new),
        fault("4.08", "products with 0 are left out", SkipsZeros::new),
        fault("4.09", "terms from the 1,200th on are forgotten", ManyTerms::new),
        new Fault("4.10", "TF32 keeps 5 bits of a factor", options -> inTf32(options, 5)),
        new Fault("4.11", "TF32 keeps 5 bits of a factor", options -> inTf32(options, 5)),
        fault("4.12", "products with 0 are left out", SkipsZeros::new),
        fault("4.01", "sums are kept in 12 bits", LowPrecision::new));
  }

  /** A backend that cuts factors off where TF32 is asked for. */
  private static Backend inTf32(BackendOptions options, int bits) {
    return options.precision() == Precision.TF32 ? new CutFactors(bits) : new ReferenceBackend();
  }

  /** A backend whose product goes wrong in one place. */
  private abstract static class Broken extends ReferenceBackend {}

  private static final class LastColumn extends Broken {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      int columns = b.layout().shape().dim(-1) / 2 * 2;
      super.matmul(alpha, a, columns(b, columns), beta, columns(out, columns));
    }

    private static View columns(View view, int columns) {
      return view.layout().shape().dim(-1) == 1
          ? view
          : new View(view.storage(), view.layout().slice(-1, 0, columns));
    }
  }

  private static final class IgnoresStrides extends Broken {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      Layout dense = Layout.dense(a.layout().shape());
      boolean fits = dense.end() <= a.storage().length();
      super.matmul(alpha, fits ? new View(a.storage(), dense) : a, b, beta, out);
    }
  }

  private static final class FirstOfBatch extends Broken {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      Layout layout = b.layout();
      if (layout.shape().rank() == 3 && layout.shape().dim(0) > 1) {
        layout = layout.slice(0, 0, 1).broadcastTo(layout.shape());
      }
      super.matmul(alpha, a, new View(b.storage(), layout), beta, out);
    }
  }

  private static final class MultipliesByZero extends Broken {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      super.matmul(alpha, a, b, beta == 0 ? Double.MIN_VALUE : beta, out);
    }
  }

  private static final class BetaIsOne extends Broken {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      super.matmul(alpha, a, b, beta == 0 ? 0 : 1, out);
    }
  }

  private static final class NoAlphaView extends Broken {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      super.matmul(Scalar.of(alpha.factor()), a, b, beta, out);
    }
  }

  private static final class EmptyDoesNothing extends Broken {
    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      if (a.layout().shape().dim(-1) > 0) {
        super.matmul(alpha, a, b, beta, out);
      }
    }
  }

  private static final class SkipsZeros extends Broken {
    @Override
    double product(double a, double b) {
      return a == 0 || b == 0 ? 0 : a * b;
    }
  }

  private static final class LowPrecision extends Broken {
    @Override
    double product(double a, double b) {
      return Math.rint(a * b * 0x1p12) * 0x1p-12;
    }
  }

  private static final class CutFactors extends Broken {
    private final int bits;

    CutFactors(int bits) {
      this.bits = bits;
    }

    @Override
    double product(double a, double b) {
      return cut(a) * cut(b);
    }

    private double cut(double factor) {
      double unit = Math.ulp(factor) * 0x1p52 / (1L << bits);
      return ((long) (factor / unit)) * unit;
    }
  }

  private static final class ManyTerms extends Broken {
    private static final int LIMIT = 1200;

    @Override
    public void matmul(Scalar alpha, View a, View b, double beta, View out) {
      if (a.layout().shape().dim(-1) > LIMIT) {
        View left = new View(a.storage(), a.layout().slice(-1, 0, LIMIT));
        View right = new View(b.storage(), b.layout().slice(-2, 0, LIMIT));
        super.matmul(alpha, left, right, beta, out);
      } else {
        super.matmul(alpha, a, b, beta, out);
      }
    }
  }
}
