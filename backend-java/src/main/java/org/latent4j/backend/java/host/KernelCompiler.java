package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.backend.java.fused.LoopFactory;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/**
 * Turns an expression into instructions. Nodes that no output needs are left out, a square is a
 * product, and a Bernoulli draw becomes one instruction.
 */
final class KernelCompiler {
  private final Expression expression;
  private final List<Expression.Node> nodes;
  private final boolean[] needed;
  private final int[] valueOf;
  private final List<Instruction.Single> instructions = new ArrayList<>();
  private double cost;

  private KernelCompiler(Expression expression) {
    this.expression = expression;
    this.nodes = expression.nodes();
    this.needed = new boolean[nodes.size()];
    this.valueOf = new int[nodes.size()];
  }

  static Kernel compile(Expression expression, LoopFactory loops) {
    return new KernelCompiler(expression).compile(loops);
  }

  private Kernel compile(LoopFactory loops) {
    expression.outputs().forEach(output -> needed[output.node()] = true);
    for (int node = nodes.size() - 1; node >= 0; node--) {
      if (needed[node]) {
        for (int operand : operands(node)) {
          needed[operand] = true;
        }
      }
    }
    for (int node = 0; node < nodes.size(); node++) {
      if (needed[node]) {
        valueOf[node] = instructions.size();
        instructions.add(instruction(node));
      }
    }
    List<Integer> results =
        expression.outputs().stream().map(output -> valueOf[output.node()]).toList();
    cost += 0.1 * results.size();
    return new Kernel(
        expression.computeType(), instructions, results, expression.outputs(), cost, loops);
  }

  /** The nodes that a node reads; a Bernoulli draw reads its uniform and its probability. */
  private int[] operands(int number) {
    Expression.Node node = nodes.get(number);
    if (node instanceof Expression.Binary binary && isSquare(binary)) {
      return new int[] {binary.left()};
    } else if (node instanceof Expression.Ternary ternary && bernoulliUniform(ternary) >= 0) {
      return new int[] {bernoulliUniform(ternary), ternary.third()};
    }
    return node.operands().stream().mapToInt(Integer::intValue).toArray();
  }

  private Instruction.Single instruction(int number) {
    int[] from = operands(number);
    for (int i = 0; i < from.length; i++) {
      from[i] = valueOf[from[i]];
    }
    return nodes.get(number).accept(new Translation(from, valueOf[number]));
  }

  /** Makes the instruction of a node and adds its cost. */
  private final class Translation implements Expression.Cases<Instruction.Single> {
    private final int[] from;
    private final int out;

    Translation(int[] from, int out) {
      this.from = from;
      this.out = out;
    }

    @Override
    public Instruction.Single input(Expression.Input input) {
      cost += 0.1;
      return new Instruction.Load(input.slot(), out);
    }

    @Override
    public Instruction.Single constant(Expression.Constant constant) {
      return new Instruction.Fill(constant.value(), out);
    }

    @Override
    public Instruction.Single index(Expression.Index index) {
      cost += 1;
      return new Instruction.Position(index.axis(), out);
    }

    @Override
    public Instruction.Single uniform(Expression.Uniform uniform) {
      cost += 0.5;
      return new Instruction.Draw(uniform.keySlot(), uniform.firstIndex(), out);
    }

    @Override
    public Instruction.Single unary(Expression.Unary unary) {
      cost += cost(unary.op());
      return new Instruction.Unary(unary.op(), from[0], out);
    }

    @Override
    public Instruction.Single binary(Expression.Binary binary) {
      if (from.length == 1) {
        cost += 0.1;
        return new Instruction.Binary(BinaryOp.MUL, from[0], from[0], out);
      }
      cost += cost(binary.op());
      return new Instruction.Binary(binary.op(), from[0], from[1], out);
    }

    @Override
    public Instruction.Single ternary(Expression.Ternary ternary) {
      cost += 0.1;
      return from.length == 2
          ? new Instruction.Bernoulli(from[0], from[1], out)
          : new Instruction.Ternary(ternary.op(), from[0], from[1], from[2], out);
    }
  }

  private static double cost(UnaryOp op) {
    return switch (op) {
      case NEG, ABS, SIGN, SQRT -> 0.1;
      case FLOOR -> 0.2;
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, SOFTPLUS -> 0.4;
      case ERF, LGAMMA, DIGAMMA -> 20;
    };
  }

  private static double cost(BinaryOp op) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, MIN, MAX -> 0.1;
      case LT, LE, EQ -> 0.1;
      case POW -> 20;
    };
  }

  /** x^2, for which the general power would be a hundred times slower. */
  private boolean isSquare(Expression.Binary binary) {
    return binary.op() == BinaryOp.POW
        && nodes.get(binary.right()) instanceof Expression.Constant constant
        && constant.value() == 2;
  }

  /**
   * Recognises where(p == p, u &lt; p, p) with a uniform draw u, which is how {@link
   * org.latent4j.random.DrawFormulas#bernoulli} is written.
   *
   * @return the node u, or -1
   */
  private int bernoulliUniform(Expression.Ternary where) {
    int p = where.third();
    boolean matches =
        where.op() == TernaryOp.WHERE
            && nodes.get(where.first()) instanceof Expression.Binary test
            && test.op() == BinaryOp.EQ
            && test.left() == p
            && test.right() == p
            && nodes.get(where.second()) instanceof Expression.Binary less
            && less.op() == BinaryOp.LT
            && less.right() == p
            && nodes.get(less.left()) instanceof Expression.Uniform;
    return matches ? ((Expression.Binary) nodes.get(where.second())).left() : -1;
  }
}
