package org.latent4j.backend.cpu;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.latent4j.backend.java.product.OpenBlasKernels;

/** The OpenBLAS library that ND4J brings: loading it, and what it says of itself. */
final class OpenBlas {
  private OpenBlas() {}

  /**
   * Loads the library.
   *
   * @throws LinkageError if the library cannot be loaded
   */
  static void load() {
    Loader.load(openblas_nolapack.class);
  }

  /**
   * Makes every product run on the thread that asks for it.
   *
   * <p>The library's own threads wait for the next product in a busy loop and would take the
   * processor from the threads that do everything else: a product of 20 x 784 x 500 on two busy
   * cores takes 20 ms in place of 0.4. So products are cut into pieces by this backend instead.
   */
  static void keepToCallingThread() {
    openblas_nolapack.blas_set_num_threads(1);
  }

  /** Returns how many threads the library would use for a product. */
  static int threads() {
    return openblas_nolapack.blas_get_num_threads();
  }

  /**
   * Returns the version against which the JNI code was built; the library lies beside that code.
   */
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
