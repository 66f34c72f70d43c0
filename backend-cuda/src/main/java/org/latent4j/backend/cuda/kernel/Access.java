package org.latent4j.backend.cuda.kernel;

/** How the elements of one chunk are found in memory. */
enum Access {
  /** One element for the whole call; read before the loop. */
  SCALAR,
  /** A stride per outer axis; along the inner axis the same element. */
  REPEATED,
  /** A stride per outer axis; along the inner axis neighbours, loaded and stored at once. */
  VECTOR,
  /** A stride per axis. */
  STRIDED;

  /**
   * Tells how a layout is accessed in chunks of {@code width} elements. Single elements need no
   * more than strides: fewer kinds of access mean fewer kernels to compile.
   *
   * @param axes the axes
   * @param layout the number of the layout among those of the axes
   * @param offset the place of its first element
   * @param width the size of a chunk
   */
  static Access of(Axes axes, int layout, long offset, int width) {
    if (axes.strides().get(layout).stream().allMatch(stride -> stride == 0)) {
      return SCALAR;
    }
    int inner = axes.rank() - 1;
    long step = axes.stride(layout, inner);
    if (width == 1 || step > 1) {
      return STRIDED;
    } else if (step == 0) {
      return REPEATED;
    }
    boolean aligned = offset % width == 0;
    for (int axis = 0; axis < inner; axis++) {
      aligned &= axes.stride(layout, axis) % width == 0;
    }
    return aligned ? VECTOR : STRIDED;
  }
}
