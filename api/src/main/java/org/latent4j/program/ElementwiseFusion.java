package org.latent4j.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  private final Plan plan;
  private final List<Plan.Node> nodes;
  private Uses uses;

  private ElementwiseFusion(Plan plan) {
    this.plan = plan;
    this.nodes = new ArrayList<>(plan.nodes());
    this.uses = new Uses(plan, nodes);
  }

  static Plan fuse(Plan plan) {
    ElementwiseFusion fusion = new ElementwiseFusion(plan);
    int consumer = 0;
    while (consumer < fusion.nodes.size()) {
      int merged = fusion.mergeAProducerInto(consumer);
      // The merged node may read the result of another producer: it is looked at again.
      consumer = merged < 0 ? consumer + 1 : merged;
    }
    return new Plan(plan.values(), fusion.nodes, plan.updates(), plan.outputs());
  }

  /** Returns where the merged node is, or -1 if no producer of the consumer's inputs fits. */
  private int mergeAProducerInto(int consumer) {
    if (!(nodes.get(consumer).operation() instanceof Operation.Elementwise)) {
      return -1;
    }
    for (int producer = consumer - 1; producer >= 0; producer--) {
      if (isReadElementByElement(producer, consumer)) {
        Plan.Node merged = merged(nodes.get(producer), nodes.get(consumer), consumer);
        int place = merged == null ? -1 : place(producer, consumer);
        if (place >= 0) {
          nodes.set(place, merged);
          nodes.remove(place == consumer ? producer : consumer);
          uses = new Uses(plan, nodes);
          return place == consumer ? consumer - 1 : producer;
        }
      }
    }
    return -1;
  }

  /** Whether the consumer reads results of the producer, and only in the producer's own order. */
  private boolean isReadElementByElement(int producer, int consumer) {
    Plan.Node from = nodes.get(producer);
    Plan.Node to = nodes.get(consumer);
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
    boolean lateEnough = true;
    for (int result : nodes.get(producer).results()) {
      for (int reader : uses.readers(result)) {
        lateEnough &= reader >= consumer;
      }
    }
    if (lateEnough) {
      return consumer;
    }
    Set<Integer> madeBetween = new HashSet<>();
    for (int node = producer + 1; node < consumer; node++) {
      madeBetween.addAll(nodes.get(node).results());
    }
    boolean earlyEnough =
        nodes.get(consumer).operands().stream()
            .noneMatch(operand -> madeBetween.contains(operand.value()));
    return earlyEnough ? producer : -1;
  }

  /** Both nodes as one, or null if it would be too large. */
  private Plan.@Nullable Node merged(Plan.Node producer, Plan.Node consumer, int consumerNumber) {
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
    return uses.neededAtEnd(value)
        || uses.readers(value).stream().anyMatch(reader -> reader != consumer);
  }
}
