package org.latent4j.program;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.backend.View;
import org.latent4j.graph.Plan;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;
import org.latent4j.tensor.Trace;

/** The state of a program on the device: a buffer for each leaf of a record of tensors. */
final class StateBuffers<S> implements AutoCloseable {
  private final Backend backend;

  /** The state without elements: a leaf of its own for each buffer, which stands for it. */
  private final S structure;

  private final List<LeafBuffer> buffers = new ArrayList<>();
  private final IdentityHashMap<Object, LeafBuffer> bufferOf = new IdentityHashMap<>();

  StateBuffers(Backend backend, S initial) {
    this.backend = backend;
    List<Object> leaves = TensorTree.leaves(initial);
    boolean made = false;
    try {
      for (Signature.Leaf leaf : Signature.of(leaves).leaves()) {
        buffers.add(new LeafBuffer(backend, leaf));
      }
      set(buffers, leaves);
      this.structure = structure(initial);
      Iterator<LeafBuffer> buffer = buffers.iterator();
      TensorTree.leaves(structure).forEach(leaf -> bufferOf.put(leaf, buffer.next()));
      made = true;
    } finally {
      if (!made) {
        close();
      }
    }
  }

  /** Leaves of a trace that has ended: whoever computes with them is told so. */
  private S structure(S initial) {
    Trace trace = Trace.open(backend);
    try {
      return TensorTree.map(
          initial,
          leaf ->
              leaf instanceof Tensor tensor
                  ? trace.tensor(Plan.Role.STATE, tensor.type(), tensor.shape())
                  : trace.key(Plan.Role.STATE));
    } finally {
      trace.abandon();
    }
  }

  /** The state with its types and shapes, but without elements. */
  S structure() {
    return structure;
  }

  View[] views() {
    return buffers.stream().map(LeafBuffer::view).toArray(View[]::new);
  }

  /** Copies a part of the state; its tensors are new and belong to the innermost open scope. */
  <T> T read(Function<? super S, T> part) {
    return TensorTree.map(part.apply(structure), leaf -> buffer(leaf).get());
  }

  /** Replaces a part of the state, all of it or, if it does not fit, nothing. */
  <T> void replace(Function<? super S, T> part, T next, String giver) {
    T replaced = part.apply(structure);
    List<LeafBuffer> targets = TensorTree.leaves(replaced).stream().map(this::buffer).toList();
    Signature.requireSame(replaced, next, giver);
    set(targets, TensorTree.leaves(next));
  }

  private void set(List<LeafBuffer> targets, List<Object> leaves) {
    requireOwnBackend(backend, "state", leaves);
    leaves.forEach(LeafBuffer::requireReadable);
    for (int i = 0; i < leaves.size(); i++) {
      targets.get(i).set(leaves.get(i));
    }
  }

  private LeafBuffer buffer(Object leaf) {
    LeafBuffer buffer = bufferOf.get(leaf);
    if (buffer == null) {
      throw new IllegalArgumentException(
          "program: a part of a state consists of components of the state, but "
              + (leaf instanceof RandomKey ? "a key" : Signature.Leaf.of(leaf))
              + " is none of them; what is computed from the state is the output of an action");
    }
    return buffer;
  }

  static void requireOwnBackend(Backend backend, String role, List<Object> leaves) {
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.get(i) instanceof Tensor tensor && tensor.backend() != backend) {
        throw new IllegalArgumentException(
            "program: it runs on backend "
                + backend
                + ", but a tensor of its "
                + role
                + " is on "
                + tensor.backend());
      }
    }
  }

  @Override
  public void close() {
    buffers.forEach(LeafBuffer::close);
  }
}
