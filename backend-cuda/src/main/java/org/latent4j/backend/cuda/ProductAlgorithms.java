package org.latent4j.backend.cuda;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.cuda.driver.Algorithm;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.ProductForm;

/**
 * How each form of product is computed: cuBLASLt's own first choice, so that a run can be repeated;
 * or, where asked for, the fastest of its choices, which {@link AlgorithmSearch} measures once and
 * keeps. Not thread-safe: used under the device's lock.
 */
final class ProductAlgorithms {
  /** What NVIDIA advises for its larger GPUs; smaller ones ask for less. */
  static final long WORKSPACE = 32L << 20;

  private final Driver driver;
  private final @Nullable AlgorithmSearch search;
  private final Map<ProductForm, Choice> choices = new HashMap<>();

  /**
   * How a product is computed.
   *
   * @param product what cuBLASLt knows of it
   * @param algorithm how; null if cuBLASLt can't compute it
   */
  record Choice(Driver.Handle product, @Nullable Algorithm algorithm) {}

  ProductAlgorithms(Driver driver, @Nullable AlgorithmSearch search) {
    this.driver = driver;
    this.search = search;
  }

  Choice of(ProductForm form) {
    Choice known = choices.get(form);
    if (known != null) {
      return known;
    }
    Driver.Handle product = driver.prepare(form);
    Choice choice = new Choice(product, choose(product, form));
    choices.put(form, choice);
    return choice;
  }

  private @Nullable Algorithm choose(Driver.Handle product, ProductForm form) {
    if (search != null) {
      Algorithm fastest = search.fastest(form);
      if (fastest != null) {
        return fastest;
      }
    }
    List<Algorithm> offered = driver.algorithms(product, form, WORKSPACE, 1);
    return offered.isEmpty() ? null : offered.get(0);
  }

  void close() {
    choices.values().forEach(choice -> driver.destroyProduct(choice.product()));
    choices.clear();
  }
}
