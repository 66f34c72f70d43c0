package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.java.fused.LoopFactory;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.DrawFormulas;

class KernelCompilerTest {
  private static Kernel compile(Expression expression) {
    return KernelCompiler.compile(expression, LoopFactory.none());
  }

  @Test
  void leavesOutWhatNoOutputNeeds() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int unused = g.unary(UnaryOp.EXP, g.input(0));
    g.unary(UnaryOp.LOG, unused);
    Kernel kernel = compile(g.build(g.unary(UnaryOp.NEG, g.input(1))));
    assertEquals(2, kernel.instructions().size());
    assertTrue(
        kernel.instructions().get(1) instanceof Instruction.Unary unary
            && unary.op() == UnaryOp.NEG);
  }

  @Test
  void recognisesABernoulliDraw() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int p = g.unary(UnaryOp.SIGMOID, g.input(0));
    Kernel kernel = compile(g.build(DrawFormulas.<Integer>bernoulli(g, g.uniform(0), p)));
    List<String> names =
        kernel.instructions().stream()
            .map(instruction -> instruction.getClass().getSimpleName())
            .toList();
    assertEquals(List.of("Load", "Unary", "Draw", "Bernoulli"), names);
  }

  @Test
  void doesNotTakeAnotherComparisonForABernoulliDraw() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    // Not a uniform draw: an infinite left side must not become NaN.
    int notUniform = g.input(1);
    Kernel kernel = compile(g.build(DrawFormulas.<Integer>bernoulli(g, notUniform, g.input(0))));
    assertTrue(
        kernel.instructions().stream().noneMatch(step -> step instanceof Instruction.Bernoulli));
  }

  @Test
  void squaresByMultiplying() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    Kernel kernel = compile(g.build(g.binary(BinaryOp.POW, g.input(0), g.constant(2))));
    Instruction.Binary square = (Instruction.Binary) kernel.instructions().get(1);
    assertEquals(BinaryOp.MUL, square.op());
    assertEquals(square.left(), square.right());
  }
}
