package org.latent4j.tensor;

import org.latent4j.backend.Storage;
import org.latent4j.graph.Shape;

/**
 * A storage with its owners counted: the scope that it belongs to, and every program that has bound
 * it. The last to let go frees it.
 */
final class Handle {
  private final Storage storage;
  private final Shape shape;
  private final Account backendAccount;
  private Account owner;
  private int references = 1;

  /**
   * Starts with one reference, for the account that will adopt it.
   *
   * @param storage the memory
   * @param shape the shape that it was made for, which fills it
   * @param backendAccount where tensors without a scope are kept
   */
  Handle(Storage storage, Shape shape, Account backendAccount) {
    this.storage = storage;
    this.shape = shape;
    this.backendAccount = backendAccount;
    this.owner = backendAccount;
  }

  /**
   * Returns the storage.
   *
   * @throws IllegalStateException if it has been freed
   */
  synchronized Storage storage() {
    require(references > 0);
    return storage;
  }

  /**
   * Makes sure that a scope or backend still owns the memory.
   *
   * @throws IllegalStateException if that was closed, even if a program keeps the memory alive
   */
  void requireOwned() {
    require(!isFreed() && !owner().isClosed());
  }

  private static void require(boolean alive) {
    if (alive) {
      return;
    }
    throw new IllegalStateException(
        "tensor: its memory was freed when its scope or backend closed;"
            + " call keep() on it inside the scope to hand it to the enclosing one");
  }

  synchronized boolean isFreed() {
    return references == 0;
  }

  Shape shape() {
    return shape;
  }

  long bytes() {
    return storage.length() * storage.type().bytes();
  }

  synchronized Account owner() {
    return owner;
  }

  synchronized void owner(Account owner) {
    this.owner = owner;
  }

  Account backendAccount() {
    return backendAccount;
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
