package org.latent4j.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.latent4j.op.DataType;

/**
 * A program as plain data: values, the operations that make them, what replaces the state, and what
 * is handed out. A backend turns it into something that runs ({@code Backend.prepare}).
 *
 * <p>Every value is made once (static single assignment), laid out densely, and read through the
 * layouts of operands. Nodes stand in an order in which they can be run. Immutable.
 */
public final class Plan {
  /** Characters of an expression that are printed. */
  private static final int LONGEST_EXPRESSION = 240;

  /** Where a value comes from. */
  public enum Role {
    /** Bound anew at every run. */
    INPUT,
    /** A buffer that lives from run to run and is replaced at the end of each. */
    STATE,
    /** Bound once, when the program is prepared; never written. */
    CONSTANT,
    /** Made by a node. */
    RESULT
  }

  /**
   * A tensor that the program reads or makes.
   *
   * @param type its element type
   * @param shape its shape; it is laid out densely
   * @param role where it comes from
   */
  public record Value(DataType type, Shape shape, Role role) {}

  /**
   * A value read through a view.
   *
   * @param value the number of the value
   * @param layout how it is read, relative to the value's first element
   */
  public record Operand(int value, Layout layout) {}

  /**
   * One operation.
   *
   * @param operation what is done
   * @param operands what it reads, in the order that {@link Operation} states
   * @param results the numbers of the values it makes
   */
  public record Node(Operation operation, List<Operand> operands, List<Integer> results) {
    /**
     * Copies the lists.
     *
     * @param operation what is done
     * @param operands what it reads
     * @param results the numbers of the values it makes
     */
    public Node {
      operands = List.copyOf(operands);
      results = List.copyOf(results);
    }
  }

  /**
   * The replacement of a state buffer at the end of a run. All replacements happen at once: each
   * reads the values from before any of them.
   *
   * @param state the number of the state value
   * @param source what replaces it, of the same type and shape
   */
  public record Update(int state, Operand source) {}

  private final List<Value> values;
  private final List<Node> nodes;
  private final List<Update> updates;
  private final List<Operand> outputs;

  /**
   * Makes a plan of its parts.
   *
   * @param values all values
   * @param nodes the operations in an order in which they can be run
   * @param updates what replaces the state
   * @param outputs what is handed out after a run
   * @throws IllegalArgumentException if an operand is read before it is made, or a value is made
   *     twice
   */
  public Plan(List<Value> values, List<Node> nodes, List<Update> updates, List<Operand> outputs) {
    this.values = List.copyOf(values);
    this.nodes = List.copyOf(nodes);
    this.updates = List.copyOf(updates);
    this.outputs = List.copyOf(outputs);
    checkOrder();
  }

  private void checkOrder() {
    boolean[] made = new boolean[values.size()];
    for (int value = 0; value < made.length; value++) {
      made[value] = values.get(value).role() != Role.RESULT;
    }
    for (Node node : nodes) {
      node.operands()
          .forEach(
              operand -> require(made[operand.value()], operand.value(), "read before it is made"));
      for (int result : node.results()) {
        require(!made[result], result, "made twice");
        made[result] = true;
      }
    }
    updates.forEach(
        update -> require(made[update.source().value()], update.source().value(), "never made"));
    outputs.forEach(output -> require(made[output.value()], output.value(), "never made"));
  }

  private static void require(boolean condition, int value, String fault) {
    if (!condition) {
      throw new IllegalArgumentException("plan: value %" + value + " is " + fault);
    }
  }

  /**
   * Returns all values; operands and results refer to them by number.
   *
   * @return the values
   */
  public List<Value> values() {
    return values;
  }

  /**
   * Returns the operations in an order in which they can be run.
   *
   * @return the nodes
   */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * Returns what replaces the state at the end of a run.
   *
   * @return the updates
   */
  public List<Update> updates() {
    return updates;
  }

  /**
   * Returns what is handed out after a run.
   *
   * @return the outputs
   */
  public List<Operand> outputs() {
    return outputs;
  }

  /**
   * Returns the numbers of the values with a role, in ascending order; bindings are given in this
   * order.
   *
   * @param role the role
   * @return the numbers of the values
   */
  public List<Integer> valuesOf(Role role) {
    List<Integer> numbers = new ArrayList<>();
    for (int value = 0; value < values.size(); value++) {
      if (values.get(value).role() == role) {
        numbers.add(value);
      }
    }
    return numbers;
  }

  /**
   * Returns this plan with some operations at the front, in the order that they have among each
   * other: those that are chosen and depend on nothing but bound values and what has been moved.
   * All others follow in their order. The results are the same.
   *
   * @param chosen which operations to move
   * @return the reordered plan
   */
  public Plan withFirst(Predicate<Operation> chosen) {
    Set<Integer> known = new HashSet<>();
    for (int value = 0; value < values.size(); value++) {
      if (values.get(value).role() != Role.RESULT) {
        known.add(value);
      }
    }
    List<Node> first = new ArrayList<>();
    List<Node> others = new ArrayList<>();
    for (Node node : nodes) {
      boolean ready = node.operands().stream().allMatch(o -> known.contains(o.value()));
      if (ready && chosen.test(node.operation())) {
        first.add(node);
        known.addAll(node.results());
      } else {
        others.add(node);
      }
    }
    first.addAll(others);
    return new Plan(values, first, updates, outputs);
  }

  /** Returns one line per value that is bound, node, update and output. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < values.size(); number++) {
      Value value = values.get(number);
      if (value.role() != Role.RESULT) {
        text.append(describe(number))
            .append(" = ")
            .append(value.role().name().toLowerCase(Locale.ROOT))
            .append('\n');
      }
    }
    nodes.forEach(node -> text.append(text(node)).append('\n'));
    for (Update update : updates) {
      text.append("state %").append(update.state()).append(" <- ");
      text.append(describe(update.source())).append('\n');
    }
    outputs.forEach(output -> text.append("output ").append(describe(output)).append('\n'));
    return text.toString();
  }

  /**
   * Returns a node as a line: its results, what is done, and what it reads. A long expression is
   * cut.
   *
   * @param node a node of this plan
   * @return the line, without an end
   */
  public String text(Node node) {
    List<String> results = new ArrayList<>();
    node.results().forEach(result -> results.add(describe(result)));
    return String.join(", ", results)
        + " = "
        + describe(node.operation())
        + operands(node.operands());
  }

  private String describe(int number) {
    Value value = values.get(number);
    return "%" + number + " " + value.type() + " " + value.shape();
  }

  private String describe(Operand operand) {
    Layout whole = Layout.dense(values.get(operand.value()).shape());
    return "%"
        + operand.value()
        + (operand.layout().equals(whole) ? "" : " as " + operand.layout());
  }

  private String operands(List<Operand> operands) {
    List<String> texts = new ArrayList<>();
    operands.forEach(operand -> texts.add(describe(operand)));
    return "(" + String.join(", ", texts) + ")";
  }

  private static String describe(Operation operation) {
    if (operation instanceof Operation.Elementwise elementwise) {
      return "elementwise {" + shortened(elementwise.expression()) + "} ";
    }
    return operation.toString();
  }

  private static String shortened(Expression expression) {
    String text = expression.toString();
    return text.length() <= LONGEST_EXPRESSION
        ? text
        : text.substring(0, LONGEST_EXPRESSION - 20)
            + " ... "
            + expression.nodes().size()
            + " nodes";
  }
}
