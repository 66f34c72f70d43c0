package org.latent4j.program;

import org.latent4j.backend.Backend;
import org.latent4j.backend.OperationCall;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.random.Threefry;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Storage of a program for one leaf of a record: a tensor's elements or a key's two words. */
final class LeafBuffer implements AutoCloseable {
  private final Backend backend;
  private final Signature.Leaf leaf;
  private final Storage storage;
  private final View view;
  private final int[] words = new int[2];

  LeafBuffer(Backend backend, Signature.Leaf leaf) {
    this.backend = backend;
    this.leaf = leaf;
    this.storage = backend.allocate(leaf.type(), leaf.shape().size());
    this.view = new View(storage, Layout.dense(leaf.shape()));
  }

  View view() {
    return view;
  }

  /**
   * Makes sure that {@link #set} will find a value.
   *
   * @throws IllegalStateException if a tensor was freed, or a leaf belongs to a recorded step
   */
  static void requireReadable(Object leaf) {
    if (leaf instanceof Tensor tensor) {
      tensor.asView();
    } else {
      ((RandomKey) leaf).bits();
    }
  }

  /** Takes over the value of a leaf of the same type and shape. */
  void set(Object value) {
    if (leaf.isKey()) {
      long bits = ((RandomKey) value).bits();
      words[0] = Threefry.highWord(bits);
      words[1] = Threefry.lowWord(bits);
      backend.write(storage, 0, words, 0, 2);
    } else {
      OperationCall.copy(backend, ((Tensor) value).asView(), view);
    }
  }

  /** A tensor of its own, in the innermost scope, or a key. */
  Object get() {
    return read(backend, leaf, view);
  }

  static Object read(Backend backend, Signature.Leaf leaf, View from) {
    if (!leaf.isKey()) {
      return Tensor.copyOf(backend, from);
    }
    int[] words = new int[2];
    backend.read(from.storage(), from.layout().offset(), words, 0, 2);
    return RandomKey.of(Threefry.pack(words[0], words[1]));
  }

  @Override
  public void close() {
    storage.close();
  }
}
