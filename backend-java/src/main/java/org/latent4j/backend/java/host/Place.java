package org.latent4j.backend.java.host;

import org.jspecify.annotations.Nullable;
import org.latent4j.backend.View;

/** Where a value of a plan is during a run. Only inputs move from run to run. */
final class Place {
  private @Nullable HostStorage storage;
  private long offset;

  /** Puts the value where a dense view says. */
  void put(View view) {
    storage = HostBackend.storage(view);
    offset = view.layout().offset();
  }

  HostStorage storage() {
    HostStorage here = storage;
    if (here == null) {
      throw new IllegalStateException("executable: an input is not bound");
    }
    return here;
  }

  /** Returns the position of the value's first element in the storage. */
  long offset() {
    return offset;
  }
}
