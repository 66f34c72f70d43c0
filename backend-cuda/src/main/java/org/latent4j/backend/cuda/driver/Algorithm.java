package org.latent4j.backend.cuda.driver;

import java.util.List;

/**
 * A way of cuBLASLt's to compute a product.
 *
 * @param data what cuBLASLt knows it by, valid for one version of it and one kind of GPU; empty if
 *     the choice is cuBLASLt's
 * @param workspace how many bytes of workspace it needs
 */
public record Algorithm(List<Long> data, long workspace) {
  /**
   * Copies the list.
   *
   * @param data what cuBLASLt knows it by
   * @param workspace how many bytes of workspace it needs
   */
  public Algorithm {
    data = List.copyOf(data);
  }
}
