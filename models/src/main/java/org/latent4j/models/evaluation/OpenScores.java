package org.latent4j.models.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.learning.Metric;
import org.latent4j.tensor.RandomKey;

/**
 * Scores with their rows on a backend and their programs, to be asked again and again. Close them
 * after use; one thread at a time.
 *
 * @param <P> the parameters of the model
 * @param <B> a minibatch
 */
public final class OpenScores<P, B> implements AutoCloseable {
  private final List<Score<P, B>> list;
  private final List<String> parts;
  private final List<Feed<B>> feeds;
  private final List<OpenScore<P, B>> open = new ArrayList<>();

  OpenScores(Backend backend, List<Score<P, B>> list, List<String> parts, List<Feed<B>> feeds) {
    this.list = list;
    this.parts = parts;
    this.feeds = feeds;
    list.forEach(score -> open.add(score.on(backend)));
  }

  /**
   * Computes all scores.
   *
   * @param parameters the parameters
   * @param key the source of draws; all scores and all parts use the same ones, so that a
   *     difference between two epochs or two parts is not one of draws
   * @return what {@link Scores#metrics} names, in that order; constants with a standard error of 0
   */
  public Map<String, Estimate> measure(P parameters, RandomKey key) {
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      add(list.get(i), open.get(i).at(parameters), key, estimates);
    }
    return estimates;
  }

  private void add(
      Score<P, B> score, OpenScore<P, B>.At at, RandomKey key, Map<String, Estimate> estimates) {
    Metric metric = score.metric();
    switch (score.over()) {
      case EACH_PART -> {
        for (int part = 0; part < parts.size(); part++) {
          String name = Scores.nameOf(metric, parts.get(part));
          estimates.put(name, at.estimate(feeds.get(part), key));
        }
      }
      case SECOND_LESS_FIRST -> {
        if (parts.size() > 1) {
          Estimate second = at.estimate(feeds.get(1), key);
          estimates.put(metric.name(), second.minus(at.estimate(feeds.get(0), key)));
        }
      }
    }
    for (Metric constant : score.constants()) {
      estimates.put(constant.name(), new Estimate(at.constant(constant), 0, 0));
    }
  }

  /** Frees the programs; the rows belong to the scope in which these scores were opened. */
  @Override
  public void close() {
    open.forEach(OpenScore::close);
  }
}
