package org.latent4j.models.data;

import java.util.List;
import java.util.Optional;
import org.latent4j.models.text.TextForm;

/** One step of a {@link Preparation}. */
public sealed interface PreparationStep {

  /** {@return the step in words, which {@link #parse} reads} */
  String text();

  /**
   * Does the step.
   *
   * @param data the rows
   * @return the changed rows
   */
  Dataset apply(Dataset data);

  /** {@return whether nothing is left to learn from the training rows} */
  default boolean isFitted() {
    return true;
  }

  /**
   * Learns.
   *
   * @param training the extremes of the training rows
   * @return the step with what was learned
   */
  default PreparationStep fit(Range training) {
    return this;
  }

  /**
   * Reads a step.
   *
   * @param text {@code scale:D}, {@code unit}, {@code unit:MINIMUM,MAXIMUM}, {@code threshold:T},
   *     {@code draw-once:KEY} with a key of 16 hexadecimal digits, or {@code draw}
   * @return the step
   * @throws IllegalArgumentException if it is none of these or a number is not allowed
   */
  static PreparationStep parse(String text) {
    TextForm form = TextForm.of("preparation", text);
    return switch (form.kind()) {
      case "scale" -> form.make(() -> new Divide(form.numbers("D").get(0)));
      case "unit" -> form.make(() -> unit(form));
      case "threshold" -> form.make(() -> new Threshold(form.numbers("T").get(0)));
      case "draw-once" -> new DrawOnce(DrawOnce.key(form));
      case "draw" -> {
        form.numbers();
        yield new DrawAtEachVisit();
      }
      default ->
          throw form.unknownKind(
              List.of(
                  "scale:D",
                  "unit",
                  "unit:MINIMUM,MAXIMUM",
                  "threshold:T",
                  "draw-once:KEY",
                  "draw"));
    };
  }

  private static PreparationStep unit(TextForm form) {
    if (form.arguments().isEmpty()) {
      return new ToUnit(Optional.empty());
    }
    List<Double> extremes = form.numbers("MINIMUM", "MAXIMUM");
    return new ToUnit(Optional.of(new Range(extremes.get(0), extremes.get(1))));
  }

  /**
   * {@code x / divisor}.
   *
   * @param divisor finite and above 0, as 255 for pixels
   */
  record Divide(double divisor) implements PreparationStep {

    /**
     * Checks the divisor.
     *
     * @param divisor finite and above 0
     * @throws IllegalArgumentException if it is not
     */
    public Divide {
      if (!(divisor > 0) || Double.isInfinite(divisor)) {
        throw new IllegalArgumentException(
            "preparation: the divisor must be finite and above 0, not " + divisor);
      }
    }

    @Override
    public String text() {
      return "scale:" + divisor;
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.scale(divisor);
    }
  }

  /**
   * {@code (x - minimum) / (maximum - minimum)} with the extremes of the training rows; other rows
   * may lie outside of 0 to 1.
   *
   * @param extremes those of the training rows, once they are known
   */
  record ToUnit(Optional<Range> extremes) implements PreparationStep {

    /** Extremes to be learned. */
    public ToUnit() {
      this(Optional.empty());
    }

    @Override
    public String text() {
      return extremes
          .map(range -> "unit:" + range.minimum() + "," + range.maximum())
          .orElse("unit");
    }

    @Override
    public boolean isFitted() {
      return extremes.isPresent();
    }

    @Override
    public PreparationStep fit(Range training) {
      return new ToUnit(Optional.of(training));
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.scaleToUnit(extremes.orElseThrow());
    }
  }

  /**
   * 1 where x is above the threshold, else 0.
   *
   * @param threshold not NaN
   */
  record Threshold(double threshold) implements PreparationStep {

    /**
     * Checks the threshold.
     *
     * @param threshold not NaN
     * @throws IllegalArgumentException if it is
     */
    public Threshold {
      if (Double.isNaN(threshold)) {
        throw new IllegalArgumentException("preparation: the threshold must not be NaN");
      }
    }

    @Override
    public String text() {
      return "threshold:" + threshold;
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.threshold(threshold);
    }
  }

  /**
   * 1 with probability x, else 0, drawn once. Rows are counted from the first of each data set.
   *
   * @param key the 64 bits of a Threefry key
   */
  record DrawOnce(long key) implements PreparationStep {

    private static final int HEXADECIMAL = 16;

    private static long key(TextForm form) {
      String written = form.arguments().size() == 1 ? form.arguments().get(0) : "";
      if (!written.matches("[0-9a-f]{16}")) {
        throw form.wrong("write draw-once:KEY with a key of 16 hexadecimal digits");
      }
      return Long.parseUnsignedLong(written, HEXADECIMAL);
    }

    @Override
    public String text() {
      return "draw-once:" + Provenance.hex(key).substring(2);
    }

    @Override
    public Dataset apply(Dataset data) {
      return data.binarize(key);
    }
  }

  /** 1 with probability x, else 0, drawn anew by the feed at each visit of a row. */
  record DrawAtEachVisit() implements PreparationStep {

    @Override
    public String text() {
      return "draw";
    }

    /** Checks that the values are probabilities and leaves them as they are. */
    @Override
    public Dataset apply(Dataset data) {
      return data.requireIn01("drawing at each visit");
    }
  }
}
