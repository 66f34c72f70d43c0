package org.latent4j.backend.java.host;

import java.util.List;

/**
 * What to do for a chunk of elements, on numbered registers of a chunk each and on scalars.
 * Immutable.
 */
final class Routine {
  /**
   * A number that is the same for all elements.
   *
   * @param slot the input it is read from, or -1
   * @param value the number itself, if it is not an input
   */
  record Scalar(int slot, double value) {}

  /** The scalars, read before the first chunk. */
  final Scalar[] scalars;

  /** What fills registers that stay the same for all chunks. */
  final Instruction[] prologue;

  /** What is done for every chunk. */
  final Instruction[] body;

  /** How many registers there are. */
  final int registers;

  /** The register of each output. */
  final int[] results;

  Routine(
      List<Scalar> scalars,
      List<Instruction> prologue,
      List<Instruction> body,
      int registers,
      int[] results) {
    this.scalars = scalars.toArray(Scalar[]::new);
    this.prologue = prologue.toArray(Instruction[]::new);
    this.body = body.toArray(Instruction[]::new);
    this.registers = registers;
    this.results = results;
  }
}
