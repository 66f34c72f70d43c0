package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.op.DualAlgebra.Dual;

/**
 * Derivatives against central differences, away from kinks and poles, and their values at kinks.
 */
class DerivativeTest {
  private static final Algebra<Double> NUMBERS = DoubleAlgebra.INSTANCE;

  /** At least 0.1 away from every kink, jump and pole. */
  private static final double[] REAL = {
    -5.3, -2.6, -1.4, -0.7, -0.3, 0.2, 0.55, 1.3, 2.7, 8.6, 15.4
  };

  private static final double[] POSITIVE = {0.15, 0.3, 0.9, 1.7, 4.2, 30.5};

  @ParameterizedTest
  @EnumSource
  void unaryDerivativeIsTheLimitOfDifferences(UnaryOp op) {
    for (double x : domain(op)) {
      assertClose(slope(op::apply, x), derivative(op, x), op + " at " + x);
    }
  }

  /** The formula of the derivative, differentiated by the operations' own derivatives. */
  @ParameterizedTest
  @EnumSource
  void unaryDerivativeCanBeDifferentiatedAgain(UnaryOp op) {
    for (double x : domain(op)) {
      Dual moving = new Dual(x, 1);
      Dual y = DualAlgebra.INSTANCE.unary(op, moving);
      double second = op.derivative(DualAlgebra.INSTANCE, moving, y).slope();
      assertClose(slope(z -> derivative(op, z), x), second, op + " twice at " + x);
    }
  }

  @ParameterizedTest
  @EnumSource
  void binaryDerivativesAreTheLimitsOfDifferences(BinaryOp op) {
    for (double a : op == BinaryOp.POW ? POSITIVE : REAL) {
      for (double b : new double[] {-2.1, -0.8, 0.4, 1.9, 3.3}) {
        double y = op.apply(a, b);
        String place = op + " at " + a + ", " + b;
        assertClose(slope(z -> op.apply(z, b), a), op.derivativeLeft(NUMBERS, a, b, y), place);
        assertClose(slope(z -> op.apply(a, z), b), op.derivativeRight(NUMBERS, a, b, y), place);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ABS, 0, 0", "ABS, -0.0, 0", "SIGN, 0, 0", "FLOOR, 3, 0",
    "SQRT, 0, Infinity", "LOG, 0, Infinity", "SOFTPLUS, -800, 0", "SOFTPLUS, 800, 1"
  })
  void unaryDerivativeAtAKinkOrLimit(UnaryOp op, double x, double expected) {
    assertEquals(expected, derivative(op, x) + 0.0); // -0 is 0 here
  }

  @ParameterizedTest
  @CsvSource({
    "MIN, 2, 2, 1, 0",
    "MAX, 2, 2, 1, 0",
    "MAX, -0.0, 0, 1, 0",
    "MIN, 1, 2, 1, 0",
    "MAX, 1, 2, 0, 1",
    "LT, 2, 2, 0, 0",
    "LE, 2, 2, 0, 0",
    "EQ, 2, 2, 0, 0"
  })
  void derivativeGoesToTheLeftOperandWhereBothAreEqual(
      BinaryOp op, double a, double b, double left, double right) {
    double y = op.apply(a, b);
    assertEquals(left, op.derivativeLeft(NUMBERS, a, b, y));
    assertEquals(right, op.derivativeRight(NUMBERS, a, b, y));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, -Infinity",
    "0, 1, 1, 0",
    "0, 2, 0, 0",
    "-3, 2, -6, NaN",
    "-3, 0, 0, NaN",
    "5, 0, 0, 1.6094379124341003",
    "0, 0.5, Infinity, 0",
    "NaN, 0, 0, NaN"
  })
  void powerAtTheEdgeOfItsDomain(double a, double b, double left, double right) {
    double y = BinaryOp.POW.apply(a, b);
    assertEquals(left, BinaryOp.POW.derivativeLeft(NUMBERS, a, b, y));
    assertEquals(right, BinaryOp.POW.derivativeRight(NUMBERS, a, b, y));
  }

  /**
   * An infinity in the alternative not chosen would become NaN as the adjoint 0 passes through it.
   */
  @Test
  void trigammaMeetsNoInfinityOnTheWayAtPositiveIntegers() {
    Algebra<Double> finite = new FiniteAlgebra();
    for (double x = 1; x < 20; x++) {
      assertTrue(UnaryOp.DIGAMMA.derivative(finite, x, UnaryOp.DIGAMMA.apply(x)) > 0);
    }
  }

  private static double[] domain(UnaryOp op) {
    return switch (op) {
      case SQRT, LOG -> POSITIVE;
      case LOG1P -> new double[] {-0.8, -0.3, 0.2, 1.3, 15.4};
      default -> REAL;
    };
  }

  private static double derivative(UnaryOp op, double x) {
    return op.derivative(NUMBERS, x, op.apply(x));
  }

  /** Central differences with two steps of Richardson's extrapolation: an error of h^6. */
  private static double slope(DoubleUnaryOperator f, double x) {
    double h = 0.004;
    double coarse = difference(f, x, h);
    double middle = difference(f, x, h / 2);
    double fine = difference(f, x, h / 4);
    double first = (4 * middle - coarse) / 3;
    double second = (4 * fine - middle) / 3;
    return (16 * second - first) / 15;
  }

  private static double difference(DoubleUnaryOperator f, double x, double h) {
    return (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
  }

  private static void assertClose(double expected, double actual, String place) {
    assertEquals(expected, actual, 1e-8 * Math.max(1, Math.abs(expected)), place);
  }

  /** Numbers, refusing a result that is not finite. */
  private static final class FiniteAlgebra implements Algebra<Double> {
    @Override
    public Double constant(double value) {
      return value;
    }

    @Override
    public Double unary(UnaryOp op, Double x) {
      return finite(op, op.apply(x));
    }

    @Override
    public Double binary(BinaryOp op, Double a, Double b) {
      return finite(op, op.apply(a, b));
    }

    @Override
    public Double where(Double condition, Double a, Double b) {
      return TernaryOp.WHERE.apply(condition, a, b);
    }

    private static double finite(Enum<?> op, double value) {
      assertTrue(Double.isFinite(value), () -> op + " gave " + value);
      return value;
    }
  }
}
