package org.latent4j.backend.cuda.kernel;

import java.util.List;

/**
 * What runs an operation: launches in order, none if there is nothing to do.
 *
 * @param launches the launches
 * @param scratchBytes how much scratch memory they need between them; it need not be cleared
 */
public record Work(List<Launch> launches, long scratchBytes) {
  /** Nothing to do. */
  static final Work NONE = new Work(List.of(), 0);

  /**
   * Copies the list.
   *
   * @param launches the launches
   * @param scratchBytes how much scratch memory they need
   */
  public Work {
    launches = List.copyOf(launches);
  }

  static Work of(Launch launch) {
    return new Work(List.of(launch), 0);
  }
}
