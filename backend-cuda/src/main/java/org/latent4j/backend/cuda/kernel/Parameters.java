package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The parameters of a kernel and their values in one launch, collected together so that text and
 * arguments cannot disagree. Which parameters there are depends on the form of the kernel alone.
 */
final class Parameters {
  private static final int WORD = 31;

  private final boolean wide;
  private final List<String> declarations = new ArrayList<>();
  private final List<Argument> arguments = new ArrayList<>();

  /** Starts a list; {@code wide} indices have 64 bits. */
  Parameters(boolean wide) {
    this.wide = wide;
  }

  void input(String type, String name, Argument address) {
    add("const " + type + "* " + name, address);
  }

  void output(String type, String name, Argument address) {
    boolean stored = address instanceof Argument.Pointer;
    add(type + "* " + name, stored ? ((Argument.Pointer) address).asWritten() : address);
  }

  /** A number in the compute type. */
  void number(ElementType type, String name, double value) {
    boolean single = type == ElementType.FLOAT32;
    add(
        type.cuda() + " " + name,
        single ? new Argument.Float32((float) value) : new Argument.Float64(value));
  }

  /** An extent or a stride. */
  void index(String name, long value) {
    add("Index " + name, wide ? new Argument.Int64(value) : new Argument.Int32((int) value));
  }

  void word(String name, int value) {
    add("unsigned int " + name, new Argument.Int32(value));
  }

  void integer(String name, int value) {
    add("int " + name, new Argument.Int32(value));
  }

  /** A 64-bit number, whatever the indices are. */
  void int64(String name, long value) {
    add("long long " + name, new Argument.Int64(value));
  }

  /**
   * A number to divide indices by. For 32-bit indices n below 2<sup>31</sup> the quotient is n m /
   * 2<sup>31 + l</sup>, with l the smallest number for which 2<sup>l</sup> &ge; d, and m = 2<sup>31
   * + l</sup> / d rounded up: n (m d - 2<sup>31 + l</sup>) is below 2<sup>31 + l</sup> (Granlund
   * and Montgomery 1994).
   */
  void divisor(String name, long value) {
    index(name, value);
    if (!wide) {
      int bits = Long.SIZE - Long.numberOfLeadingZeros(value - 1);
      long power = 1L << (WORD + bits);
      word(name + "_multiplier", (int) ((power + value - 1) / value));
      word(name + "_shift", WORD + bits);
    }
  }

  private void add(String declaration, Argument argument) {
    declarations.add(declaration);
    arguments.add(argument);
  }

  List<Argument> arguments() {
    return arguments;
  }

  /** The declarations, in the order of the arguments. */
  List<String> declarations() {
    return declarations;
  }

  /** The C expression of a quotient by a {@link #divisor}. */
  static String quotient(String dividend, String divisor, boolean wide, Set<Helper> used) {
    if (wide) {
      return dividend + " / " + divisor;
    }
    used.add(Helper.QUOTIENT);
    String magic = divisor + "_multiplier, " + divisor + "_shift";
    return "latent4j_quotient(" + dividend + ", " + magic + ")";
  }
}
