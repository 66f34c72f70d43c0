package org.latent4j.benchmarks.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.benchmarks.rbm.RbmSize;

/** Whoever multiplies, the five products are the same. */
class FiveProductsTest {
  private static final RbmSize SIZE = new RbmSize(65, 49, 33);
  private static final float RATE = 1e-4f;

  @ParameterizedTest
  @CsvSource({"cpu,1,1", "cpu,2,1", "cpu,1,2", "blas,1,1", "blas,2,1", "blas,1,2"})
  void directCallsGiveWhatTheDefinitionSays(String library, int libraryThreads, int ownThreads) {
    try (Backend backend = Backends.open(library);
        FiveProducts products =
            library.equals("cpu")
                ? new OpenBlasProducts(SIZE, RATE, libraryThreads, ownThreads)
                : new JblasProducts(SIZE, RATE, libraryThreads, ownThreads)) {
      assertNotEquals("", backend.info().name());
      mustBeAsDefined(products);
    }
  }

  @ParameterizedTest
  @CsvSource({"java", "cpu", "blas"})
  void backendsGiveWhatTheDefinitionSays(String name) {
    try (Backend backend = Backends.open(name);
        FiveProducts products = new BackendProducts(backend, SIZE, RATE)) {
      mustBeAsDefined(products);
    }
  }

  private static void mustBeAsDefined(FiveProducts products) {
    List<float[]> arrays = FiveProducts.arrays(SIZE);
    multiplyAsDefined(arrays);
    products.multiply();
    assertArrayEquals(arrays.get(4), products.hidden(), 1e-3f);
    assertArrayEquals(arrays.get(0), products.weights(), 1e-6f);
  }

  /** By three loops, straight from the indices. */
  private static void multiplyAsDefined(List<float[]> arrays) {
    for (FiveProducts.Item item : FiveProducts.items(SIZE, RATE)) {
      var p = item.product();
      float[] c = arrays.get(item.c());
      for (int i = 0; i < p.c().rows(); i++) {
        for (int j = 0; j < p.c().columns(); j++) {
          double sum = 0;
          for (int k = 0; k < p.a().columns(); k++) {
            sum +=
                (double) arrays.get(item.a())[(int) p.a().at(i, k)]
                    * arrays.get(item.b())[(int) p.b().at(k, j)];
          }
          int at = (int) p.c().at(i, j);
          c[at] = (float) (item.alpha() * sum + (item.beta() == 0 ? 0 : item.beta() * c[at]));
        }
      }
    }
  }
}
