package org.latent4j.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.graph.Shape;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.Differences;
import org.latent4j.testing.NaiveBackend;

/** Gradients of products of batches, of views, and of products that accumulate. */
class GradientProductsTest {

  /** Of a [2, 3, 4], b [2, 4, 2] and m [4, 2]. */
  private interface Case {
    Tensor apply(Tensor a, Tensor b, Tensor m);
  }

  private static Map<String, Case> cases() {
    Map<String, Case> all = new LinkedHashMap<>();
    all.put("two batches", (a, b, m) -> a.matmul(b));
    all.put("one matrix on the right", (a, b, m) -> a.matmul(m));
    all.put("one matrix on the left", (a, b, m) -> m.matmul(b.transpose()));
    all.put("a transposed batch", (a, b, m) -> a.transpose(0, 2, 1).matmul(a));
    all.put("a batch of rows", (a, b, m) -> a.transpose(1, 0, 2).matmul(m));
    all.put("a slice of a batch", (a, b, m) -> a.slice(0, 1, 2).matmul(b.slice(0, 0, 1)));
    all.put("slices of both", (a, b, m) -> a.slice(2, 1, 3).matmul(b.slice(1, 0, 2)));
    all.put("one of a batch", (a, b, m) -> a.matmul(b.slice(0, 0, 1).broadcastTo(b.shape())));
    all.put("a repeated row", (a, b, m) -> a.slice(1, 0, 1).broadcastTo(a.shape()).matmul(m));
    all.put("a repeated column", (a, b, m) -> a.matmul(m.slice(1, 0, 1).broadcastTo(m.shape())));
    all.put("a matrix with itself", (a, b, m) -> m.matmul(m.transpose()));
    all.put("an accumulating batch", (a, b, m) -> a.matmulAdd(0.5, b, -2, a.matmul(m)));
    all.put("a scaled batch", (a, b, m) -> a.matmulAdd(m.sum(), b, 0, a.matmul(m)));
    all.put("a scale from a factor", (a, b, m) -> a.matmulAdd(a.mean(), m, 1, a.matmul(b)));
    all.put(
        "a repeated addend",
        (a, b, m) -> a.matmulAdd(1, b, 3, m.slice(0, 0, 1).broadcastTo(Shape.of(2, 3, 2))));
    all.put("a product of one row", (a, b, m) -> a.slice(1, 2, 3).matmul(m));
    all.put("a batch of one", (a, b, m) -> a.slice(0, 0, 1).matmul(m));
    all.put("nothing", (a, b, m) -> a.slice(2, 0, 0).matmul(m.slice(0, 0, 0)).add(a.mean()));
    return all;
  }

  private static Stream<String> names() {
    return cases().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void firstAndSecondDerivativesAgreeWithDifferences(String name) {
    SplittableRandom random = new SplittableRandom(5);
    try (NaiveBackend backend = new NaiveBackend()) {
      Tensor a = Tensor.of(backend, random.doubles(24, -1, 1).toArray(), 2, 3, 4);
      Tensor b = Tensor.of(backend, random.doubles(16, -1, 1).toArray(), 2, 4, 2);
      Tensor m = Tensor.of(backend, random.doubles(8, -1, 1).toArray(), 4, 2);
      Case function = cases().get(name);
      Differences.check(
          name, in -> number(function.apply(in.get(0), in.get(1), in.get(2))), List.of(a, b, m));
    }
  }

  private static Tensor number(Tensor x) {
    Tensor flat = x.reshape(-1);
    return Functions.tanh(flat).mul(Functions.indexLike(flat, 0).add(1)).sum();
  }
}
