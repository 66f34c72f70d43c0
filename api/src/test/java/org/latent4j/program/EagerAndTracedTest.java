package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.NaiveBackend;

/** A recorded function gives what the same function gives when it is called. */
class EagerAndTracedTest {

  record Input(Tensor x, Tensor y, Tensor number, Tensor rows, RandomKey key) {}

  /** On x, y [2, 3], a number, rows INT32 [4]. */
  private static Map<String, Function<Input, Tensor>> functions() {
    Map<String, Function<Input, Tensor>> all = new LinkedHashMap<>();
    all.put("arithmetic", in -> in.x().add(in.y()).mul(in.number()).sub(3).div(in.y()));
    all.put("columns and rows", in -> in.x().slice(1, 0, 1).sub(in.y().slice(0, 1, 2)));
    all.put("functions", in -> Functions.softplus(Functions.tanh(Functions.sigmoid(in.x()))));
    all.put("where", in -> Functions.where(Functions.lt(in.x(), in.y()), in.x(), in.number()));
    all.put("relu", in -> Functions.relu(in.x()));
    all.put("leaky relu", in -> Functions.leakyRelu(in.x(), 0.1));
    all.put("matmul", in -> in.x().matmul(in.y().transpose()));
    all.put("batches", in -> in.x().expand(0).matmul(in.y().transpose()));
    all.put(
        "matmulAdd",
        in -> in.x().matmulAdd(in.number(), in.y().transpose(), 0.5, in.x().slice(1, 0, 2)));
    all.put(
        "matmulAdd of a broadcast",
        in -> in.x().matmulAdd(2, in.y().transpose(), -1, in.number().broadcastTo(Shape.of(2, 2))));
    all.put("sum", in -> in.x().sum());
    all.put("sum of a transpose", in -> in.x().transpose().sum());
    all.put("mean", in -> in.x().mean(0));
    all.put("max", in -> in.x().max(1));
    all.put("argmax", in -> in.x().transpose().argmax(0));
    all.put("reshape", in -> in.x().reshape(3, 2).transpose().reshape(-1));
    all.put("gather", in -> in.x().transpose().gather(in.rows()));
    all.put("scatterAdd", in -> in.x().transpose().gather(in.rows()).scatterAdd(in.rows(), 3));
    all.put(
        "withRows",
        in ->
            Functions.withRows(
                in.x().transpose(), in.rows(), in.y().transpose().gather(in.rows())));
    all.put("cast", in -> in.x().cast(DataType.INT32).cast(DataType.FLOAT64));
    all.put("bytes", in -> in.y().mul(100).cast(DataType.UINT8));
    all.put("integers", in -> in.rows().mul(7).add(in.rows()));
    all.put("concat", in -> Functions.concat(-1, in.x(), in.y().slice(1, 1, 2), in.x()));
    all.put("one hot", in -> Functions.oneHot(in.rows(), 3, DataType.FLOAT32));
    all.put("choice", in -> Functions.where(in.rows().slice(0, 0, 3), in.x(), -1));
    all.put("choice of a number", in -> Functions.where(Functions.gt(in.x(), 0), 2, in.y()));
    all.put("comparisons", in -> Functions.ge(in.x(), in.y()).add(Functions.ne(in.x(), 0)));
    all.put("clamp", in -> Functions.clamp(in.x(), -1, 0.5));
    all.put("log add exp", in -> Functions.logAddExp(in.x(), in.y()));
    all.put("normal quantile", in -> Functions.normalQuantile(Functions.sigmoid(in.x())));
    all.put("floor of a quotient", in -> Functions.floorDiv(in.rows().mul(-7), 3));
    all.put("remainder", in -> Functions.floorMod(in.rows().mul(-7), in.rows()));
    all.put("kept axis", in -> in.x().sub(Functions.keepAxis(Tensor::mean, in.x(), 1)));
    all.put("cumulative sums", in -> Functions.cumsum(in.x(), 1));
    all.put("cumulative sums of integers", in -> Functions.cumsum(in.rows(), 0));
    all.put("sum of integers", in -> in.rows().sum());
    all.put("maximum of integers", in -> in.rows().max(0));
    all.put("index", in -> Functions.indexLike(in.x(), 1));
    all.put("softmax", in -> Functions.softmax(in.x(), 0));
    all.put("log softmax", in -> Functions.logSoftmax(in.x(), 1));
    all.put("log sum exp", in -> Functions.logSumExp(in.x(), 1));
    all.put("uniform", in -> Draws.uniformLike(in.key(), 5, in.x()));
    all.put("bernoulli", in -> Draws.bernoulli(in.key().fold(-2), Functions.sigmoid(in.x())));
    all.put(
        "normal",
        in -> Draws.normalLike(in.key().fold(in.rows().slice(0, 2, 3).reshape()), in.x()));
    all.put("exponential", in -> Draws.exponentialLike(in.key(), in.x().transpose()));
    all.put("gumbel", in -> Draws.gumbelLike(in.key(), in.number()));
    all.put("categorical", in -> Draws.categorical(in.key(), in.x()));
    all.put("nothing", in -> in.x().slice(0, 1, 1).mul(2));
    return all;
  }

  @Test
  void theyAgreeBitByBit() {
    try (NaiveBackend backend = new NaiveBackend()) {
      for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
        Input input = input(backend, type);
        functions()
            .forEach(
                (name, function) -> {
                  Tensor eager = function.apply(input);
                  try (Program<Nothing, Input, Tensor> program =
                      Program.compile(backend, function)) {
                    Tensor traced = program.run(input);
                    assertEquals(eager.type(), traced.type(), name);
                    assertEquals(eager.shape(), traced.shape(), name);
                    assertArrayEquals(eager.toDoubles(), traced.toDoubles(), name);
                    assertArrayEquals(
                        eager.toDoubles(), program.run(input).toDoubles(), name + " again");
                  }
                });
      }
    }
  }

  private static Input input(NaiveBackend backend, DataType type) {
    double[] x = {0.3, -1.2, 2.5, -0.7, 0, 4};
    double[] y = {1.1, 0.4, -2, 0.9, 1, 0.5};
    return new Input(
        Tensor.of(backend, x, 2, 3).cast(type),
        Tensor.of(backend, y, 2, 3).cast(type),
        Tensor.full(backend, type, 0.75),
        Tensor.of(backend, new int[] {2, 0, 2, 1}, 4),
        RandomKey.of(31));
  }
}
