package org.latent4j.backend.blas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.java.product.Matrix;

/** Some columns of a matrix, as a matrix; kept, so that products in a loop make no garbage. */
final class Cuts {
  /** As many matrices as the products of a step of a network of a dozen layers have. */
  private static final int KEPT = 64;

  private final Map<Matrix, List<Matrix>> known = new Known();

  /** Returns columns {@code from} to {@code to}, the latter not included. */
  Matrix columns(Matrix whole, int from, int to) {
    if (to - from == whole.columns()) {
      return whole;
    }
    List<Matrix> parts = known.computeIfAbsent(whole, unused -> new ArrayList<>());
    for (int i = 0; i < parts.size(); i++) {
      Matrix part = parts.get(i);
      if (part.offset() == whole.at(0, from) && part.columns() == to - from) {
        return part;
      }
    }
    Matrix part = whole.part(0, whole.rows(), from, to);
    parts.add(part);
    return part;
  }

  /** Forgets what has been known longest. */
  private static final class Known extends LinkedHashMap<Matrix, List<Matrix>> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Matrix, List<Matrix>> eldest) {
      return size() > KEPT;
    }
  }
}
