package org.latent4j.op;

/**
 * Templates of CUDA C expressions. In a template an at sign stands for the suffix that tells the
 * {@code float} variant of a mathematical function from the {@code double} variant, as in {@code
 * exp@(%1$s)}. Integer literals are used for constants because they take the type of the other
 * operand, where {@code 1.0} would promote a {@code float} expression to {@code double}.
 */
final class CudaTemplate {
  private CudaTemplate() {}

  static String forType(Enum<?> operation, String template, DataType type) {
    return switch (type) {
      case FLOAT32 -> template.replace("@", "f");
      case FLOAT64 -> template.replace("@", "");
      case INT32, UINT8 ->
          throw new IllegalArgumentException(
              operation + ": computes in FLOAT32 or FLOAT64, not in " + type + "; cast first");
    };
  }
}
