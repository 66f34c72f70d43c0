package org.latent4j.backend.blas;

import java.io.File;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.latent4j.backend.java.product.OpenBlasKernels;

/**
 * The OpenBLAS library that replaces the one inside jblas on Linux.
 *
 * <p>jblas's library looks up its Fortran routines {@code sgemm_} and {@code dgemm_} by name when
 * it is loaded, and Linux searches what is already there for everybody first. So OpenBLAS, loaded
 * before, takes their place, with kernels for newer processors.
 */
final class OpenBlas {
  private static final String LIBRARY = "libopenblas_nolapack.so.0";

  private OpenBlas() {}

  /**
   * Loads the library for everybody in the process and keeps it to the calling thread.
   *
   * @throws LinkageError if it cannot be loaded
   */
  static void loadForEverybody() {
    String jni = Loader.load(openblas_nolapack.class);
    Loader.loadGlobal(new File(new File(jni).getParentFile(), LIBRARY).getPath());
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** Returns JavaCPP's name for this machine, such as {@code linux-x86_64}. */
  static String platform() {
    return Loader.Detector.getPlatform();
  }

  /** Returns where the class path holds the library for this machine, if it does. */
  static String resource() {
    return "/org/bytedeco/openblas/" + platform() + "/libopenblas.so.0";
  }

  /** Says whether the library's routines are the first that others find by name. */
  static boolean isVisible() {
    return Loader.addressof("sgemm_") != null && Loader.addressof("dgemm_") != null;
  }

  /** C = A B for square row-major matrices, without jblas: the standard to compare it with. */
  static void multiply(int n, float[] a, float[] b, float[] c) {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        openblas_nolapack.CblasNoTrans,
        openblas_nolapack.CblasNoTrans,
        n,
        n,
        n,
        1,
        a,
        n,
        b,
        n,
        0,
        c,
        n);
  }

  /** Returns the version, such as {@code 0.3.31}. */
  static String version() {
    return openblas_nolapack.OPENBLAS_VERSION.replace("OpenBLAS", "").strip();
  }

  /** Returns the kind of processor whose kernels the library has chosen, or "unknown". */
  static String kernels() {
    return OpenBlasKernels.name(
        OpenBlas::addressOf, address -> new LongPointer(new Address(address)).get());
  }

  private static long addressOf(String symbol) {
    Pointer found = Loader.addressof(symbol);
    return found == null ? 0 : found.address();
  }

  /** A pointer to a place that was given as a number. */
  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }
}
