package org.latent4j.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/**
 * The reverse-mode derivative of an expression, as another expression. The adjoint of a number is
 * the derivative of some result with respect to it; given the adjoints of the outputs, this
 * computes those of the inputs, element by element (Griewank and Walther 2008, <i>Evaluating
 * Derivatives</i>, chapter 3).
 *
 * <p>The new expression reads <i>slots</i>: with n inputs and m outputs of the old one, slot i &lt;
 * n is input i, slot n + j is the value of output j, slot n + m + j is the adjoint of output j.
 *
 * <p>A choice (WHERE, MIN, MAX) sends the whole adjoint one way and 0 the other. Behind it that 0
 * must stay 0 even where a derivative is infinite or NaN, as in {@code where(x > 0, x log x, 0)} at
 * 0. Adjoints that may hold such a 0 are called masked, and factors that they meet are guarded.
 *
 * @param expression computes those contributions that are not handed through; null if there are
 *     none
 * @param slots for each input of the new expression what it reads
 * @param contributions what is added to the adjoints of the inputs
 */
public record ExpressionAdjoint(
    @Nullable Expression expression, List<Integer> slots, List<Contribution> contributions) {

  /** How the adjoint of an output comes. */
  public enum Arrival {
    /** It is 0. */
    NONE,
    /** As a factor that meets every derivative as it is. */
    PLAIN,
    /** It may have passed a choice. */
    MASKED
  }

  /**
   * A part of the adjoint of a group of inputs.
   *
   * @param group the group
   * @param masked whether it passed a choice
   * @param result the number of the output of the expression that holds it, or -1
   * @param same the number of the old output whose adjoint it is unchanged, if {@code result} is -1
   */
  public record Contribution(int group, boolean masked, int result, int same) {}

  /**
   * Says which outputs depend differentiably on an input. Draws are constants: an expression that
   * draws has no such output.
   *
   * @param expression the expression
   * @param inputs for each input whether it is a variable
   * @return one flag per output
   */
  public static boolean[] dependent(Expression expression, boolean[] inputs) {
    boolean[] active = activeNodes(expression, inputs);
    boolean[] dependent = new boolean[expression.outputs().size()];
    for (int output = 0; output < dependent.length; output++) {
      Expression.Output stored = expression.outputs().get(output);
      dependent[output] = stored.type().isFloating() && active[stored.node()];
    }
    return dependent;
  }

  private static boolean[] activeNodes(Expression expression, boolean[] inputs) {
    List<Expression.Node> nodes = expression.nodes();
    boolean[] active = new boolean[nodes.size()];
    Activity activity = new Activity(inputs, active);
    for (int number = 0; number < active.length && expression.keyCount() == 0; number++) {
      active[number] = nodes.get(number).accept(activity);
    }
    return active;
  }

  /** Whether a node depends differentiably on a variable, given the same of the nodes before it. */
  private static final class Activity implements Expression.Cases<Boolean> {
    private final boolean[] inputs;
    private final boolean[] active;

    Activity(boolean[] inputs, boolean[] active) {
      this.inputs = inputs;
      this.active = active;
    }

    @Override
    public Boolean input(Expression.Input input) {
      return inputs[input.slot()];
    }

    @Override
    public Boolean constant(Expression.Constant constant) {
      return false;
    }

    @Override
    public Boolean index(Expression.Index index) {
      return false;
    }

    @Override
    public Boolean uniform(Expression.Uniform uniform) {
      return false;
    }

    @Override
    public Boolean unary(Expression.Unary unary) {
      boolean flat = unary.op() == UnaryOp.SIGN || unary.op() == UnaryOp.FLOOR;
      return !flat && active[unary.operand()];
    }

    @Override
    public Boolean binary(Expression.Binary binary) {
      return !isComparison(binary.op()) && (active[binary.left()] || active[binary.right()]);
    }

    @Override
    public Boolean ternary(Expression.Ternary ternary) {
      return active[ternary.second()] || active[ternary.third()];
    }
  }

  private static boolean isComparison(BinaryOp op) {
    return op == BinaryOp.LT || op == BinaryOp.LE || op == BinaryOp.EQ;
  }

  /**
   * Derives the expression.
   *
   * @param expression the expression; it draws nothing
   * @param groups for each input the group whose adjoint it adds to, or -1 for a constant
   * @param types the type of each group
   * @param arrivals how the adjoint of each output comes
   * @return the derivative
   */
  public static ExpressionAdjoint of(
      Expression expression, int[] groups, List<DataType> types, List<Arrival> arrivals) {
    boolean[] inputs = new boolean[groups.length];
    for (int slot = 0; slot < inputs.length; slot++) {
      inputs[slot] = groups[slot] >= 0;
    }
    Reversal reversal = new Reversal(expression, activeNodes(expression, inputs));
    reversal.arrive(arrivals);
    reversal.run();
    return reversal.result(groups, types);
  }

  /** Walks an expression from its outputs to its inputs. */
  private static final class Reversal {
    private final Expression source;
    private final boolean[] active;
    private final Expression.Builder builder;
    private final Simplifier algebra;
    private final @Nullable Integer[] values;
    private final @Nullable Integer[] adjoints;
    private final boolean[] masked;

    Reversal(Expression source, boolean[] active) {
      this.source = source;
      this.active = active;
      this.builder = Expression.in(source.computeType());
      this.algebra = new Simplifier(builder);
      int size = source.nodes().size();
      this.values = new Integer[size];
      this.adjoints = new Integer[size];
      this.masked = new boolean[size];
      useStoredValues();
    }

    /** An output that was stored without rounding is read, not computed again. */
    private void useStoredValues() {
      for (int output = 0; output < source.outputs().size(); output++) {
        Expression.Output stored = source.outputs().get(output);
        Expression.Node node = source.nodes().get(stored.node());
        boolean leaf = node instanceof Expression.Input || node instanceof Expression.Constant;
        if (!leaf && stored.type() == source.computeType()) {
          values[stored.node()] = builder.input(source.inputCount() + output);
        }
      }
    }

    void arrive(List<Arrival> arrivals) {
      int first = source.inputCount() + arrivals.size();
      for (int output = 0; output < arrivals.size(); output++) {
        Arrival arrival = arrivals.get(output);
        if (arrival != Arrival.NONE) {
          int node = source.outputs().get(output).node();
          flow(node, builder.input(first + output), arrival == Arrival.MASKED);
        }
      }
    }

    void run() {
      for (int number = adjoints.length - 1; number >= 0; number--) {
        Integer adjoint = adjoints[number];
        if (adjoint != null) {
          source.nodes().get(number).accept(new Passing(number, adjoint));
        }
      }
    }

    /** Carries the adjoint of a node to its operands; leaves have none. */
    private final class Passing implements Expression.Cases<Void> {
      private final int number;
      private final Integer adjoint;

      Passing(int number, Integer adjoint) {
        this.number = number;
        this.adjoint = adjoint;
      }

      @Override
      public Void input(Expression.Input input) {
        return null;
      }

      @Override
      public Void constant(Expression.Constant constant) {
        return null;
      }

      @Override
      public Void index(Expression.Index index) {
        return null;
      }

      @Override
      public Void uniform(Expression.Uniform uniform) {
        return null;
      }

      @Override
      public Void unary(Expression.Unary unary) {
        Integer slope = unary.op().derivative(algebra, value(unary.operand()), value(number));
        scale(unary.operand(), number, adjoint, slope);
        return null;
      }

      @Override
      public Void binary(Expression.Binary binary) {
        passBinary(binary, number, adjoint);
        return null;
      }

      @Override
      public Void ternary(Expression.Ternary ternary) {
        Integer condition = value(ternary.first());
        choose(condition, adjoint, ternary.second(), ternary.third());
        return null;
      }
    }

    private void passBinary(Expression.Binary binary, int number, Integer adjoint) {
      BinaryOp op = binary.op();
      if (op == BinaryOp.MIN || op == BinaryOp.MAX) {
        choose(leftTaken(binary, number), adjoint, binary.left(), binary.right());
        return;
      }
      Integer left = value(binary.left());
      Integer right = value(binary.right());
      if (active[binary.left()]) {
        Integer slope = op.derivativeLeft(algebra, left, right, value(number));
        scale(binary.left(), number, adjoint, slope);
      }
      if (active[binary.right()]) {
        Integer slope = op.derivativeRight(algebra, left, right, value(number));
        scale(binary.right(), number, adjoint, slope);
      }
    }

    /**
     * Whether the left operand is the extremum. If it is no variable it is compared with the
     * extremum itself, which comes to the same: a rectifier max(0, x) then needs its result alone,
     * which the next layer reads anyway, and x need not be kept.
     */
    private Integer leftTaken(Expression.Binary binary, int number) {
      Integer extremum = value(number);
      Integer other = active[binary.left()] ? value(binary.right()) : extremum;
      return binary.op().derivativeLeft(algebra, value(binary.left()), other, extremum);
    }

    private void choose(Integer condition, Integer adjoint, int then, int otherwise) {
      flow(then, TernaryOp.WHERE.adjointOfTrue(algebra, condition, adjoint), true);
      flow(otherwise, TernaryOp.WHERE.adjointOfFalse(algebra, condition, adjoint), true);
    }

    private void scale(int operand, int number, Integer adjoint, Integer slope) {
      Integer factor = masked[number] ? guarded(slope, adjoint) : slope;
      flow(operand, algebra.mul(adjoint, factor), masked[number]);
    }

    /**
     * The slope, or 0 where it is infinite or NaN and the adjoint is 0. A finite slope stays where
     * the adjoint is 0, because a second derivative differentiates the product by the adjoint.
     */
    private Integer guarded(Integer slope, Integer adjoint) {
      if (algebra.isConstant(slope)) {
        return slope;
      }
      Integer zero = algebra.constant(0);
      Integer isFinite = algebra.binary(BinaryOp.EQ, algebra.sub(slope, slope), zero);
      Integer isMasked = algebra.binary(BinaryOp.EQ, adjoint, zero);
      return algebra.where(algebra.binary(BinaryOp.LT, isFinite, isMasked), zero, slope);
    }

    private void flow(int to, Integer contribution, boolean isMasked) {
      if (!active[to] || algebra.isConstant(contribution, 0)) {
        return;
      }
      Integer before = adjoints[to];
      adjoints[to] = before == null ? contribution : algebra.add(before, contribution);
      masked[to] |= isMasked;
    }

    /** A node of the old expression, in the new one. */
    private Integer value(int number) {
      Integer known = values[number];
      if (known == null) {
        known = copied(source.nodes().get(number));
        values[number] = known;
      }
      return known;
    }

    private Integer copied(Expression.Node node) {
      if (node instanceof Expression.Constant constant) {
        return algebra.constant(constant.value()); // Simplified expressions know their constants.
      }
      return builder.node(node.renumbered(this::value));
    }

    ExpressionAdjoint result(int[] groups, List<DataType> types) {
      @Nullable Integer[] sums = new Integer[types.size()];
      boolean[] maskedSums = new boolean[types.size()];
      for (int number = 0; number < adjoints.length; number++) {
        Integer adjoint = adjoints[number];
        if (adjoint != null && source.nodes().get(number) instanceof Expression.Input input) {
          int group = groups[input.slot()];
          Integer before = sums[group];
          sums[group] = before == null ? adjoint : algebra.add(before, adjoint);
          maskedSums[group] |= masked[number];
        }
      }
      List<Contribution> contributions = new ArrayList<>();
      List<Expression.Output> outputs = new ArrayList<>();
      for (int group = 0; group < sums.length; group++) {
        Integer sum = sums[group];
        if (sum != null) {
          int same = sameAs(sum, types.get(group));
          int result = same >= 0 ? -1 : outputs.size();
          contributions.add(new Contribution(group, maskedSums[group], result, same));
          if (same < 0) {
            outputs.add(new Expression.Output(sum, types.get(group)));
          }
        }
      }
      List<Integer> slots = new ArrayList<>();
      Expression expression =
          outputs.isEmpty() ? null : Expressions.pruned(builder.build(outputs), slots);
      return new ExpressionAdjoint(expression, slots, contributions);
    }

    /** The output whose adjoint a node is, if the type is that of the output, or -1. */
    private int sameAs(Integer node, DataType type) {
      int first = source.inputCount() + source.outputs().size();
      for (int output = 0; output < source.outputs().size(); output++) {
        if (source.outputs().get(output).type() == type
            && builder.find(new Expression.Input(first + output)) == node) {
          return output;
        }
      }
      return -1;
    }
  }
}
