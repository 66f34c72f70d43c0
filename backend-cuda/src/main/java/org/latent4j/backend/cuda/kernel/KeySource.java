package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;

/**
 * A key and the children to go to from there, all derived inside the kernel that draws. A chain of
 * {@code foldKey} operations in front of a draw so needs no launch of its own.
 *
 * @param root the key to start from
 * @param folds the children, from the root on; mostly none
 */
public record KeySource(Key root, List<Fold> folds) {
  /**
   * A step to a child key.
   *
   * @param n the number of the child, if {@code counter} is null
   * @param counter rank 0 INT32, read instead of {@code n} when the kernel runs; may be null
   */
  public record Fold(int n, @Nullable View counter) {}

  /**
   * Copies the list.
   *
   * @param root the key to start from
   * @param folds the children, from the root on
   */
  public KeySource {
    folds = List.copyOf(folds);
  }

  /**
   * Takes a key as it is.
   *
   * @param key the key
   * @return the key without folds
   */
  public static KeySource of(Key key) {
    return new KeySource(key, List.of());
  }

  /**
   * Goes on to a child.
   *
   * @param n the number of the child, if {@code counter} is null
   * @param counter rank 0 INT32, read instead of {@code n}; may be null
   * @return this with one more fold
   */
  public KeySource fold(int n, @Nullable View counter) {
    List<Fold> longer = new ArrayList<>(folds);
    longer.add(new Fold(n, counter));
    return new KeySource(root, longer);
  }
}
