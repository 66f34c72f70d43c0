package org.latent4j.tck;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/** The text of {@code docs/tck.md}, made of the rules and bounds themselves. */
final class TckDocument {
  static final List<Class<?>> VERIFICATIONS =
      List.of(
          BackendVerification.class,
          UnitVerification.class,
          MarkovKernelVerification.class,
          ExampleProgramsVerification.class);

  private static final Map<String, String> SECTIONS = new TreeMap<>();

  static {
    SECTIONS.put("1", "Storages");
    SECTIONS.put("2", "Single operations");
    SECTIONS.put("3", "Random draws");
    SECTIONS.put("4", "Matrix products");
    SECTIONS.put("5", "Reductions");
    SECTIONS.put("6", "Rows and child keys");
    SECTIONS.put("7", "Expressions and conversions");
    SECTIONS.put("8", "Determinism, threads, opening and closing");
    SECTIONS.put("9", "Programs");
    SECTIONS.put("10", "Units");
    SECTIONS.put("11", "Markov kernels");
    SECTIONS.put("12", "Example programs");
  }

  private static final String HEAD =
      """
      # The conformance kit

      This page is made of the rules themselves: the test `TckDocumentTest` fails when it is out of date.

      A backend, a type of units or a sampler proves itself by a test class that extends one of the
      classes below and says where the implementation is. Each rule becomes a test.

      | to verify | extend | and give |
      | --- | --- | --- |
      | a backend | `org.latent4j.tck.BackendVerification` | `openBackend(options)` |
      | a type of units | `org.latent4j.tck.UnitVerification` | the functions, the states |
      | a sampler | `org.latent4j.tck.MarkovKernelVerification` | the kernel, an exact distribution |
      | a backend, by whole programs | `org.latent4j.tck.ExampleProgramsVerification` | `openBackend(options)` |

      ```java
      class MyBackendTckTest extends BackendVerification {
        @Override
        public Backend openBackend(BackendOptions options) {
          return new MyBackendProvider().open(options);
        }
      }
      ```

      The kit is the artifact `org.latent4j:latent4j-tck`, for the scope `test`; it needs `junit-jupiter`.
      A rule that can't fail proves nothing, so the kit's own tests hold, for every rule, an implementation
      with one fault that the rule must notice. `Rules.requireFailure("4.04", verification)` does the same
      for an implementation of your own.

      Statistical rules state the probability of a false alarm and log their seed. The seed is fixed, so
      that a build can be repeated; `-Dlatent4j.tck.seed=…` sets another one.
      """;

  private TckDocument() {}

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Class<?> verification : VERIFICATIONS) {
      String section = "";
      for (Rules.Rule rule : Rules.of(verification)) {
        String now = rule.number().substring(0, rule.number().indexOf('.'));
        if (!now.equals(section)) {
          text.append("\n## ").append(now).append(". ").append(SECTIONS.get(now));
          text.append("\n\n| rule | what must hold |\n| --- | --- |\n");
          section = now;
        }
        text.append("| ").append(rule.number()).append(" | ");
        text.append(rule.text().replace("|", "\\|")).append(" |\n");
      }
    }
    return text.append(bounds()).toString();
  }

  private static String bounds() {
    StringBuilder text =
        new StringBuilder(
            """

            ## Bounds on errors

            In units in the last place of the result; 0.5 means correctly rounded. A result below the
            smallest normal number (2^-126 in FLOAT32) may be 0. NaN and infinities must be exact.

            | operation | FLOAT32 | FLOAT64 |
            | --- | --- | --- |
            """);
    for (UnaryOp op : UnaryOp.values()) {
      row(
          text,
          op.name(),
          Accuracy.units(op, DataType.FLOAT32),
          Accuracy.units(op, DataType.FLOAT64));
    }
    for (BinaryOp op : BinaryOp.values()) {
      row(
          text,
          op.name(),
          Accuracy.units(op, DataType.FLOAT32),
          Accuracy.units(op, DataType.FLOAT64));
    }
    row(text, "normal, exponential, Gumbel draws", 4, 4);
    return text.append(
            """

            - LGAMMA of a negative number x: units of the larger one of the result and 1 + |x| log(1 + |x|).
            - DIGAMMA: units of the larger one of the result and 1, for negative x 1 + log(1 + |x|).
            - Gumbel draws: units of the larger one of the result and 1.
            - Gamma draws: 32 units and 4 more for each power of e; one in 2,000 may be another draw in
              FLOAT32, where a try is nearly accepted.
            - An element of a product over K terms: 8 sqrt(K) + 4 times eps, times the same element of
              |alpha| |A| |B|, plus 4 eps times what was added and the result; eps is 2^-24 in FLOAT32
              and 2^-53 in FLOAT64. In training each factor may be off by a unit of its last bit besides,
              cut off or rounded: 2^-10 in TF32, 2^-7 in BF16.
            - A sum of n numbers: 4 sqrt(min(n, 256)) times eps, times the sum of their sizes. MAX, MIN and
              ARGMAX are exact.
            - An expression: what follows from the bounds of its operations and their derivatives, so that
              operations may be fused.
            - Uniform and Bernoulli draws, gather, scatterAdd, replaceRows, copies and child keys: exact, bit for bit.
            - Programs against the same operations one by one: 10^-4 in FLOAT32 and 10^-11 in FLOAT64,
              relative to 1 or to the number if that is larger.
            """)
        .toString();
  }

  private static void row(StringBuilder text, String name, double single, double twice) {
    text.append(
        String.format(Locale.ROOT, "| %s | %s | %s |\n", name, number(single), number(twice)));
  }

  private static String number(double units) {
    return units == Math.rint(units) ? Long.toString((long) units) : Double.toString(units);
  }
}
