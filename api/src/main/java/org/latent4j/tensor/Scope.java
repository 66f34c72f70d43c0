package org.latent4j.tensor;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the memory of the tensors that are made while it is the innermost open scope of the thread,
 * and frees it when it closes.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *   Tensor hidden = sigmoid(v.matmul(w).add(c)).keep(); // lives on in the enclosing scope
 * } // everything else made inside is freed here
 * }</pre>
 *
 * <p>Tensors made outside any scope belong to their backend and live until it is closed; it warns
 * once when they pass 1 GB. A scope is opened and closed by one thread. One that is forgotten is
 * reported in the log with the place that opened it, when an outer scope closes or the garbage
 * collector finds it; its memory is not freed behind the program's back.
 */
public final class Scope implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scope.class);
  private static final Cleaner CLEANER = Cleaner.create();
  private static final long WARN_BYTES = 1L << 30;
  private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

  private final @Nullable Scope parent;
  private final Content content;
  private final Cleaner.@Nullable Cleanable leakDetector;

  private Scope(@Nullable Scope parent, String place, boolean detectLeak) {
    this.parent = parent;
    this.content = new Content(place);
    this.leakDetector = detectLeak ? CLEANER.register(this, content::reportLeak) : null;
  }

  /**
   * Opens a scope; it becomes the innermost of this thread.
   *
   * @return the scope; close it in the thread that opened it
   */
  public static Scope open() {
    Deque<Scope> open = OPEN.get();
    Scope scope = new Scope(open.peek(), placeOfCaller(), true);
    open.push(scope);
    return scope;
  }

  /**
   * Does some work in a scope of its own.
   *
   * @param work what to do; the tensors it makes are freed at the end, but for those it calls
   *     {@link Tensor#keep()} on
   * @param <T> the result
   * @return what the work returns
   */
  public static <T> T within(Supplier<T> work) {
    Scope scope = open();
    try {
      return work.get();
    } finally {
      scope.close();
    }
  }

  /** The scope of a backend, which no thread opens or closes. */
  static Scope root() {
    return new Scope(null, "the backend", false);
  }

  static Scope innermostOr(Scope root) {
    Scope innermost = OPEN.get().peek();
    return innermost == null ? root : innermost;
  }

  private static String placeOfCaller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !frame.getClassName().startsWith("org.latent4j.tensor."))
                    .findFirst()
                    .map(Object::toString)
                    .orElse("an unknown place"));
  }

  void adopt(Handle handle) {
    handle.owner(this);
    boolean isRoot = leakDetector == null;
    if (content.add(handle) && isRoot) {
      LOG.warn(
          "Tensors made outside any scope now hold more than 1 GB; they are freed only when the"
              + " backend closes. Open a Scope around the work.");
    }
  }

  /** Moves a tensor to the scope around this one, or to its backend if there is none. */
  static void handUp(Handle handle) {
    Scope owner = handle.owner();
    if (owner == handle.root()) {
      return;
    }
    if (owner.content.remove(handle)) {
      (owner.parent == null ? handle.root() : owner.parent).adopt(handle);
    }
  }

  /**
   * Hands the tensors of a record to the enclosing scope, as {@link Tensor#keep()} does for one.
   *
   * @param tree a tensor, or a record of tensors as {@link TensorTree} defines it
   * @param <T> its type
   * @return {@code tree}
   */
  public <T> T keep(T tree) {
    for (Object leaf : TensorTree.leaves(tree)) {
      if (leaf instanceof Tensor tensor) {
        tensor.keep();
      }
    }
    return tree;
  }

  /**
   * Frees every tensor that still belongs to this scope. Scopes that were opened inside and not
   * closed are closed, too, and reported in the log. Closing twice does nothing.
   *
   * @throws IllegalStateException if another thread opened this scope
   */
  @Override
  public void close() {
    if (content.closed()) {
      return;
    }
    Deque<Scope> open = OPEN.get();
    if (!open.contains(this)) {
      throw new IllegalStateException(
          "scope: it was opened by another thread, at " + content.place);
    }
    while (open.peek() != this) {
      Scope inner = open.pop();
      LOG.warn("A scope opened at {} was not closed before the one around it", inner.content.place);
      inner.release();
    }
    open.pop();
    release();
  }

  void release() {
    content.release();
    if (leakDetector != null) {
      leakDetector.clean();
    }
  }

  /** What a scope owns, apart from the scope so that a forgotten one can be reported. */
  private static final class Content {
    private final String place;
    private final Set<Handle> handles = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;
    private boolean warned;
    private boolean closed;

    Content(String place) {
      this.place = place;
    }

    /** Returns true once, when the limit is passed for the first time. */
    synchronized boolean add(Handle handle) {
      handles.add(handle);
      bytes += handle.bytes();
      boolean warn = !warned && bytes > WARN_BYTES;
      warned |= warn;
      return warn;
    }

    synchronized boolean remove(Handle handle) {
      boolean removed = handles.remove(handle);
      bytes -= removed ? handle.bytes() : 0;
      return removed;
    }

    synchronized boolean closed() {
      return closed;
    }

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
}
