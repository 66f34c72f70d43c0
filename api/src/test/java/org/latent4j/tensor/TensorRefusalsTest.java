package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.latent4j.testing.Refusal.ofArgument;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** What tensors refuse, and the sentence with which they do. */
class TensorRefusalsTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor floats(int... shape) {
    return Tensor.full(BACKEND, DataType.FLOAT32, 0.5, shape);
  }

  private static Tensor doubles(int... shape) {
    return Tensor.full(BACKEND, DataType.FLOAT64, 0.5, shape);
  }

  private static Tensor ints(int... shape) {
    return Tensor.full(BACKEND, DataType.INT32, 1, shape);
  }

  private static Tensor bytes(int... shape) {
    return Tensor.full(BACKEND, DataType.UINT8, 1, shape);
  }

  @Test
  void boundsOfARangeMustBeInOrder() {
    String rule = "clamp: the lower bound must not be above the upper one, but they are ";
    ofArgument(rule + "2.0 and 1.0", () -> Functions.clamp(floats(2), 2, 1));
    ofArgument(rule + "NaN and 1.0", () -> Functions.clamp(floats(2), Double.NaN, 1));
  }

  @Test
  void wholeNumbersAreDividedOnly() {
    String cure = "; use cast(DataType.INT32), or floor(x.div(y)) for floating types";
    ofArgument(
        "floorDiv: INT32 is needed, but the tensors are INT32 and FLOAT32" + cure,
        () -> Functions.floorDiv(ints(2), floats(2)));
    ofArgument(
        "floorMod: INT32 is needed, but the tensor is FLOAT64" + cure,
        () -> Functions.floorMod(doubles(2), 3));
  }

  @Test
  void makingATensorChecksTheNumberOfValues() {
    ofArgument(
        "tensor: shape [2, 3] has 6 elements, but 5 given",
        () -> Tensor.of(BACKEND, new float[5], 2, 3));
    ofArgument(
        "tensor: shape [] has 1 elements, but 0 given", () -> Tensor.of(BACKEND, new double[0]));
    ofArgument(
        "shape: every extent must be at least 0, but got [2, -1]",
        () -> Tensor.of(BACKEND, new int[2], 2, -1));
  }

  @Test
  void aNumberMustFitTheTypeItGoesInto() {
    String bytes = ", which holds the whole numbers from 0 to 255; use cast() or another type";
    String ints =
        ", which holds the whole numbers from -2147483648 to 2147483647; use cast() or another"
            + " type";
    ofArgument(
        "full: 256.0 does not fit into UINT8" + bytes,
        () -> Tensor.full(BACKEND, DataType.UINT8, 256));
    ofArgument(
        "full: -1.0 does not fit into UINT8" + bytes,
        () -> Tensor.full(BACKEND, DataType.UINT8, -1));
    ofArgument(
        "full: 0.5 does not fit into INT32" + ints,
        () -> Tensor.full(BACKEND, DataType.INT32, 0.5, 3));
    ofArgument(
        "full: NaN does not fit into INT32" + ints,
        () -> Tensor.full(BACKEND, DataType.INT32, Double.NaN));
    ofArgument(
        "full: 2.147483648E9 does not fit into INT32" + ints,
        () -> Tensor.full(BACKEND, DataType.INT32, 0x1p31));
    ofArgument("add: 0.5 does not fit into INT32" + ints, () -> ints(2).add(0.5));
    ofArgument("sub: 0.5 does not fit into INT32" + ints, () -> Functions.sub(0.5, ints(2)));
    ofArgument("gt: 0.5 does not fit into INT32" + ints, () -> Functions.gt(ints(2), 0.5));
    ofArgument("ne: 0.5 does not fit into INT32" + ints, () -> Functions.ne(ints(2), 0.5));
    ofArgument(
        "where: 0.5 does not fit into INT32" + ints,
        () -> Functions.where(floats(2), ints(2), 0.5));
    ofArgument(
        "clamp: Infinity does not fit into INT32" + ints,
        () -> Functions.clamp(ints(2), 0, Double.POSITIVE_INFINITY));
    ofArgument("lt: NaN does not fit into INT32" + ints, () -> Functions.lt(ints(2), Double.NaN));
  }

  @Test
  void typesAreNeverConvertedSilently() {
    ofArgument(
        "add: types differ: FLOAT32 and FLOAT64; use cast() on one of them",
        () -> floats(2).add(doubles(2)));
    ofArgument(
        "eq: types differ: INT32 and FLOAT32; use cast() on one of them",
        () -> Functions.eq(ints(2), floats(2)));
    ofArgument(
        "where: types differ: FLOAT32 and FLOAT64; use cast() on one of them",
        () -> Functions.where(floats(2), floats(2), doubles(2)));
    ofArgument(
        "matmul: types differ: FLOAT32 and FLOAT64; use cast() on one of them",
        () -> floats(2, 2).matmul(doubles(2, 2)));
    ofArgument(
        "concat: types differ: FLOAT32 and INT32; use cast() on one of them",
        () -> Functions.concat(0, floats(2), ints(2)));
  }

  @Test
  void bytesAreOnlyStored() {
    String cure = ": there is no arithmetic on UINT8; use cast(DataType.FLOAT32) first";
    ofArgument("add" + cure, () -> bytes(2).add(bytes(2)));
    ofArgument("mul" + cure, () -> bytes(2).mul(2));
    ofArgument("neg" + cure, () -> Functions.neg(bytes(2)));
    ofArgument("max" + cure, () -> Functions.relu(bytes(2)));
    ofArgument("where" + cure, () -> Functions.where(bytes(2), bytes(2), bytes(2)));
    ofArgument("indexLike" + cure, () -> Functions.indexLike(bytes(2), 0));
  }

  @Test
  void realFunctionsNeedRealNumbers() {
    String rule = ": FLOAT32 or FLOAT64 is needed, but the tensor is INT32 [2]; use cast()";
    ofArgument("div" + rule, () -> ints(2).div(ints(2)));
    ofArgument("div" + rule, () -> ints(2).div(2));
    ofArgument("div" + rule, () -> Functions.div(2, ints(2)));
    ofArgument("pow" + rule, () -> Functions.pow(ints(2), 2));
    ofArgument("log" + rule, () -> Functions.log(ints(2)));
    ofArgument("floor" + rule, () -> Functions.floor(ints(2)));
    ofArgument("logAddExp" + rule, () -> Functions.logAddExp(ints(2), ints(2)));
    ofArgument("normalQuantile" + rule, () -> Functions.normalQuantile(ints(2)));
    ofArgument("mean" + rule, () -> ints(2).mean());
    ofArgument("mean" + rule, () -> ints(2).mean(0));
    ofArgument("scatterAdd" + rule, () -> ints(2).scatterAdd(ints(2), 3));
    ofArgument("logSumExp" + rule, () -> Functions.logSumExp(ints(2), 0));
    ofArgument("softmax" + rule, () -> Functions.softmax(ints(2), 0));
    ofArgument("logSoftmax" + rule, () -> Functions.logSoftmax(ints(2), 0));
    RandomKey key = RandomKey.of(1);
    ofArgument("uniformLike" + rule, () -> Draws.uniformLike(key, ints(2)));
    ofArgument("bernoulli" + rule, () -> Draws.bernoulli(key, ints(2)));
    ofArgument("normalLike" + rule, () -> Draws.normalLike(key, ints(2)));
    ofArgument("exponentialLike" + rule, () -> Draws.exponentialLike(key, ints(2)));
    ofArgument("gumbelLike" + rule, () -> Draws.gumbelLike(key, ints(2)));
    ofArgument("categorical" + rule, () -> Draws.categorical(key, ints(2)));
    ofArgument("gamma" + rule, () -> Draws.gamma(key, ints(2)));
    ofArgument("beta" + rule, () -> Draws.beta(key, ints(2), ints(2)));
    ofArgument("dirichlet" + rule, () -> Draws.dirichlet(key, ints(2)));
    ofArgument(
        "matmul: FLOAT32 or FLOAT64 is needed, but the tensor is INT32 [2, 2]; use cast()",
        () -> ints(2, 2).matmul(ints(2, 2)));
  }

  @Test
  void shapesMustBroadcast() {
    ofArgument(
        "add: shapes do not broadcast: [2, 3] and [2, 4] differ in axis -1 (3 and 4),"
            + " and neither extent is 1",
        () -> floats(2, 3).add(floats(2, 4)));
    ofArgument(
        "mul: shapes do not broadcast: [5] and [2, 0] differ in axis -1 (5 and 0),"
            + " and neither extent is 1",
        () -> floats(5).mul(floats(2, 0)));
    ofArgument(
        "where: shapes do not broadcast: [2, 3] and [4, 3] differ in axis -2 (2 and 4),"
            + " and neither extent is 1",
        () -> Functions.where(floats(3), floats(2, 1), floats(4, 3)));
    ofArgument(
        "broadcast: [2, 3] does not fit into [3]", () -> floats(2, 3).broadcastTo(Shape.of(3)));
    ofArgument(
        "broadcast: [3] does not fit into [2, 1]", () -> floats(3).broadcastTo(Shape.of(2, 1)));
  }

  @Test
  void productsCheckRanksAndExtents() {
    ofArgument(
        "matmul: inner dimensions differ: [100, 784] x [500, 784]; did you mean transpose()?",
        () -> floats(100, 784).matmul(floats(500, 784)));
    ofArgument(
        "matmul: inner dimensions differ: [2, 3] x [4, 5]",
        () -> floats(2, 3).matmul(floats(4, 5)));
    ofArgument(
        "matmul: matrices, or batches of them, are needed (rank 2 or 3), but got [3] x [3, 2];"
            + " use reshape() or expand()",
        () -> floats(3).matmul(floats(3, 2)));
    ofArgument(
        "matmul: matrices, or batches of them, are needed (rank 2 or 3), but got"
            + " [1, 1, 2, 3] x [3, 2]; use reshape() or expand()",
        () -> floats(1, 1, 2, 3).matmul(floats(3, 2)));
    ofArgument(
        "matmul: batches differ: [4, 2, 3] x [5, 3, 2]",
        () -> floats(4, 2, 3).matmul(floats(5, 3, 2)));
    ofArgument(
        "matmulAdd: alpha must have rank 0, but its shape is [1]",
        () -> floats(2, 3).matmulAdd(floats(1), floats(3, 2), 1, floats(2, 2)));
    ofArgument(
        "matmulAdd: types differ: FLOAT32 and FLOAT64; use cast() on one of them",
        () -> floats(2, 3).matmulAdd(doubles(), floats(3, 2), 1, floats(2, 2)));
    ofArgument(
        "matmulAdd: types differ: FLOAT32 and FLOAT64; use cast() on one of them",
        () -> floats(2, 3).matmulAdd(1, floats(3, 2), 1, doubles(2, 2)));
    ofArgument(
        "matmulAdd: the product has shape [2, 2], but the addend has [2]",
        () -> floats(2, 3).matmulAdd(1, floats(3, 2), 0, floats(2)));
  }

  @Test
  void axesMustExist() {
    String axis = ": there is no axis 2 in shape [2, 3]; use -2 to 1";
    ofArgument("sum" + axis, () -> floats(2, 3).sum(2));
    ofArgument("mean" + axis, () -> floats(2, 3).mean(2));
    ofArgument("max" + axis, () -> floats(2, 3).max(2));
    ofArgument("argmax" + axis, () -> floats(2, 3).argmax(2));
    ofArgument("slice" + axis, () -> floats(2, 3).slice(2, 0, 1));
    ofArgument("softmax" + axis, () -> Functions.softmax(floats(2, 3), 2));
    ofArgument("indexLike" + axis, () -> Functions.indexLike(floats(2, 3), 2));
    ofArgument("concat" + axis, () -> Functions.concat(2, floats(2, 3)));
    ofArgument("min: there is no axis -3 in shape [2, 3]; use -2 to 1", () -> floats(2, 3).min(-3));
    ofArgument("sum: there is no axis 0 in shape [], which has rank 0", () -> floats().sum(0));
    ofArgument(
        "categorical: there is no axis -1 in shape [], which has rank 0",
        () -> Draws.categorical(RandomKey.of(1), floats()));
    ofArgument(
        "expand: axis 3 can't be put into shape [2, 3]; use 0 to 2", () -> floats(2, 3).expand(3));
    ofArgument(
        "expand: axis -4 can't be put into shape [2, 3]; use 0 to 2",
        () -> floats(2, 3).expand(-4));
  }

  @Test
  void anEmptyAxisHasNoLargestElement() {
    String rule = ": axis 1 of [2, 0] is empty, so there is no result";
    ofArgument("max" + rule, () -> floats(2, 0).max(1));
    ofArgument("min" + rule, () -> floats(2, 0).min(-1));
    ofArgument("argmax" + rule, () -> floats(2, 0).argmax(1));
    ofArgument("logSumExp" + rule, () -> Functions.logSumExp(floats(2, 0), 1));
    ofArgument("softmax" + rule, () -> Functions.softmax(floats(2, 0), 1));
    ofArgument("logSoftmax" + rule, () -> Functions.logSoftmax(floats(2, 0), 1));
    ofArgument("categorical" + rule, () -> Draws.categorical(RandomKey.of(1), floats(2, 0)));
  }

  @Test
  void reshapeKeepsTheNumberOfElements() {
    ofArgument("reshape: [2, 3] has 6 elements, but [4] has 4", () -> floats(2, 3).reshape(4));
    ofArgument(
        "reshape: only one extent may be -1, but got [-1, -1]", () -> floats(2, 3).reshape(-1, -1));
    ofArgument(
        "reshape: no extent may be negative, but got [-2, 3]", () -> floats(2, 3).reshape(-2, 3));
    ofArgument("reshape: [2, 3] can't be divided into [-1, 4]", () -> floats(2, 3).reshape(-1, 4));
    ofArgument("reshape: [2, 0] can't be divided into [-1, 0]", () -> floats(2, 0).reshape(-1, 0));
    ofArgument(
        "reshape: an extent must be from 0 to 2147483647, but would be 4294967296",
        () -> floats(1, 1).broadcastTo(Shape.of(1 << 16, 1 << 16)).reshape(-1));
  }

  @Test
  void transposeAndSliceStayInsideTheTensor() {
    ofArgument(
        "transpose: at least two axes are needed, but the shape is [3]",
        () -> floats(3).transpose());
    ofArgument(
        "transpose: [0, 0] is not a permutation of the axes of [2, 3]",
        () -> floats(2, 3).transpose(0, 0));
    ofArgument(
        "transpose: [0] is not a permutation of the axes of [2, 3]",
        () -> floats(2, 3).transpose(0));
    ofArgument(
        "slice: range 1 to 4 does not lie in axis 1 of [2, 3]", () -> floats(2, 3).slice(-1, 1, 4));
    ofArgument(
        "slice: range 2 to 1 does not lie in axis 0 of [2, 3]", () -> floats(2, 3).slice(0, 2, 1));
    ofArgument(
        "slice: range -1 to 1 does not lie in axis 0 of [2, 3]",
        () -> floats(2, 3).slice(0, -1, 1));
  }

  @Test
  void rowsArePickedByAVectorOfIntegers() {
    ofArgument("gather: a tensor of rank 0 has no rows", () -> floats().gather(ints(2)));
    ofArgument(
        "gather: the indices must be INT32 of rank 1, but are FLOAT32 [2]",
        () -> floats(3).gather(floats(2)));
    ofArgument(
        "gather: the indices must be INT32 of rank 1, but are INT32 [2, 1]",
        () -> floats(3).gather(ints(2, 1)));
    ofArgument(
        "scatterAdd: the indices must be INT32 of rank 1, but are INT32 []",
        () -> floats(3).scatterAdd(ints(), 2));
    ofArgument(
        "scatterAdd: there are 3 rows, but 2 indices", () -> floats(3, 1).scatterAdd(ints(2), 4));
    ofArgument(
        "scatterAdd: an extent must be from 0 to 2147483647, but would be -1",
        () -> floats(2).scatterAdd(ints(2), -1));
    ofArgument(
        "withRows: a tensor of rank 0 has no rows",
        () -> Functions.withRows(floats(), ints(2), floats(2)));
    ofArgument(
        "withRows: the indices must be INT32 of rank 1, but are FLOAT32 [2]",
        () -> Functions.withRows(floats(3), floats(2), floats(2)));
    ofArgument(
        "withRows: types differ: FLOAT32 and INT32; use cast() on one of them",
        () -> Functions.withRows(floats(3), ints(2), ints(2)));
    ofArgument(
        "withRows: 2 rows of a tensor [3, 4] have the shape [2, 4], but the rows given have [4];"
            + " use broadcastTo() or reshape()",
        () -> Functions.withRows(floats(3, 4), ints(2), floats(4)));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> floats(3).gather(Tensor.of(BACKEND, new int[] {3}, 1)));
  }

  @Test
  void partsMustFitTogether() {
    ofArgument("concat: at least one tensor is needed", () -> Functions.concat(0));
    ofArgument(
        "concat: shapes must agree but along axis 0, but got [2, 3] and [2, 4]",
        () -> Functions.concat(0, floats(2, 3), floats(2, 4)));
    ofArgument(
        "concat: shapes must agree but along axis 1, but got [2, 3] and [2]",
        () -> Functions.concat(-1, floats(2, 3), floats(2)));
    ofArgument(
        "concat: an extent must be from 0 to 2147483647, but would be 2147483648",
        () -> {
          Tensor half = floats(1).broadcastTo(Shape.of(1 << 30));
          Functions.concat(0, half, half);
        });
  }

  @Test
  void labelsAreIntegers() {
    ofArgument(
        "oneHot: the labels must be INT32, but are FLOAT32 [2]; use cast(DataType.INT32)",
        () -> Functions.oneHot(floats(2), 3, DataType.FLOAT32));
    ofArgument(
        "oneHot: an extent must be from 0 to 2147483647, but would be -3",
        () -> Functions.oneHot(ints(2), -3, DataType.FLOAT32));
  }

  @Test
  void readingChecksTypeAndSize() {
    ofArgument(
        "toInts: the tensor is FLOAT32; use toDoubles() or cast(DataType.INT32) first",
        () -> floats(2).toInts());
    ofArgument("item: exactly one element is needed, but the shape is [2]", () -> floats(2).item());
    ofArgument("item: exactly one element is needed, but the shape is [0]", () -> floats(0).item());
    ofArgument(
        "read: [65536, 65536] has more elements than a Java array; read slices of it",
        () -> floats(1, 1).broadcastTo(Shape.of(1 << 16, 1 << 16)).toFloats());
  }

  @Test
  void keysCheckTheirNumbers() {
    RandomKey key = RandomKey.of(1);
    ofArgument("split: n must be at least 0, but got -1", () -> key.split(-1));
    ofArgument(
        "fold: the counter must be INT32 of rank 0, but is FLOAT32 []", () -> key.fold(floats()));
    ofArgument(
        "fold: the counter must be INT32 of rank 0, but is INT32 [1]", () -> key.fold(ints(1)));
    ofArgument(
        "uniformLike: elements are numbered from 0 to 2^63 - 1,"
            + " but a draw of [2] from -1 on was asked for",
        () -> Draws.uniformLike(key, -1, floats(2)));
    ofArgument(
        "uniformLike: elements are numbered from 0 to 2^63 - 1,"
            + " but a draw of [2] from 9223372036854775806 on was asked for",
        () -> Draws.uniformLike(key, Long.MAX_VALUE - 1, floats(2)));
  }

  @Test
  void operandsLiveOnOneBackend() {
    try (NaiveBackend other = new NaiveBackend("other")) {
      Tensor there = Tensor.full(other, DataType.FLOAT32, 1, 2, 2);
      String rule =
          ": the operands are on different backends: naive and other; make them on one,"
              + " or copy one with Tensor.of(backend, x.toFloats(), ...)";
      ofArgument("add" + rule, () -> floats(2).add(there));
      ofArgument("matmul" + rule, () -> floats(2, 2).matmul(there));
      ofArgument("concat" + rule, () -> Functions.concat(0, floats(2, 2), there));
      ofArgument("where" + rule, () -> Functions.where(floats(2, 2), floats(2, 2), there));
    }
  }

  @Test
  void toStringNeverFails() {
    Scope scope = Scope.open();
    Tensor few = floats(2);
    assertEquals("FLOAT32 [2] [0.5, 0.5]", few.toString());
    assertEquals("FLOAT32 [17]", floats(17).toString());
    scope.close();
    assertEquals("FLOAT32 [2] (freed)", few.toString());
    NaiveBackend closed = new NaiveBackend();
    Tensor lost = Tensor.full(closed, DataType.INT32, 1);
    closed.close();
    assertEquals("INT32 [] (freed)", lost.toString());
  }
}
