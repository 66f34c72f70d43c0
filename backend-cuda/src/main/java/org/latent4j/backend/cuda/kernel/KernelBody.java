package org.latent4j.backend.cuda.kernel;

import java.util.List;
import java.util.Set;

/**
 * The parts of a kernel's text.
 *
 * @param helpers the device functions that it calls
 * @param wide whether its indices have 64 bits
 * @param comment what it computes
 * @param bounds what the compiler may assume of launches, or nothing
 * @param declarations its parameters
 * @param statements what it does
 */
record KernelBody(
    Set<Helper> helpers,
    boolean wide,
    String comment,
    String bounds,
    List<String> declarations,
    String statements) {

  KernelBody {
    helpers = Set.copyOf(helpers);
    declarations = List.copyOf(declarations);
  }

  /** The type of indices. */
  String indexType() {
    return "typedef unsigned " + (wide ? "long long" : "int") + " Index;";
  }

  /** The text of a kernel of its own. */
  Kernel kernel(String purpose) {
    String before =
        Helper.source(helpers)
            + indexType()
            + "\n\n// "
            + comment
            + "\nextern \"C\" __global__ void "
            + bounds;
    String parameters = String.join(",\n    ", declarations);
    String after = "(\n    " + parameters + ") {\n" + Helper.BEGIN + statements + "}\n";
    String name = purpose + "_" + Fingerprint.of(before + after);
    return new Kernel(name, before + name + after, this);
  }
}
