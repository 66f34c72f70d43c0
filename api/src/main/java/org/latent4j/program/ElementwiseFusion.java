package org.latent4j.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Merges an elementwise node into one that reads its result element by element, so that the result
 * goes from one to the other in a register in place of memory. Draws are merged like anything else:
 * bias, sigmoid and draw become one node with two outputs.
 *
 * <p>The results are the same bit for bit: a value is handed on only where storing it would not
 * have changed it, and nothing is computed twice.
 */
final class ElementwiseFusion {
  /** Beyond this size an expression no longer stays in the registers and caches of a backend. */
  private static final int MOST_NODES = 96;

  private static final int MOST_INPUTS = 16;

  /** The nodes by their numbers; null where one has been merged into another. */
  private final @Nullable Plan.Node[] nodes;

  private final DefUse uses;

  /** The nodes that something has changed for since no producer fitted them. */
  private final BitSet open = new BitSet();

  private ElementwiseFusion(Plan plan) {
    this.nodes = plan.nodes().toArray(Plan.Node[]::new);
    this.uses = new DefUse(plan);
  }

  static Plan fuse(Plan plan) {
    List<Plan.Node> fused = new ElementwiseFusion(plan).fused();
    return new Plan(plan.values(), fused, plan.updates(), plan.outputs());
  }

  private List<Plan.Node> fused() {
    open.set(0, nodes.length);
    int consumer = open.nextSetBit(0);
    while (consumer >= 0) {
      int merged = mergeAProducerInto(consumer);
      open.set(consumer, merged == consumer);
      // The merged node may read the result of another producer: it is looked at again.
      consumer = open.nextSetBit(merged < 0 ? consumer + 1 : merged);
    }
    return Arrays.stream(nodes).filter(Objects::nonNull).toList();
  }

  private Plan.Node node(int number) {
    return Objects.requireNonNull(nodes[number]);
  }

  /** Returns where the merged node is, or -1 if no producer of the consumer's inputs fits. */
  private int mergeAProducerInto(int consumer) {
    if (nodes[consumer] == null || !(node(consumer).operation() instanceof Operation.Elementwise)) {
      return -1;
    }
    for (int producer : producers(consumer).descendingSet()) {
      if (isReadElementByElement(producer, consumer)) {
        int place = place(producer, consumer);
        Plan.Node merged = place < 0 ? null : merged(producer, consumer);
        if (merged != null) {
          replace(producer, consumer, merged, place);
          return place;
        }
      }
    }
    return -1;
  }

  private NavigableSet<Integer> producers(int consumer) {
    NavigableSet<Integer> producers = new TreeSet<>();
    for (Plan.Operand operand : node(consumer).operands()) {
      if (uses.maker(operand.value()) >= 0) {
        producers.add(uses.maker(operand.value()));
      }
    }
    return producers;
  }

  /** Puts a node in the place of two others. */
  private void replace(int producer, int consumer, Plan.Node merged, int place) {
    List<Integer> changed = new ArrayList<>(List.of(producer));
    changed.addAll(producers(producer));
    changed.addAll(producers(consumer));
    for (int number : List.of(producer, consumer)) {
      uses.take(node(number), number);
      nodes[number] = null;
    }
    nodes[place] = merged;
    uses.put(merged, place);
    changed.add(place);
    changed.forEach(this::reopenReaders);
    open.set(place);
  }

  /** Has those looked at again that read what a node makes, which may be in another place now. */
  private void reopenReaders(int producer) {
    Plan.Node maker = nodes[producer];
    if (maker != null) {
      maker.results().forEach(result -> uses.readers(result).forEach(open::set));
    }
  }

  /** Whether the consumer reads results of the producer, and only in the producer's own order. */
  private boolean isReadElementByElement(int producer, int consumer) {
    Plan.Node from = node(producer);
    Plan.Node to = node(consumer);
    if (!(from.operation() instanceof Operation.Elementwise first)
        || !(to.operation() instanceof Operation.Elementwise second)
        || !first.shape().equals(second.shape())
        || first.expression().computeType() != second.expression().computeType()) {
      return false;
    }
    boolean reads = false;
    Layout own = Layout.dense(first.shape());
    for (int slot = 0; slot < to.operands().size(); slot++) {
      Plan.Operand operand = to.operands().get(slot);
      int output = from.results().indexOf(operand.value());
      if (output >= 0) {
        boolean unchangedByStoring =
            first.expression().outputs().get(output).type() == first.expression().computeType();
        boolean isInput = slot < second.expression().inputCount();
        if (!unchangedByStoring || !isInput || !operand.layout().equals(own)) {
          return false;
        }
        reads = true;
      }
    }
    return reads;
  }

  /**
   * Where the merged node can stand: at the consumer, if nobody in between reads the producer's
   * results; else at the producer, if all that the consumer reads is there already; else nowhere.
   */
  private int place(int producer, int consumer) {
    boolean lateEnough =
        node(producer).results().stream()
            .allMatch(result -> uses.readers(result).lower(consumer) == null);
    if (lateEnough) {
      return consumer;
    }
    boolean earlyEnough =
        node(consumer).operands().stream()
            .allMatch(operand -> uses.maker(operand.value()) <= producer);
    return earlyEnough ? producer : -1;
  }

  /** Both nodes as one, or null if it would be too large. */
  private Plan.@Nullable Node merged(int producerNumber, int consumerNumber) {
    Plan.Node producer = node(producerNumber);
    Plan.Node consumer = node(consumerNumber);
    Expression first = ((Operation.Elementwise) producer.operation()).expression();
    Operation.Elementwise second = (Operation.Elementwise) consumer.operation();
    if (first.nodes().size() + second.expression().nodes().size() > MOST_NODES) {
      return null;
    }
    ExpressionBuild build = new ExpressionBuild(first.computeType());
    List<Integer> ofProducer = build.append(first, producer.operands(), all(first));
    List<Expression.Output> outputs = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    for (int i = 0; i < producer.results().size(); i++) {
      int value = producer.results().get(i);
      Expression.Output output = first.outputs().get(i);
      int node = ofProducer.get(i);
      build.computes(value, node);
      if (isNeededBeside(value, consumerNumber)) {
        outputs.add(new Expression.Output(node, output.type()));
        results.add(value);
      }
    }
    List<Integer> ofConsumer =
        build.append(second.expression(), consumer.operands(), all(second.expression()));
    for (int i = 0; i < consumer.results().size(); i++) {
      Expression.Output output = second.expression().outputs().get(i);
      outputs.add(new Expression.Output(ofConsumer.get(i), output.type()));
      results.add(consumer.results().get(i));
    }
    return build.inputCount() > MOST_INPUTS ? null : build.node(second.shape(), outputs, results);
  }

  private static List<Integer> all(Expression expression) {
    return IntStream.range(0, expression.outputs().size()).boxed().toList();
  }

  private boolean isNeededBeside(int value, int consumer) {
    return uses.isNeededAtEnd(value)
        || uses.readers(value).stream().anyMatch(reader -> reader != consumer);
  }
}
