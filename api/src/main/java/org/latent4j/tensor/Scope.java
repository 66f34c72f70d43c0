package org.latent4j.tensor;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
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
  private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

  private final Account account;
  private final Cleaner.Cleanable leakDetector;

  private Scope(Account account) {
    this.account = account;
    this.leakDetector = CLEANER.register(this, account::reportLeak);
  }

  /**
   * Opens a scope; it becomes the innermost of this thread.
   *
   * @return the scope; close it in the thread that opened it
   */
  public static Scope open() {
    return open(placeOfCaller());
  }

  private static Scope open(String place) {
    Deque<Scope> open = OPEN.get();
    Scope around = open.peek();
    Account enclosing = around == null ? null : around.account;
    Scope scope = new Scope(Account.ofScope(enclosing, place));
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
    // It can't be forgotten, so the place is not worth a walk over the stack.
    Scope scope = open("Scope.within");
    try {
      return work.get();
    } finally {
      scope.close();
    }
  }

  /**
   * Does some work that has no result in a scope of its own.
   *
   * @param work what to do; the tensors it makes are freed at the end, but for those it calls
   *     {@link Tensor#keep()} on
   */
  public static void within(Runnable work) {
    Scope scope = open("Scope.within");
    try {
      work.run();
    } finally {
      scope.close();
    }
  }

  /** Where a tensor made now in this thread belongs, if its backend has this account. */
  static Account innermostOr(Account backendAccount) {
    Scope innermost = OPEN.get().peek();
    return innermost == null ? backendAccount : innermost.account;
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

  /**
   * Hands those tensors of a record that belong to this scope, or to one inside it, to the
   * enclosing one, or to the backend if there is none. Called again it does nothing more.
   *
   * @param tree a tensor, or a record of tensors as {@link TensorTree} defines it
   * @param <T> its type
   * @return {@code tree}
   * @throws IllegalStateException if the memory of one was freed
   */
  public <T> T keep(T tree) {
    for (Object leaf : TensorTree.leaves(tree)) {
      if (leaf instanceof Tensor tensor) {
        tensor.keepFrom(account);
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
    if (account.isClosed()) {
      return;
    }
    Deque<Scope> open = OPEN.get();
    if (!open.contains(this)) {
      throw new IllegalStateException(
          "scope: it was opened by another thread, at "
              + account.place()
              + "; a scope must be closed by the thread that opened it");
    }
    while (open.peek() != this) {
      Scope inner = open.pop();
      LOG.warn(
          "A scope opened at {} was not closed before the one around it", inner.account.place());
      inner.release();
    }
    open.pop();
    release();
  }

  private void release() {
    account.release();
    leakDetector.clean();
  }
}
