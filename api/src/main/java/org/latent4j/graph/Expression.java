package org.latent4j.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/**
 * An elementwise computation: a small graph whose leaves are inputs, constants, positions and
 * random draws, with one output or several. It is evaluated once for every element of a shape,
 * independently of all other elements; that is what lets a backend run it in chunks, on many
 * threads, or as one GPU kernel.
 *
 * <p>All arithmetic is done in {@link #computeType()}. A load converts an element to that type (an
 * INT32 above 2<sup>24</sup> rounds in FLOAT32); a store converts from it: to INT32 by dropping the
 * fraction and saturating, to UINT8 likewise after clamping to 0 … 255, NaN becoming 0.
 *
 * <p>Expressions are values: two that compute the same graph are equal. Immutable.
 */
public final class Expression {

  /** One node of an expression; operands are numbers of earlier nodes. */
  public sealed interface Node permits Input, Constant, Index, Uniform, Unary, Binary, Ternary {
    /**
     * Does what a table has for nodes of this kind.
     *
     * @param cases what to do for each kind
     * @param <R> what comes out
     * @return what the method for this kind returns
     */
    <R> R accept(Cases<R> cases);

    /**
     * Returns the nodes that this one reads.
     *
     * @return their numbers in order; none for a leaf
     */
    default List<Integer> operands() {
      return List.of();
    }

    /**
     * Returns the same node with other operands.
     *
     * @param numbers from the number of an operand to that of its replacement
     * @return the node; a leaf itself
     */
    default Node renumbered(IntUnaryOperator numbers) {
      return this;
    }
  }

  /**
   * What to do with each kind of node, known as a visitor: whoever treats all kinds implements it,
   * so that a new kind does not compile before everybody has an answer to it.
   *
   * @param <R> what comes out
   */
  public interface Cases<R> {
    /**
     * Treats the element of an input.
     *
     * @param input the node
     * @return what comes out
     */
    R input(Input input);

    /**
     * Treats a number.
     *
     * @param constant the node
     * @return what comes out
     */
    R constant(Constant constant);

    /**
     * Treats a position.
     *
     * @param index the node
     * @return what comes out
     */
    R index(Index index);

    /**
     * Treats a draw.
     *
     * @param uniform the node
     * @return what comes out
     */
    R uniform(Uniform uniform);

    /**
     * Treats an operation on one number.
     *
     * @param unary the node
     * @return what comes out
     */
    R unary(Unary unary);

    /**
     * Treats an operation on two numbers.
     *
     * @param binary the node
     * @return what comes out
     */
    R binary(Binary binary);

    /**
     * Treats an operation on three numbers.
     *
     * @param ternary the node
     * @return what comes out
     */
    R ternary(Ternary ternary);
  }

  /**
   * The element of an input.
   *
   * @param slot which input, from 0
   */
  public record Input(int slot) implements Node {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.input(this);
    }
  }

  /**
   * The same number for every element.
   *
   * @param value the number; rounded to the compute type
   */
  public record Constant(double value) implements Node {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.constant(this);
    }
  }

  /**
   * The element's position along an axis of the shape that the expression is evaluated over.
   *
   * @param axis the axis, from 0
   */
  public record Index(int axis) implements Node {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.index(this);
    }
  }

  /**
   * A uniform draw in [0, 1), as {@link org.latent4j.random.Uniforms} defines it for the compute
   * type. The element's number is {@code firstIndex} plus its row-major number in the shape that
   * the expression is evaluated over.
   *
   * @param keySlot which key, from 0
   * @param firstIndex the number of the first element in the whole draw, at least 0
   */
  public record Uniform(int keySlot, long firstIndex) implements Node {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.uniform(this);
    }
  }

  /**
   * An operation on one number.
   *
   * @param op the operation
   * @param operand the node it is applied to
   */
  public record Unary(UnaryOp op, int operand) implements Node {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.unary(this);
    }

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public Unary renumbered(IntUnaryOperator numbers) {
      return new Unary(op, numbers.applyAsInt(operand));
    }
  }

  /**
   * An operation on two numbers.
   *
   * @param op the operation
   * @param left the node on the left
   * @param right the node on the right
   */
  public record Binary(BinaryOp op, int left, int right) implements Node {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.binary(this);
    }

    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public Binary renumbered(IntUnaryOperator numbers) {
      return new Binary(op, numbers.applyAsInt(left), numbers.applyAsInt(right));
    }
  }

  /**
   * An operation on three numbers.
   *
   * @param op the operation
   * @param first the first operand's node
   * @param second the second operand's node
   * @param third the third operand's node
   */
  public record Ternary(TernaryOp op, int first, int second, int third) implements Node {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.ternary(this);
    }

    @Override
    public List<Integer> operands() {
      return List.of(first, second, third);
    }

    @Override
    public Ternary renumbered(IntUnaryOperator numbers) {
      return new Ternary(
          op, numbers.applyAsInt(first), numbers.applyAsInt(second), numbers.applyAsInt(third));
    }
  }

  /**
   * A result of the expression.
   *
   * @param node the node whose values are stored
   * @param type the type they are stored as
   */
  public record Output(int node, DataType type) {}

  private final DataType computeType;
  private final List<Node> nodes;
  private final List<Output> outputs;
  private final int inputCount;
  private final int keyCount;
  private final int hash;

  private Expression(DataType computeType, List<Node> nodes, List<Output> outputs) {
    this.computeType = computeType;
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
    int inputs = 0;
    int keys = 0;
    for (Node node : nodes) {
      if (node instanceof Input input) {
        inputs = Math.max(inputs, input.slot() + 1);
      } else if (node instanceof Uniform uniform) {
        keys = Math.max(keys, uniform.keySlot() + 1);
      }
    }
    this.inputCount = inputs;
    this.keyCount = keys;
    this.hash =
        31 * (31 * computeType.hashCode() + this.nodes.hashCode()) + this.outputs.hashCode();
  }

  /**
   * Returns the type in which all arithmetic is done.
   *
   * @return FLOAT32 or FLOAT64
   */
  public DataType computeType() {
    return computeType;
  }

  /**
   * Returns the nodes; each refers only to nodes before it.
   *
   * @return the nodes in order of evaluation
   */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * Returns what is stored.
   *
   * @return the outputs, at least one
   */
  public List<Output> outputs() {
    return outputs;
  }

  /**
   * Returns how many inputs the expression reads.
   *
   * @return one more than the largest input slot
   */
  public int inputCount() {
    return inputCount;
  }

  /**
   * Returns how many keys the expression draws from.
   *
   * @return one more than the largest key slot
   */
  public int keyCount() {
    return keyCount;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expression expression
        && hash == expression.hash
        && computeType == expression.computeType
        && nodes.equals(expression.nodes)
        && outputs.equals(expression.outputs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * Returns the outputs as formulas over inputs {@code x0, x1, …}, after what they share: {@code t1
   * = exp(x0); mul(t1, t1)}.
   */
  @Override
  public String toString() {
    int[] reads = new int[nodes.size()];
    for (Node node : nodes) {
      node.operands().forEach(operand -> reads[operand]++);
    }
    outputs.forEach(output -> reads[output.node()]++);
    List<String> formulas = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int number = 0; number < nodes.size(); number++) {
      Node node = nodes.get(number);
      String formula = node.accept(new Formula(formulas));
      boolean shared = reads[number] > 1 && !node.operands().isEmpty();
      if (shared) {
        lines.add("t" + number + " = " + formula);
      }
      formulas.add(shared ? "t" + number : formula);
    }
    outputs.forEach(output -> lines.add(formulas.get(output.node())));
    return String.join("; ", lines);
  }

  /** Writes a node, given the formulas of its operands. */
  private record Formula(List<String> formulas) implements Cases<String> {
    @Override
    public String input(Input input) {
      return "x" + input.slot();
    }

    @Override
    public String constant(Constant constant) {
      return Double.toString(constant.value());
    }

    @Override
    public String index(Index index) {
      return "index" + index.axis();
    }

    @Override
    public String uniform(Uniform uniform) {
      return "uniform" + uniform.keySlot();
    }

    @Override
    public String unary(Unary unary) {
      return function(unary.op(), unary);
    }

    @Override
    public String binary(Binary binary) {
      return function(binary.op(), binary);
    }

    @Override
    public String ternary(Ternary ternary) {
      return function(ternary.op(), ternary);
    }

    private String function(Enum<?> op, Node node) {
      List<String> arguments = node.operands().stream().map(formulas::get).toList();
      return name(op) + "(" + String.join(", ", arguments) + ")";
    }
  }

  private static String name(Enum<?> op) {
    return op.name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Starts an expression.
   *
   * @param computeType the type in which to compute
   * @return an empty builder
   * @throws IllegalArgumentException unless the type is FLOAT32 or FLOAT64
   */
  public static Builder in(DataType computeType) {
    if (!computeType.isFloating()) {
      throw new IllegalArgumentException(
          "expression: arithmetic is done in FLOAT32 or FLOAT64, not in " + computeType);
    }
    return new Builder(computeType);
  }

  /**
   * Collects nodes; the handles it gives out are node numbers. A node that is already there is not
   * made again. Not thread-safe.
   */
  public static final class Builder implements Algebra<Integer> {
    private final DataType computeType;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> numbers = new HashMap<>();

    private Builder(DataType computeType) {
      this.computeType = computeType;
    }

    /**
     * Returns the type in which the expression computes.
     *
     * @return FLOAT32 or FLOAT64
     */
    public DataType computeType() {
      return computeType;
    }

    /**
     * Reads an input.
     *
     * @param slot which input, from 0
     * @return the node
     */
    public Integer input(int slot) {
      return node(new Input(slot));
    }

    /**
     * Reads the position along an axis.
     *
     * @param axis the axis, from 0
     * @return the node
     */
    public Integer index(int axis) {
      return node(new Index(axis));
    }

    /**
     * Draws uniformly from [0, 1), numbering the elements from 0.
     *
     * @param keySlot which key, from 0
     * @return the node
     */
    public Integer uniform(int keySlot) {
      return uniform(keySlot, 0);
    }

    /**
     * Draws a part of a larger uniform draw.
     *
     * @param keySlot which key, from 0
     * @param firstIndex the number of this part's first element in the whole draw
     * @return the node
     */
    public Integer uniform(int keySlot, long firstIndex) {
      if (firstIndex < 0) {
        throw new IllegalArgumentException(
            "uniform: the first index must be at least 0, but got " + firstIndex);
      }
      return node(new Uniform(keySlot, firstIndex));
    }

    @Override
    public Integer constant(double value) {
      return node(new Constant(value));
    }

    @Override
    public Integer unary(UnaryOp op, Integer operand) {
      return node(new Unary(op, checked(operand)));
    }

    @Override
    public Integer binary(BinaryOp op, Integer left, Integer right) {
      return node(new Binary(op, checked(left), checked(right)));
    }

    @Override
    public Integer where(Integer condition, Integer then, Integer otherwise) {
      return node(
          new Ternary(TernaryOp.WHERE, checked(condition), checked(then), checked(otherwise)));
    }

    /**
     * Puts in a node of any kind.
     *
     * @param node the node; its operands must be nodes of this builder
     * @return its number
     */
    public Integer node(Node node) {
      Integer known = numbers.get(node);
      if (known != null) {
        return known;
      }
      nodes.add(node);
      numbers.put(node, nodes.size() - 1);
      return nodes.size() - 1;
    }

    /** The number of a node that is there already, or -1. */
    int find(Node node) {
      Integer known = numbers.get(node);
      return known == null ? -1 : known;
    }

    private int checked(int operand) {
      if (operand < 0 || operand >= nodes.size()) {
        throw new IllegalArgumentException(
            "expression: node " + operand + " is not one of the " + nodes.size() + " built so far");
      }
      return operand;
    }

    /**
     * Ends the expression with one output of the compute type.
     *
     * @param output the node to store
     * @return the expression
     */
    public Expression build(int output) {
      return build(List.of(new Output(output, computeType)));
    }

    /**
     * Ends the expression.
     *
     * @param outputs what to store, at least one
     * @return the expression
     * @throws IllegalArgumentException if there is no output or one names an unknown node
     */
    public Expression build(List<Output> outputs) {
      if (outputs.isEmpty()) {
        throw new IllegalArgumentException("expression: at least one output is needed");
      }
      outputs.forEach(output -> checked(output.node()));
      return new Expression(computeType, nodes, outputs);
    }
  }
}
