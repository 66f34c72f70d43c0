package org.latent4j.program;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Executable;
import org.latent4j.backend.View;
import org.latent4j.graph.Plan;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;
import org.latent4j.tensor.Trace;

/** A step recorded for one signature of its input, ready to run. */
final class Recording<O> implements AutoCloseable {
  private final Backend backend;
  private final Signature input;
  private final Plan plan;
  private final Trace trace;
  private final Executable executable;
  private final O outputTemplate;
  private final Signature output;
  private final @Nullable LeafBuffer[] inputBuffers;
  private final View[] bindings;

  private Recording(
      Backend backend,
      Signature input,
      Plan plan,
      Trace trace,
      O outputTemplate,
      Signature output,
      View[] states) {
    this.backend = backend;
    this.input = input;
    this.plan = plan;
    this.trace = trace;
    this.outputTemplate = outputTemplate;
    this.output = output;
    this.bindings = new View[input.leaves().size()];
    this.inputBuffers = new LeafBuffer[bindings.length];
    this.executable = backend.prepare(plan, trace.constants(), states);
  }

  /** Records a step. */
  static <S, I, O> Recording<O> record(
      Backend backend, S state, View[] states, I input, Step<S, I, O> step) {
    Signature stateSignature = Signature.of(TensorTree.leaves(state));
    Signature inputSignature = Signature.of(TensorTree.leaves(input));
    Trace trace = Trace.open(backend);
    // Tensors made while recording belong to no scope of the caller: those that the plan reads are
    // retained by the trace, all others are freed at the end.
    Scope scope = Scope.open();
    try {
      List<Tensor> stateTensors = new ArrayList<>();
      S tracedState = traced(trace, Plan.Role.STATE, state, stateTensors);
      I tracedInput = traced(trace, Plan.Role.INPUT, input, new ArrayList<>());
      Step.Result<S, O> result = step.apply(tracedState, tracedInput);
      List<Object> next = TensorTree.leaves(result.state());
      requireSame(TensorTree.names(state), stateSignature, Signature.of(next));
      List<Object> outputs = TensorTree.leaves(result.output());
      Plan plan = trace.finish(stateTensors, tensors(trace, next), tensors(trace, outputs));
      Signature output = Signature.of(outputs);
      return new Recording<>(backend, inputSignature, plan, trace, result.output(), output, states);
    } catch (RuntimeException | Error e) {
      trace.abandon();
      throw e;
    } finally {
      scope.close();
    }
  }

  private static <T> T traced(Trace trace, Plan.Role role, T tree, List<Tensor> tensors) {
    return TensorTree.map(
        tree,
        leaf -> {
          if (leaf instanceof Tensor like) {
            Tensor tensor = trace.tensor(role, like.type(), like.shape());
            tensors.add(tensor);
            return tensor;
          }
          RandomKey key = trace.key(role);
          tensors.add(trace.words(key));
          return key;
        });
  }

  private static List<Tensor> tensors(Trace trace, List<Object> leaves) {
    List<Tensor> tensors = new ArrayList<>();
    for (Object leaf : leaves) {
      tensors.add(leaf instanceof Tensor tensor ? tensor : trace.words((RandomKey) leaf));
    }
    return tensors;
  }

  private static void requireSame(List<String> names, Signature before, Signature after) {
    if (before.leaves().size() != after.leaves().size()) {
      throw new IllegalArgumentException(
          "program: the state has "
              + before.leaves().size()
              + " tensors and keys, but the step returned "
              + after.leaves().size());
    }
    for (int i = 0; i < names.size(); i++) {
      if (!before.leaves().get(i).equals(after.leaves().get(i))) {
        throw new IllegalArgumentException(
            "program: state '"
                + names.get(i)
                + "' is "
                + before.leaves().get(i)
                + ", but the step returned "
                + after.leaves().get(i)
                + " for it");
      }
    }
  }

  boolean fits(List<Object> leaves) {
    List<Signature.Leaf> wanted = input.leaves();
    if (wanted.size() != leaves.size()) {
      return false;
    }
    for (int i = 0; i < leaves.size(); i++) {
      Object leaf = leaves.get(i);
      boolean same =
          wanted.get(i).isKey()
              ? leaf instanceof RandomKey
              : leaf instanceof Tensor tensor
                  && tensor.type() == wanted.get(i).type()
                  && tensor.shape().equals(wanted.get(i).shape());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  O run(List<Object> leaves) {
    bind(leaves);
    executable.run(bindings);
    return readOutput();
  }

  /** A dense tensor is bound where it is; a key or a strided view goes through a buffer. */
  private void bind(List<Object> leaves) {
    for (int i = 0; i < bindings.length; i++) {
      Object leaf = leaves.get(i);
      View view = leaf instanceof Tensor tensor ? tensor.asView() : null;
      if (view != null && view.layout().isDense()) {
        bindings[i] = view;
      } else {
        LeafBuffer buffer = inputBuffers[i];
        if (buffer == null) {
          buffer = new LeafBuffer(backend, input.leaves().get(i));
          inputBuffers[i] = buffer;
        }
        buffer.set(leaf);
        bindings[i] = buffer.view();
      }
    }
  }

  private O readOutput() {
    Iterator<Signature.Leaf> leaves = output.leaves().iterator();
    int[] index = {0};
    return TensorTree.map(
        outputTemplate,
        unused -> LeafBuffer.read(backend, leaves.next(), executable.output(index[0]++)));
  }

  Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    executable.close();
    for (LeafBuffer buffer : inputBuffers) {
      if (buffer != null) {
        buffer.close();
      }
    }
    trace.close();
  }
}
