package org.latent4j.backend.java.host;

import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Layout;
import org.latent4j.random.Threefry;

/**
 * An operand of a plan, bound to its place.
 *
 * @param place where the value is
 * @param layout how it is read, relative to the value's first element
 */
record Bound(Place place, Layout layout) {
  /** Returns the reading of the elements that a footprint describes. */
  Access read(@Nullable Footprint footprint) {
    return new Access(place, footprint, false);
  }

  /** Reads the two words of a random key. */
  long key(Workspace workspace) {
    return Threefry.pack(word(0, workspace), word(layout.stride(0), workspace));
  }

  private int word(long after, Workspace workspace) {
    place.storage().read(place.offset() + layout.offset() + after, workspace.ints, 0, 1);
    return workspace.ints[0];
  }

  /** Reads the only element, of any type. */
  double scalar(Workspace workspace) {
    HostStorage storage = place.storage();
    long at = place.offset() + layout.offset();
    Object array = Elements.array(workspace, storage.type());
    storage.read(at, array, 0, 1);
    return Elements.first(array);
  }
}
