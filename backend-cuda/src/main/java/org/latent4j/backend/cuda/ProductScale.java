package org.latent4j.backend.cuda;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.UnaryOp;

/**
 * What multiplies a product: a number times a value of rank 0, such as the learning rate.
 *
 * @param factor the number
 * @param base the number of the value; -1 if there is none
 */
record ProductScale(double factor, int base) {
  private static final int NONE = -1;

  /**
   * The scale of a product. Where it is a multiple of another value, that one is its base.
   *
   * @param product the node of a product
   * @param makers which node makes a value, or null
   */
  static ProductScale of(Plan.Node product, IntFunction<Plan.@Nullable Node> makers) {
    Operation.MatrixProduct operation = (Operation.MatrixProduct) product.operation();
    if (!operation.scaled()) {
      return new ProductScale(operation.alpha(), NONE);
    }
    int scale = product.operands().get(2).value();
    Plan.Node maker = makers.apply(scale);
    if (maker != null
        && maker.operation() instanceof Operation.Elementwise elementwise
        && maker.results().size() == 1
        && maker.operands().size() == 1) {
      double multiple = multipleOfInput(elementwise.expression());
      if (!Double.isNaN(multiple)) {
        return new ProductScale(operation.alpha() * multiple, maker.operands().get(0).value());
      }
    }
    return new ProductScale(operation.alpha(), scale);
  }

  /** The factor of an expression that multiplies its only input; NaN for any other. */
  private static double multipleOfInput(Expression expression) {
    Expression.Node last = expression.nodes().get(expression.outputs().get(0).node());
    if (last instanceof Expression.Unary unary
        && unary.op() == UnaryOp.NEG
        && expression.nodes().get(unary.operand()) instanceof Expression.Input) {
      return -1;
    }
    if (last instanceof Expression.Binary binary
        && binary.op() == BinaryOp.MUL
        && expression.nodes().get(binary.left()) instanceof Expression.Input
        && expression.nodes().get(binary.right()) instanceof Expression.Constant constant) {
      return constant.value();
    }
    return Double.NaN;
  }

  ProductScale negative() {
    return new ProductScale(-factor, base);
  }
}
