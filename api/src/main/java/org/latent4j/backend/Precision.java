package org.latent4j.backend;

/**
 * How exactly FLOAT32 matrix products are computed in programs that train ({@code
 * Program.training}). Everything else, and every product outside such a program, is computed in the
 * operands' own type. Backends without such arithmetic always compute {@link #FLOAT32_STRICT}.
 */
public enum Precision {
  /** Factors and sums in float32. */
  FLOAT32_STRICT,
  /** Factors rounded to 10 fraction bits (TensorFloat-32), sums in float32. */
  TF32,
  /** Factors rounded to 7 fraction bits (bfloat16), sums in float32; 0 and 1 are exact. */
  BF16
}
