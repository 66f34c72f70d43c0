package org.latent4j.backend.cuda.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.cuda.driver.Algorithm;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Gpu;
import org.latent4j.backend.cuda.driver.Memory;
import org.latent4j.backend.cuda.driver.Operands;
import org.latent4j.backend.cuda.driver.Pinned;
import org.latent4j.backend.cuda.driver.ProductForm;
import org.latent4j.backend.cuda.driver.RealNvrtc;

/**
 * A GPU on the processor: kernels run in the {@link Emulator}, products as plain loops over the
 * matrices that cuBLASLt would be told of. While a graph is captured nothing is done; a graph does
 * it with the addresses that it was captured with. Of two branches, one runs as late as it may.
 * Where NVIDIA's compiler is installed, it must accept every kernel, too.
 */
public final class EmulatedDriver implements Driver {
  private static final long TOTAL = 4L << 30;

  private final boolean reverse;
  private final boolean multiplies;
  private final Map<Long, Long> allocated = new HashMap<>();
  private final EmulatedBranches branches;
  private List<Runnable> captured;
  private boolean side;
  private long used;

  /**
   * Makes the driver.
   *
   * @param reverse whether blocks and threads run in descending order
   */
  public EmulatedDriver(boolean reverse) {
    this(reverse, true);
  }

  private EmulatedDriver(boolean reverse, boolean multiplies) {
    this.reverse = reverse;
    this.branches = new EmulatedBranches(reverse);
    this.multiplies = multiplies;
  }

  /** One whose cuBLASLt knows no way to compute any product. */
  public static EmulatedDriver withoutProducts() {
    return new EmulatedDriver(false, false);
  }

  /** Why there can't be one here, or null. */
  public static String obstacle() {
    return Emulator.obstacle();
  }

  @Override
  public Gpu gpu() {
    return new Gpu("Emulated GPU", 9, 0, 4, TOTAL, "sm_90", 13000, "13.0", 130000);
  }

  @Override
  public void enter() {}

  private synchronized void queue(Runnable work) {
    boolean aside = side;
    act(() -> branches.run(aside, work));
  }

  private void act(Runnable action) {
    if (captured == null) {
      action.run();
    } else {
      captured.add(action);
    }
  }

  @Override
  public synchronized void fork() {
    act(branches::fork);
  }

  @Override
  public synchronized void mark() {
    act(branches::mark);
  }

  @Override
  public synchronized void join() {
    act(branches::join);
  }

  @Override
  public void onSide(boolean aside) {
    side = aside;
  }

  /** The bytes that have been allocated and not been freed. */
  public synchronized long used() {
    return used;
  }

  @Override
  public synchronized long allocate(long bytes) {
    requireNoCapture("cuMemAllocFromPoolAsync");
    if (used + bytes > TOTAL) {
      throw CudaException.ofDriver("cuMemAllocFromPoolAsync", 2, "CUDA_ERROR_OUT_OF_MEMORY");
    }
    long address = Emulator.allocate(Math.max(256, bytes));
    allocated.put(address, bytes);
    used += bytes;
    ByteBuffer memory = at(address, bytes);
    for (int i = 0; i < memory.capacity(); i++) {
      memory.put(i, (byte) 0xff); // What nobody has written must not be read.
    }
    return address;
  }

  private void requireNoCapture(String call) {
    if (captured != null) {
      throw CudaException.ofDriver(call, 900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED");
    }
  }

  @Override
  public synchronized void free(long address) {
    used -= allocated.remove(address);
    Emulator.free(address);
  }

  @Override
  public void trim() {}

  @Override
  public synchronized Memory memory() {
    return new Memory(TOTAL - used, TOTAL);
  }

  private static ByteBuffer at(long address, long bytes) {
    return Emulator.buffer(address, bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void clear(long address, long bytes) {
    queue(() -> at(address, bytes).put(new byte[Math.toIntExact(bytes)]));
  }

  @Override
  public void copy(long to, long from, long bytes) {
    queue(() -> at(to, bytes).put(at(from, bytes)));
  }

  @Override
  public Pinned pin(int bytes) {
    long address = Emulator.allocate(Math.max(256, bytes));
    at(address, bytes).put(new byte[bytes]);
    return new Pinned(at(address, bytes), address);
  }

  @Override
  public void unpin(Pinned memory) {
    Emulator.free(memory.address());
  }

  @Override
  public void upload(long to, Pinned from, int at, int bytes) {
    copy(to, from.address() + at, bytes);
  }

  @Override
  public void download(Pinned to, int at, long from, int bytes) {
    copy(to.address() + at, from, bytes);
  }

  @Override
  public void synchronize() {
    requireNoCapture("cuStreamSynchronize");
    branches.requireJoined();
  }

  private record Event() implements Handle {}

  @Override
  public Handle createEvent() {
    return new Event();
  }

  @Override
  public void record(Handle event) {}

  @Override
  public void await(Handle event) {}

  @Override
  public float milliseconds(Handle from, Handle to) {
    return 1;
  }

  @Override
  public void destroyEvent(Handle event) {}

  private record Loaded(Kernel kernel) implements Handle {}

  @Override
  public byte[] compile(String name, String source, List<String> options) {
    if (RealNvrtc.obstacle() == null) {
      RealNvrtc.compile(new Kernel(name, source), gpu().architecture());
    }
    return source.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Handle load(byte[] image, String name) {
    return new Loaded(new Kernel(name, new String(image, StandardCharsets.UTF_8)));
  }

  @Override
  public void unload(Handle kernel) {}

  @Override
  public void launch(Handle kernel, int blocks, int threads, long[] arguments) {
    Launch launch = new Launch(((Loaded) kernel).kernel(), blocks, threads, List.of());
    queue(() -> Emulator.run(launch, arguments, reverse));
  }

  private record Product(ProductForm form) implements Handle {}

  @Override
  public Handle prepare(ProductForm form) {
    return new Product(form);
  }

  @Override
  public List<Algorithm> algorithms(Handle product, ProductForm form, long workspace, int most) {
    return multiplies ? List.of(new Algorithm(List.of(1L), 512)) : List.of();
  }

  @Override
  public void multiply(Handle product, Algorithm algorithm, Operands operands) {
    queue(() -> new EmulatedProduct(((Product) product).form(), operands).run());
  }

  @Override
  public void destroyProduct(Handle product) {}

  private record Graph(List<Runnable> work) implements Handle {}

  @Override
  public void beginCapture() {
    captured = new ArrayList<>();
  }

  @Override
  public Handle endCapture() {
    Graph graph = new Graph(captured);
    captured = null;
    return graph;
  }

  @Override
  public void abandonCapture() {
    captured = null;
  }

  @Override
  public void launch(Handle graph) {
    ((Graph) graph).work().forEach(Runnable::run);
    branches.requireJoined();
  }

  @Override
  public void destroyGraph(Handle graph) {}

  @Override
  public synchronized void close() {
    allocated.keySet().forEach(Emulator::free);
    allocated.clear();
  }
}
