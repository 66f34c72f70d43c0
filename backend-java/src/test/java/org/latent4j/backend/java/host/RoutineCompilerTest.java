package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.java.fused.LoopFactory;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

class RoutineCompilerTest {
  private static Routine compile(LoopFactory loops, Expression expression, InputKind... inputs) {
    return KernelCompiler.compile(expression, loops).routine(List.of(inputs), true);
  }

  private static List<String> names(Instruction[] instructions) {
    return Arrays.stream(instructions).map(step -> step.getClass().getSimpleName()).toList();
  }

  @Test
  void usesARegisterAgainWhenItsValueHasBeenRead() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int x = g.input(0);
    for (int i = 0; i < 100; i++) {
      x = g.unary(i % 2 == 0 ? UnaryOp.TANH : UnaryOp.NEG, x);
    }
    Expression chain = g.build(x);
    assertEquals(1, compile(LoopFactory.none(), chain, InputKind.STREAMED).registers);
    // The first value of all chunks has a register that nothing else may be written to.
    assertEquals(2, compile(LoopFactory.none(), chain, InputKind.REPEATED).registers);
  }

  @Test
  void keepsTheRegistersOfOutputs() {
    Expression.Builder g = Expression.in(DataType.FLOAT64);
    int first = g.unary(UnaryOp.NEG, g.input(0));
    int second = g.unary(UnaryOp.EXP, first);
    int third = g.binary(BinaryOp.ADD, second, g.constant(2));
    Expression expression =
        g.build(
            List.of(
                new Expression.Output(first, DataType.FLOAT64),
                new Expression.Output(first, DataType.FLOAT32),
                new Expression.Output(third, DataType.FLOAT64)));
    Routine routine = compile(LoopFactory.none(), expression, InputKind.STREAMED);
    int firstRegister = routine.results[0];
    assertEquals(firstRegister, routine.results[1]);
    assertNotEquals(firstRegister, routine.results[2]);
  }

  @Test
  void doesArithmeticInOneLoop() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int x = g.input(0);
    int y = g.input(1);
    int sum = g.binary(BinaryOp.ADD, g.binary(BinaryOp.MUL, x, g.constant(0.5)), y);
    int root = g.unary(UnaryOp.SQRT, sum);
    Expression expression =
        g.build(
            List.of(
                new Expression.Output(sum, DataType.FLOAT32),
                new Expression.Output(root, DataType.FLOAT32)));
    Routine routine =
        compile(LoopFactory.SHARED, expression, InputKind.STREAMED, InputKind.STREAMED);
    assertEquals(List.of("Load", "Load", "Fused"), names(routine.body));
    assertEquals(0, routine.prologue.length, "a constant is a scalar of the loop");
    assertEquals(2, routine.registers, "results take the place of what has been read");
  }

  @Test
  void readsAnInputThatIsOneNumberAsAScalar() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int scaled = g.binary(BinaryOp.MUL, g.input(0), g.input(1));
    Expression expression = g.build(g.binary(BinaryOp.ADD, scaled, g.input(0)));
    Routine routine = compile(LoopFactory.SHARED, expression, InputKind.STREAMED, InputKind.SCALAR);
    assertEquals(List.of("Load", "Fused"), names(routine.body));
    assertEquals(1, routine.scalars[0].slot());
  }

  @Test
  void doesArithmeticWhereItsReadersAre() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int exponential = g.unary(UnaryOp.EXP, g.input(0));
    int product = g.binary(BinaryOp.MUL, g.input(1), g.input(2));
    Expression expression = g.build(g.binary(BinaryOp.ADD, exponential, product));
    Routine routine =
        compile(
            LoopFactory.SHARED,
            expression,
            InputKind.STREAMED,
            InputKind.STREAMED,
            InputKind.STREAMED);
    assertEquals(List.of("Load", "Unary", "Load", "Load", "Fused"), names(routine.body));
  }

  @Test
  void cutsLongArithmetic() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int x = g.input(0);
    for (int i = 0; i < 100; i++) {
      x = g.binary(BinaryOp.ADD, x, g.constant(i));
    }
    Routine routine = compile(LoopFactory.SHARED, g.build(x), InputKind.STREAMED);
    int loops = Collections.frequency(names(routine.body), "Fused");
    assertTrue(loops > 1 && loops < 6, loops + " loops");
    assertEquals(1, routine.registers);
  }
}
