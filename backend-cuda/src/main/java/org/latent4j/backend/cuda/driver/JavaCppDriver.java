package org.latent4j.backend.cuda.driver;

import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUmemPoolHandle_st;
import org.bytedeco.cuda.cudart.CUmemPoolProps_v1;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** CUDA through JavaCPP's bindings: the driver's interface, NVRTC and cuBLASLt. */
final class JavaCppDriver implements Driver {
  private final int device;
  private final Gpu gpu;
  private final CUctx_st context = new CUctx_st();
  private final CUmemPoolHandle_st pool = new CUmemPoolHandle_st();
  private final Branch main = new Branch();
  private final Branch side = new Branch();
  private final CUevent_st forked = new CUevent_st();
  private final CUevent_st marked = new CUevent_st();

  private final CublasLt products;
  private final Launches launches = new Launches();

  private Branch branch = main;
  private boolean capturing;

  private static final class Branch {
    final CUstream_st stream = new CUstream_st();

    /** Whether a kernel is the last in it, and the only one that the next must wait for. */
    boolean endsInKernel;
  }

  /**
   * Takes a GPU into use.
   *
   * @param device its number
   * @param gpu its description
   */
  JavaCppDriver(int device, Gpu gpu) {
    this.device = device;
    this.gpu = gpu;
    check(cudart.cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    boolean ready = false;
    try {
      enter();
      check(cudart.cuStreamCreate(main.stream, cudart.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
      check(cudart.cuStreamCreate(side.stream, cudart.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
      check(cudart.cuEventCreate(forked, cudart.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
      check(cudart.cuEventCreate(marked, cudart.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
      createPool();
      products = new CublasLt();
      ready = true;
    } finally {
      if (!ready) {
        cudart.cuDevicePrimaryCtxRelease(device);
      }
    }
  }

  private void createPool() {
    try (CUmemPoolProps_v1 properties = new CUmemPoolProps_v1();
        LongPointer threshold = new LongPointer(1)) {
      Pointer.memset(properties, 0, properties.sizeof());
      properties.allocType(cudart.CU_MEM_ALLOCATION_TYPE_PINNED);
      properties.location().type(cudart.CU_MEM_LOCATION_TYPE_DEVICE).id(device);
      check(cudart.cuMemPoolCreate(pool, properties), "cuMemPoolCreate");
      threshold.put(Long.MAX_VALUE); // Freed memory stays in the pool until it is trimmed.
      int attribute = cudart.CU_MEMPOOL_ATTR_RELEASE_THRESHOLD;
      check(cudart.cuMemPoolSetAttribute(pool, attribute, threshold), "cuMemPoolSetAttribute");
    }
  }

  @Override
  public Gpu gpu() {
    return gpu;
  }

  @Override
  public void enter() {
    check(cudart.cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  // ---- memory ----

  @Override
  public long allocate(long bytes) {
    long[] address = new long[1];
    check(
        cudart.cuMemAllocFromPoolAsync(address, bytes, pool, main.stream),
        "cuMemAllocFromPoolAsync");
    return address[0];
  }

  @Override
  public void free(long address) {
    check(cudart.cuMemFreeAsync(address, main.stream), "cuMemFreeAsync");
  }

  @Override
  public void trim() {
    synchronize();
    check(cudart.cuMemPoolTrimTo(pool, 0), "cuMemPoolTrimTo");
  }

  @Override
  public Memory memory() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      check(cudart.cuMemGetInfo(free, total), "cuMemGetInfo");
      return new Memory(free.get(), total.get());
    }
  }

  @Override
  public void clear(long address, long bytes) {
    branch.endsInKernel = false;
    check(cudart.cuMemsetD8Async(address, (byte) 0, bytes, branch.stream), "cuMemsetD8Async");
  }

  @Override
  public void copy(long to, long from, long bytes) {
    branch.endsInKernel = false;
    check(cudart.cuMemcpyDtoDAsync(to, from, bytes, branch.stream), "cuMemcpyDtoDAsync");
  }

  @Override
  public Pinned pin(int bytes) {
    try (PointerPointer<BytePointer> place = new PointerPointer<>(1)) {
      int flags = cudart.CU_MEMHOSTALLOC_PORTABLE | cudart.CU_MEMHOSTALLOC_DEVICEMAP;
      check(cudart.cuMemHostAlloc(place, bytes, flags), "cuMemHostAlloc");
      BytePointer memory = place.get(BytePointer.class, 0).capacity(bytes);
      Pointer.memset(memory, 0, bytes);
      return new Pinned(memory.asByteBuffer().order(ByteOrder.nativeOrder()), memory.address());
    }
  }

  @Override
  public void unpin(Pinned memory) {
    check(cudart.cuMemFreeHost(new Pointer(memory.bytes())), "cuMemFreeHost");
  }

  @Override
  public void upload(long to, Pinned from, int at, int bytes) {
    check(cudart.cuMemcpyHtoDAsync(to, place(from, at), bytes, main.stream), "cuMemcpyHtoDAsync");
  }

  @Override
  public void download(Pinned to, int at, long from, int bytes) {
    check(cudart.cuMemcpyDtoHAsync(place(to, at), from, bytes, main.stream), "cuMemcpyDtoHAsync");
  }

  private static Pointer place(Pinned memory, int at) {
    return new BytePointer(memory.bytes()).getPointer(at);
  }

  // ---- order and time ----

  @Override
  public void synchronize() {
    check(cudart.cuStreamSynchronize(main.stream), "cuStreamSynchronize");
  }

  private record Event(CUevent_st pointer) implements Handle {}

  @Override
  public Handle createEvent() {
    CUevent_st event = new CUevent_st();
    check(cudart.cuEventCreate(event, 0), "cuEventCreate");
    return new Event(event);
  }

  @Override
  public void record(Handle event) {
    check(cudart.cuEventRecord(((Event) event).pointer, main.stream), "cuEventRecord");
  }

  @Override
  public void await(Handle event) {
    check(cudart.cuEventSynchronize(((Event) event).pointer), "cuEventSynchronize");
  }

  @Override
  public float milliseconds(Handle from, Handle to) {
    float[] time = new float[1];
    check(
        cudart.cuEventElapsedTime(time, ((Event) from).pointer, ((Event) to).pointer),
        "cuEventElapsedTime");
    return time[0];
  }

  @Override
  public void destroyEvent(Handle event) {
    check(cudart.cuEventDestroy(((Event) event).pointer), "cuEventDestroy");
  }

  // ---- kernels ----

  private record Function(CUmod_st module, CUfunc_st pointer) implements Handle {}

  @Override
  public byte[] compile(String name, String source, List<String> options) {
    return Nvrtc.compile(name, source, options);
  }

  @Override
  public Handle load(byte[] image, String name) {
    CUmod_st module = new CUmod_st();
    try (BytePointer code = new BytePointer(image)) {
      check(cudart.cuModuleLoadData(module, code), "cuModuleLoadData " + name);
    }
    CUfunc_st function = new CUfunc_st();
    check(cudart.cuModuleGetFunction(function, module, name), "cuModuleGetFunction " + name);
    check(cudart.cuFuncLoad(function), "cuFuncLoad " + name); // Not as late as its first launch.
    return new Function(module, function);
  }

  @Override
  public void unload(Handle kernel) {
    check(cudart.cuModuleUnload(((Function) kernel).module), "cuModuleUnload");
  }

  @Override
  public void launch(Handle kernel, int blocks, int threads, long[] arguments) {
    boolean early = capturing && branch.endsInKernel;
    launches.launch(((Function) kernel).pointer, blocks, threads, arguments, branch.stream, early);
    branch.endsInKernel = true;
  }

  // ---- products ----

  @Override
  public Handle prepare(ProductForm form) {
    return products.prepare(form);
  }

  @Override
  public List<Algorithm> algorithms(Handle product, ProductForm form, long workspace, int most) {
    return products.algorithms(product, form, workspace, most);
  }

  @Override
  public void multiply(Handle product, Algorithm algorithm, Operands operands) {
    products.multiply(product, algorithm, operands, branch.stream);
    branch.endsInKernel = true;
  }

  @Override
  public void destroyProduct(Handle product) {
    products.destroy(product);
  }

  // ---- branches ----

  /** A wait refers to the last record before it, so that one event serves any number of times. */
  @Override
  public void fork() {
    check(cudart.cuEventRecord(forked, main.stream), "cuEventRecord");
    check(cudart.cuStreamWaitEvent(side.stream, forked, 0), "cuStreamWaitEvent");
    side.endsInKernel = false;
  }

  @Override
  public void mark() {
    check(cudart.cuEventRecord(marked, side.stream), "cuEventRecord");
  }

  @Override
  public void join() {
    check(cudart.cuStreamWaitEvent(main.stream, marked, 0), "cuStreamWaitEvent");
    main.endsInKernel = false;
  }

  @Override
  public void onSide(boolean aside) {
    branch = aside ? side : main;
  }

  // ---- graphs ----

  private record Graph(CUgraphExec_st pointer) implements Handle {}

  /**
   * In the mode that forbids least: cuBLASLt may load a kernel at its first use, which the stricter
   * ones count as an error.
   */
  @Override
  public void beginCapture() {
    check(
        cudart.cuStreamBeginCapture(main.stream, cudart.CU_STREAM_CAPTURE_MODE_RELAXED),
        "cuStreamBeginCapture");
    capturing = true;
    main.endsInKernel = false;
    side.endsInKernel = false;
  }

  @Override
  public Handle endCapture() {
    capturing = false;
    CUgraph_st graph = new CUgraph_st();
    check(cudart.cuStreamEndCapture(main.stream, graph), "cuStreamEndCapture");
    try {
      CUgraphExec_st executable = new CUgraphExec_st();
      check(cudart.cuGraphInstantiate(executable, graph, 0), "cuGraphInstantiate");
      return new Graph(executable);
    } finally {
      cudart.cuGraphDestroy(graph);
    }
  }

  @Override
  public void abandonCapture() {
    capturing = false;
    CUgraph_st graph = new CUgraph_st();
    if (cudart.cuStreamEndCapture(main.stream, graph) == 0 && !graph.isNull()) {
      cudart.cuGraphDestroy(graph);
    }
  }

  @Override
  public void launch(Handle graph) {
    check(cudart.cuGraphLaunch(((Graph) graph).pointer, main.stream), "cuGraphLaunch");
  }

  @Override
  public void destroyGraph(Handle graph) {
    check(cudart.cuGraphExecDestroy(((Graph) graph).pointer), "cuGraphExecDestroy");
  }

  @Override
  public void close() {
    products.close();
    cudart.cuEventDestroy(forked);
    cudart.cuEventDestroy(marked);
    cudart.cuStreamDestroy(side.stream);
    cudart.cuStreamDestroy(main.stream);
    cudart.cuMemPoolDestroy(pool);
    cudart.cuDevicePrimaryCtxRelease(device);
    launches.close();
  }

  private static void check(int result, String call) {
    Status.ofDriver(result, call);
  }
}
