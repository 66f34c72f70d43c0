package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.testing.NaiveBackend;

/** The functions of tensors, where they are easy and where they are not. */
class FunctionsTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor doubles(double... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  @Test
  void everyFunctionOfOneNumberIsTheOneItsNameSays() {
    Map<UnaryOp, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
    functions.put(UnaryOp.NEG, Functions::neg);
    functions.put(UnaryOp.ABS, Functions::abs);
    functions.put(UnaryOp.SIGN, Functions::sign);
    functions.put(UnaryOp.FLOOR, Functions::floor);
    functions.put(UnaryOp.SQRT, Functions::sqrt);
    functions.put(UnaryOp.EXP, Functions::exp);
    functions.put(UnaryOp.EXPM1, Functions::expm1);
    functions.put(UnaryOp.LOG, Functions::log);
    functions.put(UnaryOp.LOG1P, Functions::log1p);
    functions.put(UnaryOp.SIN, Functions::sin);
    functions.put(UnaryOp.COS, Functions::cos);
    functions.put(UnaryOp.TANH, Functions::tanh);
    functions.put(UnaryOp.SIGMOID, Functions::sigmoid);
    functions.put(UnaryOp.SOFTPLUS, Functions::softplus);
    functions.put(UnaryOp.ERF, Functions::erf);
    functions.put(UnaryOp.LGAMMA, Functions::lgamma);
    functions.put(UnaryOp.DIGAMMA, Functions::digamma);
    assertEquals(UnaryOp.values().length, functions.size());
    double[] x = {-2.5, -0.5, 0, 0.75, 3, NAN};
    functions.forEach(
        (op, function) -> {
          double[] expected = Arrays.stream(x).map(op::apply).toArray();
          assertArrayEquals(expected, function.apply(doubles(x)).toDoubles(), op::toString);
        });
  }

  @Test
  void everyFunctionOfTwoNumbersIsTheOneItsNameSays() {
    double[] x = {-2, 0.5, 3, 4, NAN};
    double[] y = {3, 0.5, 2, -1, 1};
    Tensor a = doubles(x);
    Tensor b = doubles(y);
    Map<BinaryOp, Tensor> results = new LinkedHashMap<>();
    results.put(BinaryOp.ADD, a.add(b));
    results.put(BinaryOp.SUB, a.sub(b));
    results.put(BinaryOp.MUL, a.mul(b));
    results.put(BinaryOp.DIV, a.div(b));
    results.put(BinaryOp.POW, Functions.pow(a, b));
    results.put(BinaryOp.MIN, Functions.min(a, b));
    results.put(BinaryOp.MAX, Functions.max(a, b));
    results.put(BinaryOp.LT, Functions.lt(a, b));
    results.put(BinaryOp.LE, Functions.le(a, b));
    results.put(BinaryOp.EQ, Functions.eq(a, b));
    assertEquals(BinaryOp.values().length, results.size());
    results.forEach(
        (op, result) -> {
          for (int i = 0; i < x.length; i++) {
            assertEquals(op.apply(x[i], y[i]), result.toDoubles()[i], op + " of element " + i);
          }
        });
  }

  @Test
  void aNumberStandsOnTheSideWhereItIsWritten() {
    Tensor x = doubles(2, 4);
    assertArrayEquals(new double[] {7, 9}, x.add(5).toDoubles());
    assertArrayEquals(new double[] {-3, -1}, x.sub(5).toDoubles());
    assertArrayEquals(new double[] {3, 1}, Functions.sub(5, x).toDoubles());
    assertArrayEquals(new double[] {10, 20}, x.mul(5).toDoubles());
    assertArrayEquals(new double[] {0.5, 1}, x.div(4).toDoubles());
    assertArrayEquals(new double[] {2, 1}, Functions.div(4, x).toDoubles());
    assertArrayEquals(new double[] {8, 64}, Functions.pow(x, 3).toDoubles());
    assertArrayEquals(new double[] {9, 81}, Functions.pow(3, x).toDoubles());
    assertArrayEquals(new double[] {2, 3}, Functions.min(x, 3).toDoubles());
    assertArrayEquals(new double[] {3, 4}, Functions.max(x, 3).toDoubles());
    assertArrayEquals(new double[] {1, 0}, Functions.lt(x, 4).toDoubles());
    assertArrayEquals(new double[] {1, 1}, Functions.le(x, 4).toDoubles());
    assertArrayEquals(new double[] {0, 1}, Functions.eq(x, 4).toDoubles());
  }

  @Test
  void rectifiersAreContinuousAndCarryNotANumber() {
    Tensor x = doubles(-2, -0.0, 0, 3, NAN, -INFINITY, INFINITY);
    assertArrayEquals(new double[] {0, 0, 0, 3, NAN, 0, INFINITY}, Functions.relu(x).toDoubles());
    assertArrayEquals(
        new double[] {-0.5, -0.0, 0, 3, NAN, -INFINITY, INFINITY},
        Functions.leakyRelu(x, 0.25).toDoubles());
  }

  /** The derivative of max goes to the left operand where both are equal, so 0 must stand there. */
  @Test
  void theSlopeOfTheRectifierAtZeroIsZero() {
    try (Trace trace = Trace.open(BACKEND)) {
      Tensor x = trace.tensor(Plan.Role.INPUT, DataType.FLOAT32, Shape.SCALAR);
      Tensor y = Functions.relu(x);
      Plan plan = trace.finish(List.of(), List.of(), List.of(y));
      Expression expression =
          ((Operation.Elementwise) plan.nodes().get(0).operation()).expression();
      assertEquals("max(0.0, x0)", expression.toString());
    }
  }

  @Test
  void whatIsNotChosenMayBeAnything() {
    Tensor x = doubles(-1, 4, 0);
    Tensor chosen =
        Functions.where(Functions.lt(x, 0), doubles(7, NAN, INFINITY), Functions.sqrt(x));
    assertArrayEquals(new double[] {7, 2, 0}, chosen.toDoubles());
    Tensor condition = doubles(NAN, -0.0, 0.1);
    assertArrayEquals(
        new double[] {1, 2, 1}, Functions.where(condition, doubles(1), doubles(2)).toDoubles());
  }

  @Test
  void logSumExpHoldsAtTheEndsOfTheRange() {
    Tensor x =
        doubles(
                1000, 1000, -INFINITY, -INFINITY, INFINITY, 1, INFINITY, -INFINITY, NAN, 0, -1000,
                -INFINITY, INFINITY, NAN)
            .reshape(7, 2);
    double[] expected = {1000 + Math.log(2), -INFINITY, INFINITY, INFINITY, NAN, -1000, NAN};
    assertArrayEquals(expected, Functions.logSumExp(x, 1).toDoubles());
    assertArrayEquals(expected, Functions.logSumExp(x.transpose(), 0).toDoubles());
    assertArrayEquals(
        new float[] {88.5f + (float) Math.log(2)},
        Functions.logSumExp(Tensor.full(BACKEND, DataType.FLOAT32, 88.5, 1, 2), 1).toFloats());
  }

  @Test
  void softmaxHoldsAtTheEndsOfTheRange() {
    Tensor x = doubles(1e4, 1e4, 0, -INFINITY, 3, -1e4, -1e4, -1e4).reshape(4, 2);
    assertArrayEquals(
        new double[] {0.5, 0.5, 1, 0, 1, 0, 0.5, 0.5}, Functions.softmax(x, -1).toDoubles());
    assertArrayEquals(
        new double[] {
          -Math.log(2), -Math.log(2), 0, -INFINITY, 0, -10003, -Math.log(2), -Math.log(2)
        },
        Functions.logSoftmax(x, -1).toDoubles());
  }

  @Test
  void softmaxIsNotANumberWhereNoDistributionIsMeant() {
    Tensor x = doubles(-INFINITY, -INFINITY, INFINITY, 0, NAN, 0).reshape(3, 2);
    double[] softmax = Functions.softmax(x, 1).toDoubles();
    double[] logSoftmax = Functions.logSoftmax(x, 1).toDoubles();
    for (int row = 0; row < 3; row++) {
      assertTrue(Double.isNaN(softmax[2 * row] + softmax[2 * row + 1]), "row " + row);
      assertTrue(Double.isNaN(logSoftmax[2 * row] + logSoftmax[2 * row + 1]), "row " + row);
    }
  }

  /** One float beside 10^4 is 10^-3 wide: subtracting logSumExp there would lose the answer. */
  @Test
  void logSoftmaxOfFloatsFarFromZeroIsAsGoodAsNearIt() {
    Tensor near = Tensor.of(BACKEND, new float[] {0, 1, -3}, 3);
    Tensor far = near.add(8192);
    assertArrayEquals(
        Functions.logSoftmax(near, 0).toFloats(), Functions.logSoftmax(far, 0).toFloats());
  }

  @Test
  void softmaxFollowsItsAxis() {
    Tensor x = doubles(0, 0, Math.log(3), 0).reshape(2, 2);
    assertArrayEquals(
        new double[] {0.25, 0.5, 0.75, 0.5}, Functions.softmax(x, 0).toDoubles(), 1e-15);
    assertArrayEquals(
        new double[] {0.5, 0.5, 0.75, 0.25}, Functions.softmax(x, 1).toDoubles(), 1e-15);
  }

  @Test
  void labelsBecomeIndicators() {
    Tensor labels = Tensor.of(BACKEND, new int[] {2, 0, 3, -1}, 2, 2);
    Tensor indicators = Functions.oneHot(labels, 3, DataType.FLOAT32);
    assertEquals(Shape.of(2, 2, 3), indicators.shape());
    assertEquals(DataType.FLOAT32, indicators.type());
    assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, indicators.toFloats());
    Tensor single = Tensor.full(BACKEND, DataType.INT32, 1);
    assertArrayEquals(new int[] {0, 1}, Functions.oneHot(single, 2, DataType.UINT8).toInts());
    assertEquals(Shape.of(2, 2, 0), Functions.oneHot(labels, 0, DataType.INT32).shape());
  }

  @Test
  void positionsFollowTheirAxis() {
    Tensor x = Tensor.full(BACKEND, DataType.FLOAT64, NAN, 2, 3);
    assertArrayEquals(new double[] {0, 0, 0, 1, 1, 1}, Functions.indexLike(x, 0).toDoubles());
    assertArrayEquals(new double[] {0, 1, 2, 0, 1, 2}, Functions.indexLike(x, -1).toDoubles());
    assertArrayEquals(
        new double[] {0, 1, 0, 1, 0, 1}, Functions.indexLike(x.transpose(), 1).toDoubles());
  }

  @Test
  void partsAreJoinedInOrder() {
    Tensor a = doubles(1, 2, 3, 4).reshape(2, 2);
    Tensor b = doubles(5, 6).reshape(2, 1);
    assertArrayEquals(new double[] {1, 2, 5, 3, 4, 6}, Functions.concat(1, a, b).toDoubles());
    assertArrayEquals(
        new double[] {1, 3, 5, 6, 2, 4},
        Functions.concat(0, a.slice(1, 0, 1), b, a.slice(1, 1, 2)).toDoubles());
    assertArrayEquals(
        new double[] {1, 2, 3, 4}, Functions.concat(-2, a, a.slice(0, 0, 0)).toDoubles());
    assertArrayEquals(new double[] {1, 2, 3, 4}, Functions.concat(0, a).toDoubles());
    assertEquals(Shape.of(4, 2), Functions.concat(0, a, a.transpose()).shape());
    View view = Functions.concat(0, a).asView();
    assertTrue(view.storage() != a.asView().storage(), "even a single part is copied");
  }
}
