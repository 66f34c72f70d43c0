package org.latent4j.models.loss;

import org.latent4j.backend.Backend;
import org.latent4j.tensor.Tensor;

/** Class labels, checked once before they go to a backend. */
public final class Labels {
  private Labels() {}

  /**
   * Copies labels to a backend.
   *
   * @param backend where the tensor will live
   * @param labels one for each example
   * @param classes how many classes there are
   * @return INT32 [labels], a new tensor
   * @throws IllegalArgumentException if a label is not from 0 to classes - 1
   */
  public static Tensor on(Backend backend, int[] labels, int classes) {
    for (int example = 0; example < labels.length; example++) {
      if (labels[example] < 0 || labels[example] >= classes) {
        throw new IllegalArgumentException(
            "labels: example "
                + example
                + " has the label "
                + labels[example]
                + ", but the labels of "
                + classes
                + " classes are 0 to "
                + (classes - 1)
                + "; renumber the labels or give the network more outputs");
      }
    }
    return Tensor.of(backend, labels, labels.length);
  }
}
