package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.Draws;

class KernelCompilerTest {
  @Test
  void leavesOutWhatNoOutputNeeds() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int unused = g.unary(UnaryOp.EXP, g.input(0));
    g.unary(UnaryOp.LOG, unused);
    Kernel kernel = KernelCompiler.compile(g.build(g.unary(UnaryOp.NEG, g.input(1))));
    assertEquals(2, kernel.body().size());
    assertTrue(
        kernel.body().get(1) instanceof Instruction.Unary unary && unary.op() == UnaryOp.NEG);
  }

  @Test
  void usesARegisterAgainWhenItsValueHasBeenRead() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int x = g.input(0);
    for (int i = 0; i < 100; i++) {
      x = g.unary(i % 2 == 0 ? UnaryOp.TANH : UnaryOp.NEG, x);
    }
    Kernel kernel = KernelCompiler.compile(g.build(x));
    assertEquals(2, kernel.registers());
  }

  @Test
  void keepsTheRegistersOfOutputsAndInputs() {
    Expression.Builder g = Expression.in(DataType.FLOAT64);
    int first = g.unary(UnaryOp.NEG, g.input(0));
    int second = g.unary(UnaryOp.EXP, first);
    int third = g.binary(BinaryOp.ADD, second, g.constant(2));
    Kernel kernel =
        KernelCompiler.compile(
            g.build(
                List.of(
                    new Expression.Output(first, DataType.FLOAT64),
                    new Expression.Output(first, DataType.FLOAT32),
                    new Expression.Output(third, DataType.FLOAT64))));
    int firstRegister = kernel.results().get(0);
    assertEquals(firstRegister, kernel.results().get(1));
    assertTrue(firstRegister != kernel.results().get(2));
    long writers =
        kernel.body().stream().filter(instruction -> instruction.out() == firstRegister).count();
    assertEquals(1, writers);
  }

  @Test
  void recognisesABernoulliDraw() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int p = g.unary(UnaryOp.SIGMOID, g.input(0));
    Kernel kernel = KernelCompiler.compile(g.build(Draws.<Integer>bernoulli(g, g.uniform(0), p)));
    List<String> names =
        kernel.body().stream().map(instruction -> instruction.getClass().getSimpleName()).toList();
    assertEquals(List.of("Load", "Unary", "Draw", "Bernoulli"), names);
  }

  @Test
  void doesNotTakeAnotherComparisonForABernoulliDraw() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    // Not a uniform draw: an infinite left side must not become NaN.
    int notUniform = g.input(1);
    Kernel kernel =
        KernelCompiler.compile(g.build(Draws.<Integer>bernoulli(g, notUniform, g.input(0))));
    assertTrue(kernel.body().stream().noneMatch(step -> step instanceof Instruction.Bernoulli));
  }

  @Test
  void squaresByMultiplying() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    Kernel kernel =
        KernelCompiler.compile(g.build(g.binary(BinaryOp.POW, g.input(0), g.constant(2))));
    Instruction.Binary square = (Instruction.Binary) kernel.body().get(1);
    assertEquals(BinaryOp.MUL, square.op());
    assertEquals(square.left(), square.right());
  }
}
