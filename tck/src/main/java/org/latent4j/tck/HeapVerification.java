package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.program.Step.result;
import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.softplus;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * For backends whose programs make next to no garbage: a run of a step that returns nothing
 * allocates at most {@value #MOST_BYTES} bytes on the heap, in all threads together. Kept apart
 * from {@link BackendVerification} because a backend may be right without it.
 */
public abstract class HeapVerification {
  /** What a run may allocate. */
  private static final long MOST_BYTES = 128;

  private static final int RUNS = 100;
  private static final int MOST_ROUNDS = 300;

  /** For subclasses. */
  protected HeapVerification() {}

  /**
   * Opens the backend under test.
   *
   * @param options the settings
   * @return a new backend; the rules close it
   */
  protected abstract Backend openBackend(BackendOptions options);

  private record Learner<P>(P parameters, Tensor step, RandomKey key) {}

  private record Batch(Tensor data, Tensor rate) {}

  private record Network(Tensor encoder, Tensor bias, Tensor decoder) {}

  /** A step of contrastive divergence. */
  @Test
  void contrastiveDivergence() {
    try (Backend backend = openBackend(new BackendOptions(2))) {
      ContrastiveDivergence.Params start =
          new ContrastiveDivergence.Params(
              random(backend, 1, 48, 32), random(backend, 2, 48), random(backend, 3, 32));
      Batch batch = batch(backend);
      try (Program<Learner<ContrastiveDivergence.Params>, Batch, Nothing> program =
          Program.compile(
              backend,
              learner(backend, start),
              (s, in) ->
                  result(
                      new Learner<>(
                          ContrastiveDivergence.step(
                              s.parameters(), in.data(), in.rate(), s.key().fold(s.step())),
                          s.step().add(1),
                          s.key()),
                      Nothing.NOTHING))) {
        requireLittle(program, batch);
      }
    }
  }

  /** A step down the gradient of an autoencoder whose code is cut in two and drawn. */
  @Test
  void gradient() {
    try (Backend backend = openBackend(new BackendOptions(2))) {
      Network start =
          new Network(
              random(backend, 1, 48, 16), random(backend, 2, 16), random(backend, 3, 8, 48));
      Batch batch = batch(backend);
      try (Program<Learner<Network>, Batch, Nothing> program =
          Program.compile(
              backend,
              learner(backend, start),
              (s, in) -> {
                RandomKey key = s.key().fold(s.step());
                Network gradient =
                    Gradients.<Network>of(p -> loss(p, in.data(), key)).apply(s.parameters());
                Network next = descended(s.parameters(), gradient, in.rate());
                return result(new Learner<>(next, s.step().add(1), s.key()), Nothing.NOTHING);
              })) {
        requireLittle(program, batch);
      }
    }
  }

  private static Tensor loss(Network p, Tensor x, RandomKey key) {
    Tensor code = x.matmul(p.encoder()).add(p.bias());
    Tensor mean = code.slice(1, 0, 8);
    Tensor deviation = exp(code.slice(1, 8, 16).mul(0.5));
    Tensor logits = mean.add(deviation.mul(normalLike(key, mean))).matmul(p.decoder());
    return softplus(logits).sub(x.mul(logits)).sum(1).mean();
  }

  private static Network descended(Network p, Network gradient, Tensor rate) {
    return new Network(
        p.encoder().sub(rate.mul(gradient.encoder())),
        p.bias().sub(rate.mul(gradient.bias())),
        p.decoder().sub(rate.mul(gradient.decoder())));
  }

  private static <P> Learner<P> learner(Backend backend, P parameters) {
    Tensor step = Tensor.full(backend, DataType.INT32, 0);
    return new Learner<>(parameters, step, RandomKey.of(7));
  }

  private static Batch batch(Backend backend) {
    double[] pixels = Example.bits(4, 12, 48).values();
    return new Batch(
        Tensors.of(backend, DataType.FLOAT32, pixels, 12, 48),
        Tensor.full(backend, DataType.FLOAT32, 0.01));
  }

  private static Tensor random(Backend backend, long seed, int... shape) {
    int count = shape.length == 1 ? shape[0] : shape[0] * shape[1];
    double[] numbers = Example.numbers(seed, 1, count, 0.1).values();
    return Tensors.of(backend, DataType.FLOAT32, numbers, shape);
  }

  /**
   * The smallest of several measurements counts: in some a thread gets its working arrays, or the
   * virtual machine does something of its own. Above all, Java 22 and later make an object for
   * every access to an array as if it held other numbers until the loop around it has been
   * compiled.
   */
  private static <S> void requireLittle(Program<S, Batch, Nothing> program, Batch batch) {
    LongSupplier allocated = allocatedBytes();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > MOST_BYTES; round++) {
      long before = allocated.getAsLong();
      for (int run = 0; run < RUNS; run++) {
        program.run(batch);
      }
      least = Math.min(least, (allocated.getAsLong() - before) / RUNS);
    }
    assertTrue(
        least <= MOST_BYTES,
        "a run allocates " + least + " bytes of heap; at most " + MOST_BYTES + " are allowed");
  }

  /** Counts what all live threads have allocated so far. */
  private static LongSupplier allocatedBytes() {
    boolean counts = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean;
    Assumptions.assumeTrue(counts, "this virtual machine does not count allocated bytes");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return () -> {
      long sum = 0;
      for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
        sum += Math.max(0, bytes); // -1 for a thread that has ended in the meantime.
      }
      return sum;
    };
  }
}
