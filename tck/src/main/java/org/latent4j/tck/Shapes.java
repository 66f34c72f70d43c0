package org.latent4j.tck;

import java.util.List;
import org.latent4j.graph.Shape;

/** Shapes to compute over. */
final class Shapes {
  private Shapes() {}

  /** Sizes 0, 1, 2, 7, 64, 65 and 1,021 in ranks 0 to 5, with extents of 0 and 1 among them. */
  static final List<Shape> SMALL =
      List.of(
          Shape.SCALAR,
          Shape.of(0),
          Shape.of(3, 0),
          Shape.of(1),
          Shape.of(2),
          Shape.of(7),
          Shape.of(64),
          Shape.of(65),
          Shape.of(1021),
          Shape.of(1, 7),
          Shape.of(7, 1),
          Shape.of(8, 8),
          Shape.of(5, 13),
          Shape.of(1, 1021),
          Shape.of(3, 4, 5),
          Shape.of(2, 1, 3, 1, 2));

  /** More elements than any backend computes on one thread. */
  static final Shape LARGE = Shape.of(100_003);

  /** As large, with two axes to lay out. */
  static final Shape LARGE_MATRIX = Shape.of(331, 317);
}
