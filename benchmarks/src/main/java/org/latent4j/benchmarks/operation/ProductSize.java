package org.latent4j.benchmarks.operation;

/**
 * The extents of a product [M, K] x [K, N].
 *
 * @param m M
 * @param k K
 * @param n N
 * @param firstTransposed whether the first factor is stored as [K, M]
 * @param secondTransposed whether the second factor is stored as [N, K]
 */
public record ProductSize(int m, int k, int n, boolean firstTransposed, boolean secondTransposed) {
  /**
   * Reads extents.
   *
   * @param text such as {@code 784x100x500-tn}: M, K, N and for each factor whether it is stored as
   *     it is (n) or transposed (t)
   * @return the size
   * @throws IllegalArgumentException if the text is something else
   */
  public static ProductSize parse(String text) {
    if (!text.matches("\\d+x\\d+x\\d+-[nt][nt]")) {
      throw new IllegalArgumentException(
          "product: M x K x N and storage, such as 784x100x500-tn, are needed, not " + text);
    }
    String[] extents = text.substring(0, text.length() - 3).split("x", -1);
    return new ProductSize(
        Integer.parseInt(extents[0]),
        Integer.parseInt(extents[1]),
        Integer.parseInt(extents[2]),
        text.charAt(text.length() - 2) == 't',
        text.charAt(text.length() - 1) == 't');
  }
}
