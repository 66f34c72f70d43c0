package org.latent4j.backend.cpu;

import java.util.LinkedHashMap;
import java.util.Map;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.java.host.BinaryProducts;
import org.latent4j.backend.java.host.Division;
import org.latent4j.backend.java.host.HostBackend;
import org.latent4j.backend.java.host.PieceProducts;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.ExplicitVectors;
import org.latent4j.op.DataType;

/**
 * The backend {@code cpu}: ND4J owns the memory, ND4J's OpenBLAS multiplies matrices straight in
 * it, and the loops of {@link HostBackend} do everything else.
 *
 * <p>ND4J's own operations, workspaces and random generator are not used: an operation of it takes
 * some microseconds before it begins, and its results depend on settings of the process and of the
 * thread.
 */
final class CpuBackend extends HostBackend {
  /** Rows, and terms, from which on tables with explicit vectors are faster than OpenBLAS. */
  private static final int ENOUGH_FOR_TABLES = 128;

  private final BackendInfo info;
  private final NativeMemory memory = new NativeMemory();
  private final NativeProducts products = new NativeProducts(memory, workers());
  private final BinaryProducts inPieces =
      new BinaryProducts(products, ENOUGH_FOR_TABLES, ENOUGH_FOR_TABLES);

  CpuBackend(BackendOptions options, Division division, String nd4j) {
    super("cpu", options, division);
    this.info = describe(options, nd4j);
  }

  private static BackendInfo describe(BackendOptions options, String nd4j) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("nd4j", nd4j);
    versions.put("openblas", OpenBlas.version());
    versions.put("openblas kernels", OpenBlas.kernels());
    versions.put("java", System.getProperty("java.version"));
    versions.put("java.vm", System.getProperty("java.vm.name"));
    versions.put("explicit vectors", ExplicitVectors.areThere() ? "yes" : "no");
    String device = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return new BackendInfo("cpu", device, options.threads(), versions);
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public Storage allocate(DataType type, long length) {
    requireOpen();
    return memory.storage(type, length);
  }

  @Override
  public void matmul(Scalar alpha, View a, View b, double beta, View out) {
    requireOpen();
    products.multiply(value(alpha), a, b, beta, out);
  }

  @Override
  protected PieceProducts pieceProducts() {
    // Vectors that lie across lines of the cache are slower than OpenBLAS.
    boolean faster = ExplicitVectors.areThere() && AlignedArrays.areWellPlaced();
    return faster ? inPieces : products;
  }

  /** Returns the bytes of all storages that have been made and not closed. */
  long bytesInUse() {
    return memory.bytesInUse();
  }

  @Override
  protected void closeResources() {
    super.closeResources();
    inPieces.close();
    memory.close();
  }
}
