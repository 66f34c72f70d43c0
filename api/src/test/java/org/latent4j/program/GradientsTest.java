package org.latent4j.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.Differences;
import org.latent4j.testing.NaiveBackend;

/** The gradient of every operation, and its gradient again, against central differences. */
class GradientsTest {
  /** A function of x, y [2, 3] and rows INT32 [4], each from 0 to 2, two of them equal. */
  private interface Case {
    Tensor apply(Tensor x, Tensor y, Tensor rows);
  }

  /** Smooth around elements from 0.2 to 1.8 that differ. */
  private static Map<String, Case> cases() {
    Map<String, Case> all = new LinkedHashMap<>();
    all.put("neg", (x, y, rows) -> Functions.neg(x));
    all.put("abs", (x, y, rows) -> Functions.abs(x.sub(y)));
    all.put("sign", (x, y, rows) -> Functions.sign(x.sub(y)).mul(x));
    all.put("floor", (x, y, rows) -> Functions.floor(x).mul(y));
    all.put("sqrt", (x, y, rows) -> Functions.sqrt(x));
    all.put("exp", (x, y, rows) -> Functions.exp(x));
    all.put("expm1", (x, y, rows) -> Functions.expm1(x));
    all.put("log", (x, y, rows) -> Functions.log(x));
    all.put("log1p", (x, y, rows) -> Functions.log1p(x));
    all.put("sin", (x, y, rows) -> Functions.sin(x));
    all.put("cos", (x, y, rows) -> Functions.cos(x));
    all.put("tanh", (x, y, rows) -> Functions.tanh(x));
    all.put("sigmoid", (x, y, rows) -> Functions.sigmoid(x));
    all.put("softplus", (x, y, rows) -> Functions.softplus(x));
    all.put("erf", (x, y, rows) -> Functions.erf(x));
    all.put("lgamma", (x, y, rows) -> Functions.lgamma(x));
    all.put("digamma", (x, y, rows) -> Functions.digamma(x.add(1)));
    all.put("square", (x, y, rows) -> Functions.square(x));
    all.put("relu", (x, y, rows) -> Functions.relu(x.sub(y)));
    all.put("leaky relu", (x, y, rows) -> Functions.leakyRelu(x.sub(y), 0.1));
    all.put("add", (x, y, rows) -> x.add(y));
    all.put("sub", (x, y, rows) -> x.sub(y));
    all.put("mul", (x, y, rows) -> x.mul(y));
    all.put("div", (x, y, rows) -> x.div(y));
    all.put("pow", (x, y, rows) -> Functions.pow(x, y));
    all.put("pow of a number", (x, y, rows) -> Functions.pow(2.5, x));
    all.put("number minus", (x, y, rows) -> Functions.sub(3, x).mul(x));
    all.put("number divided", (x, y, rows) -> Functions.div(3, x));
    all.put("max", (x, y, rows) -> Functions.max(x, y));
    all.put("min", (x, y, rows) -> Functions.min(x, y).mul(x));
    all.put("less", (x, y, rows) -> Functions.lt(x, y).mul(x));
    all.put("where", (x, y, rows) -> Functions.where(Functions.lt(x, y), x, y.mul(2)));
    all.put("matmul", (x, y, rows) -> x.matmul(y.transpose()));
    all.put("matmul of a transpose", (x, y, rows) -> x.transpose().matmul(y));
    all.put("matmulAdd", (x, y, rows) -> x.matmulAdd(-2, y.transpose(), 0.5, x.slice(1, 0, 2)));
    all.put(
        "matmulAdd with a scale",
        (x, y, rows) -> x.matmulAdd(y.sum(), y.transpose(), 1, corner(x)));
    all.put(
        "matmulAdd of a broadcast",
        (x, y, rows) -> x.matmulAdd(2, y.transpose(), -1, x.sum().broadcastTo(Shape.of(2, 2))));
    all.put("sum", (x, y, rows) -> x.sum());
    all.put("sum of rows", (x, y, rows) -> x.sum(0).mul(y));
    all.put("sum of columns", (x, y, rows) -> x.sum(-1).expand(1).mul(y));
    all.put("sum of a transpose", (x, y, rows) -> x.transpose().sum().mul(y));
    all.put("mean", (x, y, rows) -> x.mean(1).mul(y.mean()));
    all.put("maximum", (x, y, rows) -> x.max(1).mul(y.max(1)));
    all.put("minimum", (x, y, rows) -> x.transpose().min(1));
    all.put("argmax", (x, y, rows) -> x.argmax(1).cast(DataType.FLOAT64).mul(y.sum(1)));
    all.put("reshape", (x, y, rows) -> x.reshape(3, 2).matmul(y));
    all.put("reshape of a transpose", (x, y, rows) -> x.transpose().reshape(2, 3).mul(y));
    all.put("slice", (x, y, rows) -> x.slice(1, 1, 3).mul(y.slice(1, 0, 2)));
    all.put("slice of a slice", (x, y, rows) -> x.slice(1, 1, 3).slice(0, 1, 2).mul(y.sum()));
    all.put("column", (x, y, rows) -> x.slice(1, 1, 2).mul(y));
    all.put("row of a transpose", (x, y, rows) -> x.transpose().slice(0, 2, 3).sub(y.sum()));
    all.put(
        "slice of a reshape",
        (x, y, rows) -> x.reshape(6).slice(0, 1, 5).reshape(2, 2).transpose().matmul(y));
    all.put("empty slice", (x, y, rows) -> x.slice(0, 1, 1).sum().add(y));
    all.put("broadcast", (x, y, rows) -> x.sum(0).broadcastTo(Shape.of(4, 2, 3)).mul(y));
    all.put(
        "broadcast of a column",
        (x, y, rows) -> x.slice(1, 0, 1).broadcastTo(Shape.of(2, 2, 3)).mul(y));
    all.put(
        "slice of a broadcast",
        (x, y, rows) -> x.sum().broadcastTo(Shape.of(5, 3)).slice(0, 1, 3).mul(y));
    all.put("gather", (x, y, rows) -> x.transpose().gather(rows).mul(0.5));
    all.put("gather of columns", (x, y, rows) -> x.transpose().gather(rows).matmul(y));
    all.put("scatterAdd", (x, y, rows) -> x.transpose().gather(rows).scatterAdd(rows, 5));
    all.put(
        "with rows",
        (x, y, rows) ->
            Functions.withRows(x.transpose(), rows, x.transpose().gather(rows).mul(y.sum())));
    all.put(
        "with rows of a vector",
        (x, y, rows) ->
            Functions.withRows(x.reshape(6), rows, y.reshape(6).gather(rows)).mul(x.reshape(6)));
    all.put("concat", (x, y, rows) -> Functions.concat(0, x, y, x.mul(y)));
    all.put(
        "concat of columns",
        (x, y, rows) -> Functions.concat(1, x.slice(1, 1, 2), y, x).transpose());
    all.put("concat of a broadcast sum", (x, y, rows) -> Functions.concat(0, x, y).sum(0));
    all.put("softmax", (x, y, rows) -> Functions.softmax(x, 1).mul(y));
    all.put("log softmax", (x, y, rows) -> Functions.logSoftmax(x, 0).mul(y));
    all.put("log sum exp", (x, y, rows) -> Functions.logSumExp(x, 1));
    all.put("choice", (x, y, rows) -> Functions.where(Functions.gt(x, y), x.mul(y), 0.5));
    all.put("choice of rows", (x, y, rows) -> Functions.where(rows.slice(0, 0, 3), 2, x).mul(y));
    all.put("clamp", (x, y, rows) -> Functions.clamp(x, 0.4, 1).mul(y));
    all.put("log add exp", (x, y, rows) -> Functions.logAddExp(x, y));
    all.put("normal quantile", (x, y, rows) -> Functions.normalQuantile(x.mul(0.5)).mul(y));
    all.put(
        "kept axis", (x, y, rows) -> x.div(Functions.keepAxis(Tensor::sum, x.mul(y), 0)).mul(y));
    all.put("cumulative sums", (x, y, rows) -> Functions.cumsum(x, 1).mul(y));
    all.put("cumulative sums of columns", (x, y, rows) -> Functions.cumsum(x.mul(y), 0));
    all.put("index", (x, y, rows) -> Functions.indexLike(x, 1).mul(x));
    all.put("normal", (x, y, rows) -> x.mul(Draws.normalLike(RandomKey.of(3), y)));
    all.put("bernoulli", (x, y, rows) -> Draws.bernoulli(RandomKey.of(3), x).mul(y));
    all.put("stop", (x, y, rows) -> Functions.stopGradient(Functions.sign(x)).mul(y));
    all.put("constant", (x, y, rows) -> Tensor.full(x.backend(), DataType.FLOAT64, 2, 2, 3));
    return all;
  }

  private static Tensor corner(Tensor x) {
    return x.slice(1, 0, 2).transpose();
  }

  private static Stream<String> names() {
    return cases().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void firstAndSecondDerivativesAgreeWithDifferences(String name) {
    try (NaiveBackend backend = new NaiveBackend()) {
      Tensor x = Tensor.of(backend, new double[] {0.3, 1.2, 0.45, 1.7, 0.8, 0.62}, 2, 3);
      Tensor y = Tensor.of(backend, new double[] {1.1, 0.4, 1.65, 0.9, 0.23, 1.35}, 2, 3);
      Tensor rows = Tensor.of(backend, new int[] {2, 0, 2, 1}, 4);
      Case function = cases().get(name);
      Differences.check(
          name, in -> number(function.apply(in.get(0), in.get(1), rows)), List.of(x, y));
    }
  }

  /** A number with a curvature, to which every element adds differently. */
  private static Tensor number(Tensor x) {
    Tensor flat = x.reshape(-1);
    return Functions.tanh(flat.mul(0.3)).mul(Functions.indexLike(flat, 0).add(1)).sum();
  }
}
