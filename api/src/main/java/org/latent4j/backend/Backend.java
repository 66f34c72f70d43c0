package org.latent4j.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * A machine that computes on flat storage through strided views. This is all that a new backend has
 * to provide; tensors, shape checks, programs and models stand on it.
 *
 * <p>Implementations trust their arguments: {@code org.latent4j.tensor} has checked shapes, types
 * and lifetimes. They are thread-safe, they are deterministic for a given number of threads and
 * given library versions, and an output never shares elements with an input, unless both are the
 * same view. The conformance kit states the rules by number.
 *
 * <p>Memory: {@link #allocate} and {@link Storage#close} only; nothing is freed behind the caller's
 * back. After {@link #close()} every method but {@code close} throws {@link IllegalStateException}.
 */
public abstract class Backend implements AutoCloseable {
  private final Map<Class<?>, AutoCloseable> attachments = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** For subclasses. */
  protected Backend() {}

  /**
   * Describes the device, the threads and the library versions.
   *
   * @return the description; its name is the provider's
   */
  public abstract BackendInfo info();

  /**
   * Makes a storage filled with zeros.
   *
   * @param type the element type
   * @param length the number of elements, at least 0
   * @return the storage; the caller closes it
   * @throws OutOfMemoryError if there is no room, saying how much was asked for
   */
  public abstract Storage allocate(DataType type, long length);

  /**
   * Copies from a Java array to a storage.
   *
   * @param to where to write
   * @param at the first element written
   * @param array a {@code float[]}, {@code double[]}, {@code int[]} or {@code byte[]}, as the
   *     storage's type has it
   * @param from the first element read
   * @param count how many elements
   */
  public abstract void write(Storage to, long at, Object array, int from, int count);

  /**
   * Copies from a storage to a Java array, waiting until what was asked for before is done.
   *
   * @param from where to read
   * @param at the first element read
   * @param array a {@code float[]}, {@code double[]}, {@code int[]} or {@code byte[]}, as the
   *     storage's type has it
   * @param to the first element written
   * @param count how many elements
   */
  public abstract void read(Storage from, long at, Object array, int to, int count);

  /**
   * Evaluates an expression for every element of a shape.
   *
   * @param expression what to compute
   * @param shape the shape to compute it over
   * @param inputs one view of that shape per input slot, of any type
   * @param keys one key per key slot
   * @param outputs one view of that shape per output, of the output's type, each element distinct
   */
  public abstract void elementwise(
      Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs);

  /**
   * Computes {@code out = alpha A B + beta out}. All are of one floating type, and of rank 2, or of
   * rank 3 with the same leading batch extent. Any strides, also 0, are allowed for A and B.
   *
   * @param alpha the factor of the product
   * @param a [M, K]
   * @param b [K, N]
   * @param beta the factor of what out holds; if 0, out is not read (NaN in it does not matter)
   * @param out [M, N]
   */
  public abstract void matmul(Scalar alpha, View a, View b, double beta, View out);

  /**
   * Reduces one axis. Sums are made of blocks of a fixed size, so that they do not depend on the
   * number of threads; MAX and MIN carry NaN; ARGMAX gives the first index of the largest element,
   * NaN being larger than all. Sums of INT32 are exact as long as the sizes of the elements add up
   * to less than 2<sup>53</sup>; a sum that is out of range saturates.
   *
   * @param op how to reduce; the axis is not empty unless this is SUM
   * @param in the operand, of any type but UINT8
   * @param axis the axis of {@code in}, from 0
   * @param out of the shape of {@code in} without the axis and of its type; INT32 for ARGMAX
   */
  public abstract void reduce(ReductionOp op, View in, int axis, View out);

  /**
   * Copies rows: row r of out becomes row indices[r] of the source.
   *
   * @param source [N, …]
   * @param indices INT32 [R]
   * @param out [R, …] of the source's type
   * @throws IndexOutOfBoundsException if an index is negative or not below N, where the backend can
   *     tell at once
   */
  public abstract void gather(View source, View indices, View out);

  /**
   * Adds rows: row indices[r] of out grows by row r of the source, in order of r.
   *
   * @param source [R, …] of a floating type
   * @param indices INT32 [R]
   * @param out [N, …] of the source's type
   * @throws IndexOutOfBoundsException if an index is negative or not below N, where the backend can
   *     tell at once
   */
  public abstract void scatterAdd(View source, View indices, View out);

  /**
   * Replaces rows: row indices[r] of out becomes row r of the source, in order of r, so that of
   * several rows with the same index the last one stays.
   *
   * @param source [R, …] of the type of out
   * @param indices INT32 [R]
   * @param out [N, …]
   * @throws IndexOutOfBoundsException if an index is negative or not below N, where the backend can
   *     tell at once; then out is as it was
   */
  public abstract void replaceRows(View source, View indices, View out);

  /**
   * Derives a child key, {@link org.latent4j.random.Threefry#child}.
   *
   * @param parent the parent key
   * @param n the number to fold in: {@code n} itself if {@code counter} is null
   * @param counter rank 0 INT32, read instead of {@code n}; may be null
   * @param out INT32 [2], the high word and the low word
   */
  public abstract void foldKey(Key parent, int n, @Nullable View counter, View out);

  /**
   * Makes a plan ready to run. Unless a backend knows better, the plan is run node by node with the
   * methods above.
   *
   * @param plan what to run
   * @param constants one storage per value of role CONSTANT, in their order; they stay the caller's
   * @param states one storage per value of role STATE, in their order; they stay the caller's, and
   *     every run replaces their contents
   * @return the executable; the caller closes it
   */
  public Executable prepare(Plan plan, View[] constants, View[] states) {
    return new PlanInterpreter(this, plan, constants, states);
  }

  /**
   * Makes a plan ready to run whose FLOAT32 products may be computed in the precision that the
   * backend was opened with, {@link BackendOptions#precision}. Unless a backend offers a choice,
   * this is {@link #prepare}.
   *
   * @param plan what to run
   * @param constants as for {@link #prepare}
   * @param states as for {@link #prepare}
   * @return the executable; the caller closes it
   */
  public Executable prepareTraining(Plan plan, View[] constants, View[] states) {
    return prepare(plan, constants, states);
  }

  /** Frees what the backend itself holds. Called once. */
  protected abstract void closeResources();

  /**
   * Keeps something beside the backend that lives and is closed with it, such as the memory
   * accounts of the layers above. Not for users.
   *
   * @param type what is kept, at most one of each type
   * @param make makes it at first use
   * @param <T> its type
   * @return what is kept
   */
  public final <T extends AutoCloseable> T attachment(Class<T> type, Supplier<T> make) {
    requireOpen();
    return type.cast(attachments.computeIfAbsent(type, unused -> make.get()));
  }

  /**
   * Says whether {@link #close()} has been called.
   *
   * @return true after closing
   */
  public final boolean isClosed() {
    return closed.get();
  }

  /**
   * Refuses work after closing.
   *
   * @throws IllegalStateException if the backend is closed
   */
  protected final void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "backend: it is closed; open another one with Backends.open(name)");
    }
  }

  /**
   * Closes what is attached, then the backend. Closing twice does nothing.
   *
   * @throws IllegalStateException if a part fails to close, with the reason as its cause; the
   *     others are closed all the same
   */
  @Override
  public final void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<AutoCloseable> parts = new ArrayList<>(attachments.values());
    attachments.clear();
    parts.add(this::closeResources);
    IllegalStateException failure = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("backend: closing failed: " + e.getMessage(), e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public String toString() {
    return info().name();
  }
}
