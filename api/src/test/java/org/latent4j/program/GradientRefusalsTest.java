package org.latent4j.program;

import static org.latent4j.tensor.Functions.exp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;
import org.latent4j.testing.Refusal;

/** What cannot be differentiated is refused in words. */
class GradientRefusalsTest {
  private static final String UNREADABLE =
      "tensor: its elements can't be read while a function of it is being differentiated, because"
          + " the derivative would not pass through what is made of them; read stopGradient(x)";
  private static final String ENDED =
      ": a tensor of a function was used after the function had been differentiated;"
          + " return it as an auxiliary result instead of storing it outside";

  private final NaiveBackend backend = new NaiveBackend();
  private final Tensor x = Tensor.of(backend, new float[] {1, 2}, 2);

  record Params(Tensor w, RandomKey key) {}

  record Labelled(Tensor x, Tensor labels) {}

  @AfterEach
  void close() {
    backend.close();
  }

  private void refused(String message, Function<Tensor, Tensor> function) {
    Refusal.ofArgument(message, () -> Gradients.of(function).apply(x));
  }

  @Test
  void theFunctionMustReturnANumber() {
    refused(
        "gradients: the function must return one number, of rank 0, but returned shape [2];"
            + " use sum() or mean()",
        Functions::exp);
    refused(
        "gradients: the function must return a FLOAT32 or FLOAT64 number, but returned INT32,"
            + " which has no derivative",
        y -> y.argmax(0));
    refused("gradients: the function returned null", y -> null);
  }

  @Test
  void theArgumentsMustBeFloatingTensors() {
    Tensor labels = Tensor.of(backend, new int[] {1, 2}, 2);
    String rule = ", which has no derivative; only FLOAT32 and FLOAT64 tensors do, so let the";
    Refusal.ofArgument(
        "gradients: 'labels' is INT32 [2]" + rule + " function capture it from outside",
        () -> Gradients.<Labelled>of(in -> in.x().sum()).apply(new Labelled(x, labels)));
    Refusal.ofArgument(
        "gradients: 'key' is a key" + rule + " function capture it from outside",
        () -> Gradients.<Params>of(in -> in.w().sum()).apply(new Params(x, RandomKey.of(1))));
    Refusal.ofArgument(
        "gradients: the argument is INT32 [2]" + rule + " function capture it from outside",
        () -> Gradients.<Tensor>of(Tensor::sum).apply(labels));
    Refusal.ofArgument(
        "gradients: the argument holds no tensor to differentiate by",
        () -> Gradients.<List<Tensor>>of(in -> x.sum()).apply(List.of()));
  }

  @Test
  void argumentsAreOnOneBackend() {
    try (NaiveBackend other = new NaiveBackend("other")) {
      Tensor y = Tensor.full(other, DataType.FLOAT32, 1);
      Refusal.ofArgument(
          "gradients: the operands are on different backends: naive and other; make them on one, or"
              + " copy one with Tensor.of(backend, x.toFloats(), ...)",
          () -> Gradients.<List<Tensor>>of(in -> in.get(0).sum()).apply(List.of(x, y)));
    }
  }

  @Test
  void elementsCanNotBeReadOnTheWay() {
    Refusal.ofState(UNREADABLE, () -> Gradients.<Tensor>of(y -> read(exp(y))).apply(x));
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor in) -> in.sum())) {
      Refusal.ofState(UNREADABLE, () -> Gradients.<Tensor>of(program::run).apply(x));
    }
    Tensor doubled =
        Gradients.<Tensor>of(y -> y.mul(Functions.stopGradient(y).toDoubles()[1]).sum()).apply(x);
    Assertions.assertArrayEquals(new float[] {2, 2}, doubled.toFloats());
  }

  private static Tensor read(Tensor y) {
    y.toFloats();
    return y.sum();
  }

  @Test
  void tensorsOfTheFunctionEndWithIt() {
    List<Tensor> stored = new ArrayList<>();
    Tensor gradient =
        Gradients.<Tensor>of(
                y -> {
                  stored.add(exp(y));
                  return y.sum();
                })
            .apply(x);
    Assertions.assertArrayEquals(new float[] {1, 1}, gradient.toFloats());
    Refusal.ofState("add" + ENDED, () -> stored.get(0).add(x));
    Refusal.ofState("tensor" + ENDED, () -> stored.get(0).toFloats());
    Refusal.ofState("stopGradient" + ENDED, () -> Functions.stopGradient(stored.get(0)));
    try (Program<Nothing, Tensor, Tensor> program =
        Program.compile(backend, (Tensor in) -> stored.get(0))) {
      Refusal.ofState("program" + ENDED, () -> program.run(x));
    }
  }

  @Test
  void theFunctionRunsInOneThread() {
    Refusal.ofState(
        "exp: a tensor of a function that is being differentiated was used in another thread;"
            + " the function runs in one thread",
        () -> Gradients.of((Tensor y) -> elsewhere(y)).apply(x));
  }

  private static Tensor elsewhere(Tensor y) {
    try {
      return CompletableFuture.supplyAsync(() -> exp(y)).join();
    } catch (CompletionException e) {
      throw (IllegalStateException) e.getCause();
    }
  }
}
