package org.latent4j.backend.cuda;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Executable;
import org.latent4j.backend.Key;
import org.latent4j.backend.Precision;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Gpu;
import org.latent4j.backend.cuda.kernel.KeySource;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * The backend {@code cuda}: memory and kernels on one GPU, products by cuBLASLt, programs as CUDA
 * graphs. Everything is queued on one stream; only {@link #read} waits, and {@link #gather}, {@link
 * #scatterAdd} and {@link #replaceRows} outside of programs, to see whether an index was out of
 * range.
 */
final class CudaBackend extends Backend {
  private final Engine engine;
  private final BackendInfo info;

  CudaBackend(Driver driver, BackendOptions options, Cache cache) {
    this.engine = new Engine(driver, options, cache);
    this.info = describe(driver.gpu(), options);
  }

  private static BackendInfo describe(Gpu gpu, BackendOptions options) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("compute capability", gpu.major() + "." + gpu.minor());
    versions.put("cuda driver", version(gpu.driver()));
    versions.put("nvrtc", gpu.nvrtc());
    versions.put("cublasLt", Long.toString(gpu.cublasLt()));
    versions.put("training products", options.precision().name());
    versions.put("java", System.getProperty("java.version"));
    String device = String.format(Locale.ROOT, "%s, %.0f GB", gpu.name(), gpu.memory() / 1e9);
    return new BackendInfo("cuda", device, options.threads(), versions);
  }

  private static String version(int cuda) {
    return cuda / 1000 + "." + cuda % 1000 / 10;
  }

  @Override
  public BackendInfo info() {
    return info;
  }

  @Override
  public Storage allocate(DataType type, long length) {
    requireOpen();
    return CudaStorage.zeros(engine.device, type, length);
  }

  @Override
  public void write(Storage to, long at, Object array, int from, int count) {
    requireOpen();
    engine.write((CudaStorage) to, at, array, from, count);
  }

  @Override
  public void read(Storage from, long at, Object array, int to, int count) {
    requireOpen();
    engine.read((CudaStorage) from, at, array, to, count);
  }

  @Override
  public void elementwise(
      Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
    requireOpen();
    List<KeySource> sources = Arrays.stream(keys).map(KeySource::of).toList();
    engine.run(
        to ->
            to.add(
                engine.kernels.elementwise(
                    expression, shape, List.of(inputs), sources, List.of(outputs))));
  }

  @Override
  public void matmul(Scalar alpha, View a, View b, double beta, View out) {
    requireOpen();
    engine.run(to -> engine.products().add(to, alpha, a, b, beta, out));
  }

  @Override
  public void reduce(ReductionOp op, View in, int axis, View out) {
    requireOpen();
    engine.run(to -> to.add(engine.kernels.reduce(op, in, axis, out)));
  }

  @Override
  public void gather(View source, View indices, View out) {
    requireOpen();
    engine.run(to -> to.add(engine.kernels.gather(source, indices, out)));
    engine.synchronize();
  }

  @Override
  public void scatterAdd(View source, View indices, View out) {
    requireOpen();
    engine.run(to -> to.add(engine.kernels.scatterAdd(source, indices, out)));
    engine.synchronize();
  }

  @Override
  public void replaceRows(View source, View indices, View out) {
    requireOpen();
    engine.run(to -> to.add(engine.kernels.replaceRows(source, indices, out)));
    engine.synchronize();
  }

  @Override
  public void foldKey(Key parent, int n, View counter, View out) {
    requireOpen();
    engine.run(to -> to.add(engine.kernels.foldKey(KeySource.of(parent).fold(n, counter), out)));
  }

  @Override
  public Executable prepare(Plan plan, View[] constants, View[] states) {
    requireOpen();
    return new GraphExecutable(engine, plan, constants, states, Precision.FLOAT32_STRICT);
  }

  @Override
  public Executable prepareTraining(Plan plan, View[] constants, View[] states) {
    requireOpen();
    return new GraphExecutable(engine, plan, constants, states, engine.options.precision());
  }

  @Override
  protected void closeResources() {
    engine.close();
  }
}
