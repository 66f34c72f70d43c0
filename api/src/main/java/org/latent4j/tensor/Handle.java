package org.latent4j.tensor;

import org.latent4j.backend.Storage;

/**
 * A storage with its owners counted: the scope that it belongs to, and every program that has bound
 * it. The last to let go frees it.
 */
final class Handle {
  private final Storage storage;
  private final Scope root;
  private Scope owner;
  private int references = 1;

  /** Starts with one reference, for the scope that will adopt it. */
  Handle(Storage storage, Scope root) {
    this.storage = storage;
    this.root = root;
    this.owner = root;
  }

  /**
   * Returns the storage.
   *
   * @throws IllegalStateException if it has been freed
   */
  synchronized Storage storage() {
    if (references == 0) {
      throw new IllegalStateException(
          "tensor: its memory was freed when its scope or backend closed;"
              + " call keep() on it inside the scope to hand it to the enclosing one");
    }
    return storage;
  }

  long bytes() {
    return storage.length() * storage.type().bytes();
  }

  synchronized Scope owner() {
    return owner;
  }

  synchronized void owner(Scope owner) {
    this.owner = owner;
  }

  /** The scope of the backend itself, where tensors without another scope live. */
  Scope root() {
    return root;
  }

  synchronized void retain() {
    storage();
    references++;
  }

  synchronized void release() {
    if (references > 0 && --references == 0) {
      storage.close();
    }
  }
}
