package org.latent4j.backend.java.product;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * Tells for which kind of processor a loaded OpenBLAS library has chosen its kernels. Results
 * depend on it, so it belongs to their provenance; and a library that took the kernels of an old
 * processor is slow.
 */
public final class OpenBlasKernels {
  /** The library's own names; for each it has a table of kernels named {@code gotoblas_<name>}. */
  private static final List<String> NAMES =
      List.of(
          "PRESCOTT",
          "CORE2",
          "NEHALEM",
          "SANDYBRIDGE",
          "HASWELL",
          "ZEN",
          "SKYLAKEX",
          "COOPERLAKE",
          "SAPPHIRERAPIDS",
          "BARCELONA",
          "BULLDOZER",
          "PILEDRIVER",
          "STEAMROLLER",
          "EXCAVATOR",
          "ARMV8",
          "ARMV8SVE",
          "CORTEXA53",
          "CORTEXA55",
          "CORTEXA57",
          "CORTEXA72",
          "CORTEXA73",
          "CORTEXX1",
          "NEOVERSEN1",
          "NEOVERSEN2",
          "NEOVERSEV1",
          "THUNDERX",
          "THUNDERX2T99",
          "THUNDERX3T110",
          "TSV110",
          "EMAG8180",
          "FALKOR",
          "A64FX",
          "VORTEX",
          "VORTEXM4");

  private OpenBlasKernels() {}

  /**
   * Finds the table to which the library's variable {@code gotoblas} points.
   *
   * @param addressOf gives the address of a symbol of the library, 0 if there is none
   * @param pointerAt reads the pointer at an address
   * @return the name of the processor kind, or "unknown"
   */
  public static String name(ToLongFunction<String> addressOf, LongUnaryOperator pointerAt) {
    long variable = addressOf.applyAsLong("gotoblas");
    if (variable == 0) {
      return "unknown";
    }
    long table = pointerAt.applyAsLong(variable);
    return NAMES.stream()
        .filter(name -> addressOf.applyAsLong("gotoblas_" + name) == table)
        .findFirst()
        .orElse("unknown");
  }
}
