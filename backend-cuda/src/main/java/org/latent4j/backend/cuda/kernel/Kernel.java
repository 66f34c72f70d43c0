package org.latent4j.backend.cuda.kernel;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kernel as CUDA C. The source stands alone: it includes nothing and holds exactly one {@code
 * extern "C" __global__} function, called {@code name}. The same operation always has the same
 * text, so a compiled kernel can be kept under a hash of the source and {@link #OPTIONS}. Kernels
 * are equal if their texts are.
 */
public final class Kernel {
  /**
   * The options that the compiler (NVRTC or nvcc) needs beside the architecture. Products and sums
   * are not contracted to fused multiply-adds, so that arithmetic has the same bits as on the
   * processor; division, square root and small numbers follow IEEE 754. Never add {@code
   * --use_fast_math}: logarithms of probabilities and the bounds of the conformance kit depend on
   * its absence.
   */
  public static final List<String> OPTIONS =
      List.of("--std=c++17", "--fmad=false", "--ftz=false", "--prec-div=true", "--prec-sqrt=true");

  private final String name;
  private final String source;
  private final @Nullable KernelBody body;

  /**
   * Names a text.
   *
   * @param name the name of the function; it ends in a hash of what distinguishes the kernel
   * @param source the text
   */
  public Kernel(String name, String source) {
    this(name, source, null);
  }

  Kernel(String name, String source, @Nullable KernelBody body) {
    this.name = name;
    this.source = source;
    this.body = body;
  }

  /**
   * Returns the name of the function.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the text.
   *
   * @return the source of one translation unit
   */
  public String source() {
    return source;
  }

  /** What the text is made of, if the kernel can be joined with others. */
  Optional<KernelBody> body() {
    return Optional.ofNullable(body);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Kernel kernel && source.equals(kernel.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
