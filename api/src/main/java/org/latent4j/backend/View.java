package org.latent4j.backend;

import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/**
 * A strided window into a storage.
 *
 * @param storage where the elements are
 * @param layout which of them, in what order; within the storage
 */
public record View(Storage storage, Layout layout) {
  /**
   * Views a whole storage as one axis.
   *
   * @param storage the storage; fewer than 2<sup>31</sup> elements
   * @return the dense view
   */
  public static View of(Storage storage) {
    return new View(storage, Layout.dense(Shape.of(Math.toIntExact(storage.length()))));
  }
}
