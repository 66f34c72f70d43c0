package org.latent4j.backend;

import org.jspecify.annotations.Nullable;

/**
 * A random key for an operation: 64 constant bits, or two words that are read when the operation
 * runs.
 *
 * @param bits the key, used if {@code view} is null
 * @param view INT32 [2], the high word and the low word; may be null
 */
public record Key(long bits, @Nullable View view) {
  /**
   * Makes a constant key.
   *
   * @param bits the key
   * @return the key
   */
  public static Key of(long bits) {
    return new Key(bits, null);
  }

  /**
   * Makes a key that is read from the device.
   *
   * @param view INT32 [2], the high word and the low word
   * @return the key
   */
  public static Key of(View view) {
    return new Key(0, view);
  }
}
