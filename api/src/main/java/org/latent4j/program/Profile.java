package org.latent4j.program;

import java.util.List;
import java.util.Locale;

/**
 * Where the time of a program's run goes.
 *
 * <p>Each node is measured alone and waited for, while a run does neighbouring nodes together. So
 * the times of the nodes say which of them is slow, and their sum can be above or below the time of
 * a run.
 *
 * @param microseconds the median time of a whole run, waited for
 * @param nodes the nodes of the recorded plan in their order
 */
public record Profile(double microseconds, List<Node> nodes) {

  /**
   * One node of the plan.
   *
   * @param text the node as the program prints it
   * @param microseconds the median time of the node run alone
   */
  public record Node(String text, double microseconds) {}

  /**
   * Copies the list.
   *
   * @param microseconds the time of a run
   * @param nodes the nodes
   */
  public Profile {
    nodes = List.copyOf(nodes);
  }

  /**
   * Returns the sum over the nodes.
   *
   * @return microseconds
   */
  public double ofNodes() {
    return nodes.stream().mapToDouble(Node::microseconds).sum();
  }

  /** Returns a table: microseconds, share of the nodes' sum and text of each node. */
  @Override
  public String toString() {
    double sum = ofNodes();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "a run takes %.1f us, its %d nodes one by one %.1f us%n",
            microseconds,
            nodes.size(),
            sum));
    for (Node node : nodes) {
      text.append(
          String.format(
              Locale.ROOT,
              "%10.1f us %3.0f %%  %s%n",
              node.microseconds(),
              sum > 0 ? 100 * node.microseconds() / sum : 0,
              node.text()));
    }
    return text.toString();
  }
}
