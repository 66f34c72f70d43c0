package org.latent4j.tck;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Precision;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * §4, continued: products in programs that train, in every precision. Each factor may be off by one
 * unit of its last bit, cut off or rounded; that adds 2 units to the bound of other products. One
 * unit is 2^-10 in TF32 and 2^-7 in BF16.
 */
interface PrecisionRules extends BackendRules {

  /** Products of factors as they are stored, of a transposed left and of a transposed right one. */
  record Products(Tensor plain, Tensor leftTransposed, Tensor rightTransposed) {}

  /** Normal factors, in extents that fill the tiles of a product and that do not. */
  @Test
  @DisplayName("§4.10 Products of training are as near as their precision says, in every layout")
  default void productsOfTraining() {
    int[][] extents = {{33, 65, 31}, {20, 784, 100}, {128, 512, 96}, {70, 40, 500}};
    for (Precision precision : Precision.values()) {
      double unit =
          switch (precision) {
            case FLOAT32_STRICT -> 0;
            case TF32 -> 0x1p-10;
            case BF16 -> 0x1p-7;
          };
      for (int[] size : extents) {
        SplittableRandom random = new SplittableRandom(size[2]);
        PlainMatrix a = PlainMatrix.filled(size[0], size[1], i -> (float) random.nextGaussian());
        PlainMatrix b = PlainMatrix.filled(size[1], size[2], i -> (float) random.nextGaussian());
        double[] most = a.map(Math::abs).times(b.map(Math::abs)).values();
        double share = 2 * unit + unit * unit + (8 * Math.sqrt(size[1]) + 4) * 0x1p-24;
        requireProducts(precision, a, b, most, share);
      }
    }
  }

  /** States of units, and integers of at most 7 bits: every product and every sum is exact. */
  @Test
  @DisplayName("§4.11 Products of training are exact for factors that every precision can hold")
  default void exactProductsOfTraining() {
    int[][] extents = {{33, 65, 31}, {128, 784, 96}};
    for (Precision precision : Precision.values()) {
      for (int[] size : extents) {
        SplittableRandom random = new SplittableRandom(size[2]);
        PlainMatrix a = PlainMatrix.filled(size[0], size[1], i -> random.nextInt(2));
        PlainMatrix b = PlainMatrix.filled(size[1], size[2], i -> random.nextInt(-127, 128));
        requireProducts(precision, a, b, new double[size[0] * size[2]], 0);
      }
    }
  }

  private void requireProducts(
      Precision precision, PlainMatrix a, PlainMatrix b, double[] most, double share) {
    double[] expected = a.times(b).values();
    String[] layouts = {"A B", "A stored transposed", "B stored transposed"};
    double[][] products = inTraining(precision, a, b);
    for (int layout = 0; layout < layouts.length; layout++) {
      String what =
          precision + " [" + a.rows() + ", " + a.columns() + "] times [" + b.columns() + "], ";
      String which = what + layouts[layout];
      Check.near(DataType.FLOAT32, expected, i -> share * most[i], products[layout], i -> which);
    }
  }

  /** What a step of training makes: the product of each layout. */
  private double[][] inTraining(Precision precision, PlainMatrix a, PlainMatrix b) {
    BackendOptions options = BackendOptions.defaults().withPrecision(precision);
    try (Backend backend = openBackend(options)) {
      return Scope.within(
          () -> {
            Tensor left = tensor(backend, a);
            Tensor leftTransposed = tensor(backend, a.transposed());
            Tensor right = tensor(backend, b);
            Tensor rightTransposed = tensor(backend, b.transposed());
            Tensor empty = Tensor.full(backend, DataType.FLOAT32, 0, a.rows(), b.columns());
            try (Program<Products, Nothing, Nothing> program =
                Program.training(
                    backend,
                    new Products(empty, empty, empty),
                    (state, nothing) ->
                        Step.result(
                            new Products(
                                left.matmul(right),
                                leftTransposed.transpose().matmul(right),
                                left.matmul(rightTransposed.transpose())),
                            Nothing.NOTHING))) {
              program.run(Nothing.NOTHING);
              Products made = program.state();
              return new double[][] {
                made.plain.toDoubles(),
                made.leftTransposed.toDoubles(),
                made.rightTransposed.toDoubles()
              };
            }
          });
    }
  }

  private static Tensor tensor(Backend backend, PlainMatrix matrix) {
    return Tensors.of(backend, DataType.FLOAT32, matrix.values(), matrix.rows(), matrix.columns());
  }
}
