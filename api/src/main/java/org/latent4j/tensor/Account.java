package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that a {@link Scope}, or a backend itself, owns. It is apart from the scope, and knows
 * neither it nor anything that does: only so can the garbage collector find a scope that was
 * forgotten while its tensors are still in this account.
 */
final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Scope.class);
  private static final long WARN_BYTES = 1L << 30;

  private final @Nullable Account enclosing;
  private final String place;
  private final boolean ofBackend;
  private final Set<Handle> handles = Collections.newSetFromMap(new IdentityHashMap<>());
  private long bytes;
  private boolean warned;
  private boolean closed;

  private Account(@Nullable Account enclosing, String place, boolean ofBackend) {
    this.enclosing = enclosing;
    this.place = place;
    this.ofBackend = ofBackend;
  }

  /** The account of a scope opened at a place, inside the scope of another account if any. */
  static Account ofScope(@Nullable Account enclosing, String place) {
    return new Account(enclosing, place, false);
  }

  /** The account of a backend, for tensors without a scope. */
  static Account ofBackend() {
    return new Account(null, "the backend", true);
  }

  String place() {
    return place;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Says whether this is the other account or that of a scope inside the other's. */
  boolean isWithin(Account other) {
    Account account = this;
    while (account != null && account != other) {
      account = account.enclosing;
    }
    return account != null && !ofBackend;
  }

  /**
   * Takes a tensor's memory over.
   *
   * @throws IllegalStateException if this account is closed; the memory is freed then
   */
  void adopt(Handle handle) {
    boolean adopted = add(handle);
    if (!adopted) {
      handle.release();
      throw new IllegalStateException(
          "tensor: the backend was closed by another thread while the tensor was made");
    }
    if (warnsNow()) {
      LOG.warn(
          "Tensors made outside any scope now hold more than 1 GB; they are freed only when the"
              + " backend closes. Open a Scope around the work.");
    }
  }

  private synchronized boolean add(Handle handle) {
    if (closed) {
      return false;
    }
    handle.owner(this);
    handles.add(handle);
    bytes += handle.bytes();
    return true;
  }

  /** True once, when the limit is passed for the first time. */
  private synchronized boolean warnsNow() {
    boolean warn = ofBackend && !warned && bytes > WARN_BYTES;
    warned |= warn;
    return warn;
  }

  /** Moves a tensor to the account around this one, or to its backend's if there is none. */
  void handUp(Handle handle) {
    if (remove(handle)) {
      (enclosing == null ? handle.backendAccount() : enclosing).adopt(handle);
    }
  }

  private synchronized boolean remove(Handle handle) {
    boolean removed = handles.remove(handle);
    bytes -= removed ? handle.bytes() : 0;
    return removed;
  }

  /** Lets go of everything; what no program has bound is freed. */
  void release() {
    List<Handle> freed;
    synchronized (this) {
      closed = true;
      freed = new ArrayList<>(handles);
      handles.clear();
      bytes = 0;
    }
    freed.forEach(Handle::release);
  }

  /** Says in the log what a scope that was never closed still holds. */
  synchronized void reportLeak() {
    if (!closed && !handles.isEmpty()) {
      LOG.warn(
          "A scope opened at {} was never closed: {} tensors with {} bytes were not freed",
          place,
          handles.size(),
          bytes);
    }
  }
}
