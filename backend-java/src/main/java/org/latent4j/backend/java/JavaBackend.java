package org.latent4j.backend.java;

import java.util.LinkedHashMap;
import java.util.Map;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.java.host.ArrayProducts;
import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.Division;
import org.latent4j.backend.java.host.HostBackend;
import org.latent4j.backend.java.host.PieceProducts;
import org.latent4j.backend.java.loops.ExplicitVectors;
import org.latent4j.op.DataType;

/** The backend on Java arrays, without native code. Its results do not depend on its threads. */
final class JavaBackend extends HostBackend {
  static final String NAME = "java";

  private final ArrayProducts products;

  JavaBackend(BackendOptions options) {
    this(options, Division.WHERE_IT_PAYS);
  }

  JavaBackend(BackendOptions options, Division division) {
    super(NAME, options, division);
    products = new ArrayProducts(workers());
  }

  @Override
  public BackendInfo info() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("java", System.getProperty("java.version"));
    versions.put("java.vm", System.getProperty("java.vm.name"));
    versions.put("explicit vectors", ExplicitVectors.areThere() ? "yes" : "no");
    String device = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return new BackendInfo(NAME, device, workers().count(), versions);
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
    return products;
  }

  @Override
  protected void closeResources() {
    super.closeResources();
    products.close();
  }
}
