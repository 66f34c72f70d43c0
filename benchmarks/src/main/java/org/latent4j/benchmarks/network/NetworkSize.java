package org.latent4j.benchmarks.network;

import java.util.Arrays;
import java.util.List;

/** Reads the extents of a network. */
final class NetworkSize {
  private NetworkSize() {}

  /**
   * Reads the widths of layers.
   *
   * @param text such as {@code 784-500-500-10}, from the input to the output; at least two numbers
   * @return the widths
   * @throws IllegalArgumentException if there are fewer, or something else than a number
   */
  static List<Integer> parse(String text) {
    List<Integer> widths = Arrays.stream(text.split("-", -1)).map(Integer::valueOf).toList();
    if (widths.size() < 2) {
      throw new IllegalArgumentException(
          "layers: at least two widths, such as 784-10, are needed, not " + text);
    }
    return widths;
  }
}
