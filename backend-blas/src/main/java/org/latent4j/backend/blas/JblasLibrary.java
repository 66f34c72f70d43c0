package org.latent4j.backend.blas;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jblas.NativeBlas;
import org.latent4j.backend.BackendUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads jblas's library once for the process, on Linux with OpenBLAS in the place of its own BLAS.
 *
 * <p>The system property {@value #OPENBLAS_PROPERTY} set to {@code false}, before the first BLAS
 * backend is opened, leaves jblas as it is.
 */
final class JblasLibrary {
  static final String OPENBLAS_PROPERTY = "latent4j.blas.openblas";

  private static final Logger LOG = LoggerFactory.getLogger(JblasLibrary.class);
  private static final Path MAPS = Path.of("/proc/self/maps");

  private static JblasLibrary loaded;

  private final boolean onOpenBlas;
  private final String obstacle;

  private JblasLibrary(String obstacle) {
    this.onOpenBlas = obstacle.isEmpty();
    this.obstacle = obstacle;
  }

  /**
   * Loads the library; later calls return the same.
   *
   * @throws BackendUnavailableException if it cannot be loaded here
   */
  static synchronized JblasLibrary load() {
    if (loaded == null) {
      // jblas prints to the error stream by itself; what matters of it is in our own messages.
      org.jblas.util.Logger.getLogger().setLevel(org.jblas.util.Logger.ERROR + 1);
      String obstacle = prepareOpenBlas();
      loadJblas(obstacle);
      deleteExtractedFiles();
      keepFreedMemory();
      if (obstacle.isEmpty() && !Comparison.jblasIsAsFastAsOpenBlas()) {
        obstacle = "its products are slower than OpenBLAS's";
      }
      if (!obstacle.isEmpty()) {
        LOG.info(
            "jblas computes with the BLAS inside its own library, on one thread: {}", obstacle);
      }
      loaded = new JblasLibrary(obstacle);
    }
    return loaded;
  }

  /**
   * Says whether products are OpenBLAS's. Otherwise they are those of jblas's own library, which is
   * built for one thread: only one product may run at a time.
   */
  boolean isOnOpenBlas() {
    return onOpenBlas;
  }

  /** Returns which BLAS computes and in which version, in words. */
  String blas() {
    return onOpenBlas
        ? "OpenBLAS " + OpenBlas.version() + " with kernels for " + OpenBlas.kernels()
        : "jblas's own, because " + obstacle;
  }

  /** Returns the version of jblas on the class path. */
  static String version() {
    try {
      return Loader.getVersion("org.jblas", "jblas");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Returns why OpenBLAS cannot take the place of jblas's own BLAS; empty if it can. */
  private static String prepareOpenBlas() {
    String switchedOff = openBlasSwitchedOff();
    if (!switchedOff.isEmpty()) {
      return switchedOff;
    }
    if (mapped("libjblas.so") != null) {
      return "something else has loaded jblas before this backend could load OpenBLAS";
    }
    try {
      OpenBlas.loadForEverybody();
      return OpenBlas.isVisible() ? "" : "OpenBLAS is loaded, but hidden from other libraries";
    } catch (LinkageError | RuntimeException e) {
      return "OpenBLAS can't be loaded (" + e + ")";
    }
  }

  /** Returns why OpenBLAS is not even tried; empty if it is. */
  static String openBlasSwitchedOff() {
    String os = System.getProperty("os.name", "");
    if (!os.toLowerCase(Locale.ROOT).startsWith("linux")) {
      return "on " + os + " no other BLAS can take its place";
    }
    if (System.getProperty(OPENBLAS_PROPERTY, "true").equals("false")) {
      return "the system property " + OPENBLAS_PROPERTY + " is false";
    }
    return "";
  }

  private static void loadJblas(String obstacle) {
    try {
      float[] product = new float[1];
      NativeBlas.sgemm(
          'N', 'N', 1, 1, 1, 1, new float[] {2}, 0, 1, new float[] {3}, 0, 1, 0, product, 0, 1);
      if (product[0] != 6) {
        throw new BackendUnavailableException("blas: jblas says that 2 x 3 is " + product[0]);
      }
    } catch (LinkageError e) {
      throw new BackendUnavailableException(
          "blas: jblas's library can't be loaded here; on Linux it needs libgfortran.so.5, which "
              + "comes with OpenBLAS or the package libgfortran5"
              + (obstacle.isEmpty() ? "" : " (" + obstacle + ")"),
          e);
    }
  }

  /**
   * Deletes the libraries that jblas has copied into a temporary folder, 27 MB of them. It would do
   * so at exit, but a process that is killed has no exit. A library in use may be deleted on Linux;
   * the empty folder stays until exit, because jblas's own cleaning fails without it.
   */
  private static void deleteExtractedFiles() {
    Path library = mapped("libjblas.so");
    if (library == null || !library.startsWith(System.getProperty("java.io.tmpdir"))) {
      return;
    }
    File[] files = library.getParent().toFile().listFiles(File::isFile);
    for (File file : files == null ? new File[0] : files) {
      if (!file.delete()) {
        LOG.debug("Could not delete {}", file);
      }
    }
  }

  /**
   * Lets the C library keep freed blocks up to 32 MB for the next use. jblas allocates native
   * copies of its arrays for each product; with glibc's initial threshold of 128 kB they go back to
   * the system each time, and fetching them anew made a product of [512, 784] x [784, 500] take 5.6
   * ms instead of 4.1. Freeing one large block, which need not even be touched, raises the
   * threshold to its size.
   */
  private static void keepFreedMemory() {
    Pointer.free(Pointer.malloc((32L << 20) - (64L << 10)));
  }

  /** Returns the path from which a library of this name has been loaded, or null. */
  private static Path mapped(String name) {
    if (!Files.isReadable(MAPS)) {
      return null;
    }
    try (var lines = Files.lines(MAPS)) {
      return lines
          .filter(line -> line.endsWith("/" + name))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
