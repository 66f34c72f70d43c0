package org.latent4j.models.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What each row of a data set has beside its values; null where the data have nothing of the kind.
 * Nobody changes the arrays.
 */
final class RowAttributes {

  static final RowAttributes NONE = new RowAttributes(null, null, null);

  private final int @Nullable [] labels;
  private final double @Nullable [] weights;
  private final @Nullable Dataset targets;

  private RowAttributes(
      int @Nullable [] labels, double @Nullable [] weights, @Nullable Dataset targets) {
    this.labels = labels;
    this.weights = weights;
    this.targets = targets;
  }

  int @Nullable [] labels() {
    return labels;
  }

  double @Nullable [] weights() {
    return weights;
  }

  @Nullable Dataset targets() {
    return targets;
  }

  RowAttributes withLabels(int[] other) {
    return new RowAttributes(other, weights, targets);
  }

  RowAttributes withWeights(double[] other) {
    return new RowAttributes(labels, other, targets);
  }

  RowAttributes withTargets(Dataset other) {
    return new RowAttributes(labels, weights, other);
  }

  /** Those of the rows {@code row(0) .. row(count - 1)}. */
  RowAttributes select(int count, IntUnaryOperator row, String step) {
    int[] oldLabels = labels;
    double[] oldWeights = weights;
    return new RowAttributes(
        oldLabels == null
            ? null
            : IntStream.range(0, count).map(i -> oldLabels[row.applyAsInt(i)]).toArray(),
        oldWeights == null
            ? null
            : IntStream.range(0, count).mapToDouble(i -> oldWeights[row.applyAsInt(i)]).toArray(),
        targets == null ? null : targets.select(count, row, step));
  }

  void addTo(MessageDigest digest) {
    if (labels != null) {
      ContentHash.add(digest, "labels");
      ByteBuffer bytes = ByteBuffer.allocate(labels.length * Integer.BYTES);
      bytes.asIntBuffer().put(labels);
      digest.update(bytes);
    }
    if (weights != null) {
      ContentHash.add(digest, "weights");
      ByteBuffer bytes = ByteBuffer.allocate(weights.length * Double.BYTES);
      bytes.asDoubleBuffer().put(weights);
      digest.update(bytes);
    }
  }
}
