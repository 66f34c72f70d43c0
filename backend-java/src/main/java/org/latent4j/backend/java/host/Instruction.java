package org.latent4j.backend.java.host;

import java.util.function.IntUnaryOperator;
import org.latent4j.backend.java.fused.FusedLoop;
import org.latent4j.backend.java.fused.FusedRun;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/**
 * One step of an elementwise computation. In a {@link Kernel} numbers stand for values, each of
 * which one instruction makes; in a {@link Routine} they stand for registers.
 */
sealed interface Instruction {
  /** Has a machine execute it. */
  void execute(Machine machine);

  /** Who can execute every kind of instruction, known as a visitor. */
  interface Machine {
    /** Runs a generated loop. */
    void fused(Fused fused);

    /** Reads an input. */
    void load(Load load);

    /** Repeats a number. */
    void fill(Fill fill);

    /** Makes positions. */
    void position(Position position);

    /** Draws uniformly. */
    void draw(Draw draw);

    /** Draws 0 or 1. */
    void bernoulli(Bernoulli draw);

    /** Applies an operation on one number. */
    void unary(Unary unary);

    /** Applies an operation on two numbers. */
    void binary(Binary binary);

    /** Applies an operation on three numbers. */
    void ternary(Ternary ternary);
  }

  /** An operation with one result. */
  sealed interface Single extends Instruction {
    /** Returns the number of the result. */
    int out();

    /** Returns the numbers of the operands. */
    int[] operands();

    /** Returns the same operation on other numbers. */
    Single renumbered(IntUnaryOperator numbers);

    /** Whether a generated loop can do it together with others. */
    default boolean isFusible() {
      return false;
    }
  }

  /** Arithmetic in a loop of its own. */
  record Fused(FusedLoop loop) implements Instruction {
    @Override
    public void execute(Machine machine) {
      machine.fused(this);
    }
  }

  /** Something that is read or made from nothing. */
  sealed interface Leaf extends Single {
    @Override
    default int[] operands() {
      return new int[0];
    }
  }

  /** Reads an input. */
  record Load(int slot, int out) implements Leaf {
    @Override
    public void execute(Machine machine) {
      machine.load(this);
    }

    @Override
    public Load renumbered(IntUnaryOperator numbers) {
      return new Load(slot, numbers.applyAsInt(out));
    }
  }

  /** The same number for all elements. */
  record Fill(double value, int out) implements Leaf {
    @Override
    public void execute(Machine machine) {
      machine.fill(this);
    }

    @Override
    public Fill renumbered(IntUnaryOperator numbers) {
      return new Fill(value, numbers.applyAsInt(out));
    }
  }

  /** Each element's position along an axis. */
  record Position(int axis, int out) implements Leaf {
    @Override
    public void execute(Machine machine) {
      machine.position(this);
    }

    @Override
    public Position renumbered(IntUnaryOperator numbers) {
      return new Position(axis, numbers.applyAsInt(out));
    }
  }

  /** Draws uniformly from [0, 1). */
  record Draw(int keySlot, long firstIndex, int out) implements Leaf {
    @Override
    public void execute(Machine machine) {
      machine.draw(this);
    }

    @Override
    public Draw renumbered(IntUnaryOperator numbers) {
      return new Draw(keySlot, firstIndex, numbers.applyAsInt(out));
    }
  }

  /** Draws 1 with a probability, given a uniform draw; NaN for NaN. */
  record Bernoulli(int uniform, int probability, int out) implements Single {
    @Override
    public void execute(Machine machine) {
      machine.bernoulli(this);
    }

    @Override
    public int[] operands() {
      return new int[] {uniform, probability};
    }

    @Override
    public Bernoulli renumbered(IntUnaryOperator numbers) {
      return new Bernoulli(
          numbers.applyAsInt(uniform), numbers.applyAsInt(probability), numbers.applyAsInt(out));
    }

    @Override
    public boolean isFusible() {
      return true;
    }
  }

  /** Applies an operation on one number. */
  record Unary(UnaryOp op, int operand, int out) implements Single {
    @Override
    public void execute(Machine machine) {
      machine.unary(this);
    }

    @Override
    public int[] operands() {
      return new int[] {operand};
    }

    @Override
    public Unary renumbered(IntUnaryOperator numbers) {
      return new Unary(op, numbers.applyAsInt(operand), numbers.applyAsInt(out));
    }

    @Override
    public boolean isFusible() {
      return FusedRun.takes(op);
    }
  }

  /** Applies an operation on two numbers. */
  record Binary(BinaryOp op, int left, int right, int out) implements Single {
    @Override
    public void execute(Machine machine) {
      machine.binary(this);
    }

    @Override
    public int[] operands() {
      return new int[] {left, right};
    }

    @Override
    public Binary renumbered(IntUnaryOperator numbers) {
      return new Binary(
          op, numbers.applyAsInt(left), numbers.applyAsInt(right), numbers.applyAsInt(out));
    }

    @Override
    public boolean isFusible() {
      return FusedRun.takes(op);
    }
  }

  /** Applies an operation on three numbers. */
  record Ternary(TernaryOp op, int first, int second, int third, int out) implements Single {
    @Override
    public void execute(Machine machine) {
      machine.ternary(this);
    }

    @Override
    public int[] operands() {
      return new int[] {first, second, third};
    }

    @Override
    public Ternary renumbered(IntUnaryOperator numbers) {
      return new Ternary(
          op,
          numbers.applyAsInt(first),
          numbers.applyAsInt(second),
          numbers.applyAsInt(third),
          numbers.applyAsInt(out));
    }
  }
}
