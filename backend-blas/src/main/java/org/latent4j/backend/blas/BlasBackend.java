package org.latent4j.backend.blas;

import java.util.LinkedHashMap;
import java.util.Map;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.BinaryProducts;
import org.latent4j.backend.java.host.Division;
import org.latent4j.backend.java.host.HostBackend;
import org.latent4j.backend.java.host.PieceProducts;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.ExplicitVectors;
import org.latent4j.op.DataType;

/**
 * The backend {@code blas}: storage in Java arrays, matrix products by jblas, the rest by {@link
 * HostBackend}.
 */
final class BlasBackend extends HostBackend {
  private final BackendInfo info;
  private final BlasProducts products;
  private final BinaryProducts inPieces;

  BlasBackend(BackendOptions options, Division division, JblasLibrary jblas) {
    super("blas", options, division);
    this.info = describe(options, jblas);
    this.products = new BlasProducts(workers(), jblas.isOnOpenBlas());
    this.inPieces = new BinaryProducts(products);
  }

  private static BackendInfo describe(BackendOptions options, JblasLibrary jblas) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("jblas", JblasLibrary.version());
    versions.put("blas", jblas.blas());
    versions.put("java", System.getProperty("java.version"));
    versions.put("java.vm", System.getProperty("java.vm.name"));
    versions.put("explicit vectors", ExplicitVectors.areThere() ? "yes" : "no");
    String device = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return new BackendInfo("blas", device, options.threads(), versions);
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public Storage allocate(DataType type, long length) {
    requireOpen();
    return ArrayStorage.allocate(type, length);
  }

  @Override
  public void matmul(Scalar alpha, View a, View b, double beta, View out) {
    requireOpen();
    products.multiply(value(alpha), a, b, beta, out);
  }

  @Override
  protected PieceProducts pieceProducts() {
    // Tables are faster than jblas and its copies, unless vectors lie across lines of the cache.
    return AlignedArrays.areWellPlaced() ? inPieces : products;
  }

  @Override
  protected void closeResources() {
    super.closeResources();
    inPieces.close();
  }
}
