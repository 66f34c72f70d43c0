package org.latent4j.backend.cuda.kernel;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A body of CUDA C being written, line by line, and the device functions that it calls. */
final class Lines {
  private static final String STEP = "  ";

  private final StringBuilder text = new StringBuilder();
  private final Set<Helper> used = EnumSet.noneOf(Helper.class);
  private int depth = 1;

  Lines add(String line) {
    text.append(STEP.repeat(depth)).append(line).append('\n');
    return this;
  }

  /** Adds a line made by a format. */
  Lines add(String format, Object... values) {
    return add(String.format(Locale.ROOT, format, values));
  }

  /** Begins a block: the head and an opening brace. */
  Lines open(String head) {
    add(head.isEmpty() ? "{" : head + " {");
    depth++;
    return this;
  }

  /** Begins a block with a head made by a format. */
  Lines open(String head, Object... values) {
    return open(String.format(Locale.ROOT, head, values));
  }

  Lines close() {
    depth--;
    return add("}");
  }

  /** Ends a block and begins its alternative. */
  Lines otherwise() {
    depth--;
    add("} else {");
    depth++;
    return this;
  }

  /** Begins a loop that is to be unrolled. */
  Lines unroll(String variable, int count) {
    add("#pragma unroll");
    String condition = variable + " < " + count;
    return open("for (int " + variable + " = 0; " + condition + "; ++" + variable + ")");
  }

  void use(@Nullable Helper helper) {
    if (helper != null) {
      used.add(helper);
    }
  }

  Set<Helper> used() {
    return used;
  }

  /**
   * Completes the kernel.
   *
   * @param purpose the beginning of its name
   * @param comment what it computes
   * @param wide whether indices have 64 bits
   * @param parameters the parameters
   */
  Kernel kernel(String purpose, String comment, boolean wide, Parameters parameters) {
    return kernel(purpose, comment, "", wide, parameters);
  }

  /** The same, with what the compiler may assume of launches. */
  Kernel kernel(
      String purpose, String comment, String bounds, boolean wide, Parameters parameters) {
    List<String> declarations = parameters.declarations();
    return new KernelBody(used, wide, comment, bounds, declarations, text.toString())
        .kernel(purpose);
  }

  /** Returns the lines written so far. */
  @Override
  public String toString() {
    return text.toString();
  }
}
