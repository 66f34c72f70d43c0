package org.latent4j.backend.cuda.kernel;

import java.util.List;

/**
 * A kernel as CUDA C. The source stands alone: it includes nothing and holds exactly one {@code
 * extern "C" __global__} function, called {@code name}. The same operation always has the same
 * text, so a compiled kernel can be kept under a hash of the source and {@link #OPTIONS}.
 *
 * @param name the name of the function; it ends in a hash of what distinguishes the kernel
 * @param source the text
 */
public record Kernel(String name, String source) {
  /**
   * The options that the compiler (NVRTC or nvcc) needs beside the architecture. Products and sums
   * are not contracted to fused multiply-adds, so that arithmetic has the same bits as on the
   * processor; division, square root and small numbers follow IEEE 754. Never add {@code
   * --use_fast_math}: logarithms of probabilities and the bounds of the conformance kit depend on
   * its absence.
   */
  public static final List<String> OPTIONS =
      List.of("--std=c++17", "--fmad=false", "--ftz=false", "--prec-div=true", "--prec-sqrt=true");
}
