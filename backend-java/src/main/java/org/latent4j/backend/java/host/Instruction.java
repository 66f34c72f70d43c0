package org.latent4j.backend.java.host;

import org.latent4j.op.BinaryOp;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/** One step of a {@link Kernel}; {@code out} and the operands are numbers of registers. */
sealed interface Instruction {
  int out();

  /** Reads a chunk of an input. */
  record Load(int slot, int out) implements Instruction {}

  /** Fills a register, once for all chunks. */
  record Fill(double value, int out) implements Instruction {}

  /** Writes each element's position along an axis. */
  record Position(int axis, int out) implements Instruction {}

  /** Draws uniformly from [0, 1). */
  record Draw(int keySlot, long firstIndex, int out) implements Instruction {}

  /** Draws 1 with the probability in a register, given a uniform draw; NaN for NaN. */
  record Bernoulli(int uniform, int probability, int out) implements Instruction {}

  /** Applies an operation on one number. */
  record Unary(UnaryOp op, int operand, int out) implements Instruction {}

  /** Applies an operation on two numbers. */
  record Binary(BinaryOp op, int left, int right, int out) implements Instruction {}

  /** Applies an operation on three numbers. */
  record Ternary(TernaryOp op, int first, int second, int third, int out) implements Instruction {}
}
