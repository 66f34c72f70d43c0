package org.latent4j.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.latent4j.models.data.PreparationStep.DrawAtEachVisit;

/**
 * What is done to data before a model sees them: learned from the training rows by {@link #fit},
 * and done in the same way to all others by {@link #apply}. Its text form, steps joined by
 * semicolons, says all of it, so that a model's file can hold it.
 *
 * @param steps what is done, in order; none leaves the data as they are
 */
public record Preparation(List<PreparationStep> steps) {

  private static final String NONE = "none";

  /** Data as they are. */
  public static final Preparation IDENTITY = new Preparation(List.of());

  /**
   * Copies the steps.
   *
   * @param steps what is done, in order
   * @throws IllegalArgumentException if a step follows the one that draws at each visit, which
   *     belongs to the feed and hence is the last
   */
  public Preparation {
    steps = List.copyOf(steps);
    int draw = steps.indexOf(new DrawAtEachVisit());
    if (draw >= 0 && draw < steps.size() - 1) {
      throw new IllegalArgumentException(
          "preparation: '"
              + steps.get(draw + 1).text()
              + "' cannot follow '"
              + steps.get(draw).text()
              + "', which must be the last step");
    }
  }

  /**
   * {@return a preparation of these steps}
   *
   * @param steps what is done, in order
   */
  public static Preparation of(PreparationStep... steps) {
    return new Preparation(List.of(steps));
  }

  /**
   * Reads the text form.
   *
   * @param text {@code none}, or steps joined by semicolons, as in {@code scale:255;threshold:0.5}
   * @return the preparation
   * @throws IllegalArgumentException if a step is unknown or its number not allowed
   */
  public static Preparation parse(String text) {
    if (text.equals(NONE)) {
      return IDENTITY;
    }
    List<PreparationStep> steps = new ArrayList<>();
    for (String step : text.split(";", -1)) {
      steps.add(PreparationStep.parse(step));
    }
    return new Preparation(steps);
  }

  /** {@return the text form, which {@link #parse} reads} */
  public String text() {
    return steps.isEmpty()
        ? NONE
        : steps.stream().map(PreparationStep::text).collect(Collectors.joining(";"));
  }

  /**
   * {@return this preparation and one step more}
   *
   * @param step what is done after it
   */
  public Preparation then(PreparationStep step) {
    List<PreparationStep> more = new ArrayList<>(steps);
    more.add(step);
    return new Preparation(more);
  }

  /** {@return whether nothing is left to learn from the training rows} */
  public boolean isFitted() {
    return steps.stream().allMatch(PreparationStep::isFitted);
  }

  /** {@return whether a feed draws 0 or 1 from the values anew at each visit} */
  public boolean drawsAtEachVisit() {
    return steps.contains(new DrawAtEachVisit());
  }

  /**
   * Learns from the training rows what the steps need to know, each step of what those before it
   * made.
   *
   * @param training the training rows
   * @return this preparation with what was learned; what an earlier fit learned is kept
   * @throws org.latent4j.models.io.DataFormatException if the values do not allow it
   */
  public Preparation fit(Dataset training) {
    return fit(data -> data.accept(training));
  }

  /**
   * Learns from training rows that are not in memory; reads them once for each step that learns.
   *
   * @param training the training rows
   * @return this preparation with what was learned
   * @throws org.latent4j.models.io.DataFormatException if the values do not allow it
   */
  public Preparation fit(Source training) {
    return fit(
        data -> {
          for (int i = 0; i < training.chunks(); i++) {
            data.accept(training.chunk(i));
          }
        });
  }

  private Preparation fit(Consumer<Consumer<Dataset>> training) {
    Preparation fitted = IDENTITY;
    for (PreparationStep step : steps) {
      fitted = fitted.then(step.isFitted() ? step : step.fit(range(fitted, training)));
    }
    return fitted;
  }

  private static Range range(Preparation before, Consumer<Consumer<Dataset>> training) {
    List<Range> ranges = new ArrayList<>();
    training.accept(data -> ranges.add(before.apply(data).range()));
    double minimum = ranges.stream().mapToDouble(Range::minimum).min().orElseThrow();
    double maximum = ranges.stream().mapToDouble(Range::maximum).max().orElseThrow();
    return new Range(minimum, maximum);
  }

  /**
   * Does all steps but drawing at each visit.
   *
   * @param data training rows or others
   * @return the prepared data
   * @throws IllegalStateException if the preparation is not fitted
   * @throws org.latent4j.models.io.DataFormatException if the values do not allow a step
   */
  public Dataset apply(Dataset data) {
    Optional<PreparationStep> unknown = steps.stream().filter(step -> !step.isFitted()).findFirst();
    if (unknown.isPresent()) {
      throw new IllegalStateException(
          "preparation: '"
              + unknown.get().text()
              + "' has learned nothing of training rows yet; call fit first");
    }
    Dataset prepared = data;
    for (PreparationStep step : steps) {
      prepared = step.apply(prepared);
    }
    return prepared;
  }

  /** {@return the text form} */
  @Override
  public String toString() {
    return text();
  }
}
