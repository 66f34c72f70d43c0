package org.latent4j.benchmarks.rbm;

/**
 * The extents of an RBM's training step.
 *
 * @param visible V, the number of visible units
 * @param hidden H, the number of hidden units
 * @param batch B, the number of examples
 */
public record RbmSize(int visible, int hidden, int batch) {
  /**
   * Reads a size.
   *
   * @param text such as {@code 784x500x100}: visible units, hidden units, batch
   * @return the size
   * @throws IllegalArgumentException if the text is not three numbers
   */
  public static RbmSize parse(String text) {
    String[] extents = text.split("x", -1);
    if (extents.length != 3) {
      throw new IllegalArgumentException(
          "size: visible x hidden x batch, such as 784x500x100, is needed, not " + text);
    }
    return new RbmSize(
        Integer.parseInt(extents[0]), Integer.parseInt(extents[1]), Integer.parseInt(extents[2]));
  }
}
