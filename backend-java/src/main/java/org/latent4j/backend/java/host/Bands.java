package org.latent4j.backend.java.host;

import org.latent4j.graph.Layout;

/**
 * How an axis is cut for several threads: always in the same way for the same extent, so that what
 * one operation of a plan leaves in a band is what the next one reads in it.
 *
 * @param extent the extent of the axis
 * @param parts how many bands
 */
record Bands(int extent, int parts) {
  /** Wide bands begin at multiples of this: so many rows are summed in float32. */
  static final int STEP = 8;

  /** Bands narrower than this are cut evenly instead. */
  private static final int WIDE = 6 * STEP;

  /** Returns where a band begins; the end of the axis for one past the last. */
  int from(int part) {
    if (part == parts) {
      return extent;
    }
    int even = (int) ((long) extent * part / parts);
    return extent / parts < WIDE ? even : (even + STEP / 2) / STEP * STEP;
  }

  /** Whether all bands begin at multiples of {@link #STEP}. */
  boolean beginAtSteps() {
    return parts == 1 || extent / parts >= WIDE;
  }

  /** Returns where a band ends. */
  int to(int part) {
    return from(part + 1);
  }

  /** Cuts the band out of a view along an axis of this extent. */
  Layout band(Layout layout, int axis, int part) {
    return layout.slice(axis, from(part), to(part));
  }
}
