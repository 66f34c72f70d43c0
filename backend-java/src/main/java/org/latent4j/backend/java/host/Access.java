package org.latent4j.backend.java.host;

import org.jspecify.annotations.Nullable;

/**
 * What an operation does to a value.
 *
 * @param place the value
 * @param footprint which elements each part touches, or null if any part may touch any
 * @param writes whether they are written
 */
record Access(Place place, @Nullable Footprint footprint, boolean writes) {
  /** Whether a later access must wait until all parts of this one are done. */
  boolean conflictsWith(Access later) {
    boolean sameParts = footprint != null && footprint.equals(later.footprint);
    return place == later.place && (writes || later.writes) && !sameParts;
  }
}
