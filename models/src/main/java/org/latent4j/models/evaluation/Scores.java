package org.latent4j.models.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.ResidentRows;
import org.latent4j.op.DataType;

/**
 * A list of scores over parts of the data: what is told after each epoch, of a trained model, and
 * in curves. A value.
 *
 * <pre>{@code
 * Scores<RbmParameters, Tensor> scores =
 *     Scores.of(Reading.values(), RbmScores.of(rbm))
 *         .part("training", training)
 *         .part("held_out", heldOut);
 * }</pre>
 *
 * <p>A score of each part is called {@code metric_part}, {@code pseudo_likelihood_held_out} for
 * instance; what is told of all parts together has the name of its metric alone.
 *
 * @param <P> the parameters of the model
 * @param <B> a minibatch
 */
public final class Scores<P, B> {
  /** How many rows of a part are scored at most unless it is set. */
  public static final int MOST_ROWS = 10_000;

  private final Reading<B> reading;
  private final ScoreList<P, B> list;
  private final Cost most;
  private final List<Part> parts;
  private final int mostRows;

  /** Some rows and what they are called in names. */
  private record Part(String name, Dataset data) {
    String inWords() {
      return name.replace('_', ' ');
    }
  }

  private Scores(
      Reading<B> reading, ScoreList<P, B> list, Cost most, List<Part> parts, int mostRows) {
    this.reading = reading;
    this.list = list;
    this.most = most;
    this.parts = parts;
    this.mostRows = mostRows;
  }

  /**
   * Starts with the cheap scores of a model, no part of the data, and at most {@value #MOST_ROWS}
   * rows of each.
   *
   * @param reading what a minibatch is made of
   * @param list the scores of the model
   * @param <P> the parameters of the model
   * @param <B> a minibatch
   * @return the scores
   */
  public static <P, B> Scores<P, B> of(Reading<B> reading, ScoreList<P, B> list) {
    return new Scores<>(reading, list, Cost.CHEAP, List.of(), MOST_ROWS);
  }

  /**
   * Starts with chosen scores, whatever they cost.
   *
   * @param reading what a minibatch is made of
   * @param chosen the scores in the order in which they are told
   * @param <P> the parameters of the model
   * @param <B> a minibatch
   * @return the scores of no part of the data, and at most {@value #MOST_ROWS} rows of each
   */
  public static <P, B> Scores<P, B> of(Reading<B> reading, List<Score<P, B>> chosen) {
    List<Score<P, B>> copy = List.copyOf(chosen);
    return of(reading, (rows, most) -> copy);
  }

  /**
   * Sets what the scores of a model may cost.
   *
   * @param limit the most that a score may cost
   * @return the scores with this limit
   */
  public Scores<P, B> upTo(Cost limit) {
    return new Scores<>(reading, list, limit, parts, mostRows);
  }

  /**
   * Adds a part of the data.
   *
   * @param name what it is called in names, such as {@code training}, {@code validation}, {@code
   *     held_out}, {@code test}: lower case letters, digits and underscores; the first part is the
   *     one that is learned from
   * @param data the rows, of which the first ones are scored
   * @return the scores with one more part
   * @throws IllegalArgumentException if the name has other characters, or there is such a part
   */
  public Scores<P, B> part(String name, Dataset data) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "scores: the name of a part must be of lower case letters, digits and underscores, but is"
              + " '"
              + name
              + "'");
    }
    if (parts.stream().anyMatch(part -> part.name().equals(name))) {
      throw new IllegalArgumentException("scores: there is a part '" + name + "' already");
    }
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part(name, data));
    return new Scores<>(reading, list, most, more, mostRows);
  }

  /**
   * Sets how many rows of a part are scored.
   *
   * @param count the most, at least 1; more make scores dearer, and steadier
   * @return the scores with this limit
   * @throws IllegalArgumentException if it is less than 1
   */
  public Scores<P, B> mostRows(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "scores: at least 1 row must be scored, not %d", count));
    }
    return new Scores<>(reading, list, most, parts, count);
  }

  /**
   * Lists the scores, which depend on how many rows there are.
   *
   * @return the scores in the order in which they are told
   */
  public List<Score<P, B>> list() {
    return list.of(parts.stream().mapToLong(part -> rows(part.data())).sum(), most);
  }

  private int rows(Dataset data) {
    return Math.min(mostRows, data.rows());
  }

  /**
   * Names what is told.
   *
   * @return the metrics, in the order of the scores and for each of them of the parts
   */
  public List<Metric> metrics() {
    return panels().stream()
        .flatMap(panel -> panel.lines().stream())
        .map(Panel.Line::metric)
        .toList();
  }

  private static Metric ofPart(Metric metric, Part part) {
    return new Metric(
        nameOf(metric, part.name()),
        metric.title() + ", " + part.inWords(),
        metric.unit(),
        metric.better());
  }

  static String nameOf(Metric metric, String part) {
    return metric.name() + "_" + part;
  }

  /**
   * Returns what to stop early by: the first score over the second part, which is not learned from.
   *
   * @return the metric; empty if there is one part only, the first score is not of each part, or
   *     none of its values are better
   */
  public Optional<Metric> watched() {
    return list().stream()
        .limit(parts.size() < 2 ? 0 : 1)
        .filter(score -> score.over() == Score.Over.EACH_PART)
        .filter(score -> score.metric().better() != Metric.Better.NEITHER)
        .map(score -> ofPart(score.metric(), parts.get(1)))
        .findFirst();
  }

  /**
   * Arranges the metrics for curves: one panel a score, one line a part.
   *
   * @return the panels that have lines, in the order of the scores; constants have panels of their
   *     own
   */
  public List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    for (Score<P, B> score : list()) {
      Metric metric = score.metric();
      switch (score.over()) {
        case EACH_PART ->
            panels.add(
                new Panel(
                    metric.title(),
                    metric.unit(),
                    parts.stream()
                        .map(part -> new Panel.Line(part.inWords(), ofPart(metric, part)))
                        .toList()));
        case SECOND_LESS_FIRST -> {
          if (parts.size() > 1) {
            panels.add(difference(metric));
          }
        }
      }
      score.constants().forEach(constant -> panels.add(single(constant.title(), constant)));
    }
    panels.removeIf(panel -> panel.lines().isEmpty());
    return panels;
  }

  private Panel difference(Metric metric) {
    String which = parts.get(1).inWords() + " less " + parts.get(0).inWords();
    return single(metric.title() + ": " + which, metric);
  }

  private static Panel single(String title, Metric metric) {
    String label =
        metric.title().substring(0, 1).toLowerCase(Locale.ROOT) + metric.title().substring(1);
    return new Panel(title, metric.unit(), List.of(new Panel.Line(label, metric)));
  }

  /**
   * Prepares the scores.
   *
   * @param backend where they are computed; the parameters must be there, too
   * @param type the type of the parameters
   * @return the scores with the rows and their programs; the caller closes them. The rows belong to
   *     the innermost open scope
   * @throws IllegalArgumentException if a part lacks a column that the reading needs, or it refuses
   *     the rows, or two metrics have one name
   */
  public OpenScores<P, B> on(Backend backend, DataType type) {
    requireNames();
    List<Feed<B>> feeds = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Part part : parts) {
      feeds.add(ResidentRows.feed(backend, type, reading, first(part.data())));
      names.add(part.name());
    }
    return new OpenScores<>(backend, list(), names, feeds);
  }

  private void requireNames() {
    Set<String> names = new LinkedHashSet<>();
    for (Metric metric : metrics()) {
      if (!names.add(metric.name())) {
        throw new IllegalArgumentException(
            "scores: there must be one metric of a name, but there are several called "
                + metric.name());
      }
    }
  }

  private Dataset first(Dataset data) {
    return rows(data) == data.rows() ? data : data.slice(0, rows(data));
  }
}
