package org.latent4j.backend.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.latent4j.backend.cuda.kernel.Kernel;

/**
 * Writes every call down, as one line of text, and does nothing. Memory and handles are numbered in
 * the order in which they are made; a call can be told to fail.
 */
public final class RecordingDriver implements Driver {
  private float[] times = {};
  private int timed;

  /** The memory of this GPU in bytes. */
  public static final long TOTAL = 1 << 30;

  /** The workspace that its products ask for, in bytes. */
  public static final long WORKSPACE = 1024;

  private final List<String> lines = new ArrayList<>();
  private final TreeMap<Long, String> blocks = new TreeMap<>();
  private final Map<Long, Long> sizes = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<Pinned> pinned = new ArrayList<>();
  private final List<Kernel> compiled = new ArrayList<>();
  private long next = 1 << 20;
  private long used;
  private boolean side;

  private record Failure(String call, CudaException exception) {}

  private record Named(String name) implements Handle {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Makes the next call of this kind fail.
   *
   * @param call the beginning of its line
   * @param exception what it throws
   * @return this
   */
  public RecordingDriver failing(String call, CudaException exception) {
    failures.add(new Failure(call, exception));
    return this;
  }

  /** Returns the lines since the last time that this was called. */
  public String taken() {
    String text = String.join("\n", lines) + "\n";
    lines.clear();
    return text;
  }

  private void line(String format, Object... arguments) {
    String line = (side ? "  beside: " : "") + String.format(Locale.ROOT, format, arguments);
    lines.add(line);
    Optional<Failure> told =
        failures.stream().filter(failure -> line.startsWith(failure.call())).findFirst();
    if (told.isPresent()) {
      failures.remove(told.get());
      lines.set(lines.size() - 1, line + " !");
      throw told.get().exception();
    }
  }

  private Named named(String kind) {
    int number = counts.merge(kind, 1, Integer::sum);
    return new Named(kind + number);
  }

  /** An address by the block that it lies in; anything else as a number. */
  private String place(long address) {
    Map.Entry<Long, String> block = blocks.floorEntry(address);
    if (block == null || address >= block.getKey() + sizes.get(block.getKey())) {
      return Long.toString(address);
    }
    long offset = address - block.getKey();
    return block.getValue() + (offset == 0 ? "" : "+" + offset);
  }

  private long block(String kind, long bytes) {
    String name = named(kind).name();
    long address = next;
    next += (bytes + 255) / 256 * 256 + 256;
    blocks.put(address, name);
    sizes.put(address, bytes);
    return address;
  }

  @Override
  public Gpu gpu() {
    return new Gpu("Recorded GPU", 9, 0, 132, TOTAL, "sm_90", 13000, "13.0", 130000);
  }

  @Override
  public void enter() {}

  @Override
  public long allocate(long bytes) {
    line("allocate %d", bytes);
    if (used + bytes > TOTAL) {
      throw CudaException.ofDriver("cuMemAllocFromPoolAsync", 2, "CUDA_ERROR_OUT_OF_MEMORY");
    }
    used += bytes;
    long address = block("m", bytes);
    lines.set(lines.size() - 1, "allocate " + bytes + " -> " + place(address));
    return address;
  }

  @Override
  public void free(long address) {
    line("free %s", place(address));
    used -= sizes.get(address);
  }

  @Override
  public void trim() {
    line("trim");
  }

  @Override
  public Memory memory() {
    return new Memory(TOTAL - used, TOTAL);
  }

  @Override
  public void clear(long address, long bytes) {
    line("clear %s, %d bytes", place(address), bytes);
  }

  @Override
  public void copy(long to, long from, long bytes) {
    line("copy %s <- %s, %d bytes", place(to), place(from), bytes);
  }

  @Override
  public Pinned pin(int bytes) {
    long address = block("pinned", bytes);
    line("pin %d -> %s", bytes, place(address));
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    Pinned made = new Pinned(memory, address);
    pinned.add(made);
    return made;
  }

  /** Returns the page-locked memory that was taken as number so and so, from 0. */
  public Pinned pinned(int number) {
    return pinned.get(number);
  }

  @Override
  public void unpin(Pinned memory) {
    line("unpin %s", place(memory.address()));
  }

  @Override
  public void upload(long to, Pinned from, int at, int bytes) {
    line("upload %s <- %s, %d bytes", place(to), place(from.address() + at), bytes);
  }

  @Override
  public void download(Pinned to, int at, long from, int bytes) {
    line("download %s <- %s, %d bytes", place(to.address() + at), place(from), bytes);
  }

  @Override
  public void synchronize() {
    line("synchronize");
  }

  @Override
  public Handle createEvent() {
    Named event = named("event");
    line("create %s", event);
    return event;
  }

  @Override
  public void record(Handle event) {
    line("record %s", event);
  }

  @Override
  public void await(Handle event) {
    line("await %s", event);
  }

  /** Says what the next measurements give, over and over. */
  public void takes(float... milliseconds) {
    times = milliseconds.clone();
    timed = 0;
  }

  @Override
  public float milliseconds(Handle from, Handle to) {
    line("time %s to %s", from, to);
    return times.length == 0 ? lines.size() % 7 : times[timed++ % times.length];
  }

  @Override
  public void destroyEvent(Handle event) {
    line("destroy %s", event);
  }

  @Override
  public byte[] compile(String name, String source, List<String> options) {
    line("compile %s for %s", plain(name), options.get(options.size() - 1));
    compiled.add(new Kernel(name, source));
    return source.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the texts that were to be compiled, in order. */
  public List<Kernel> compiled() {
    return List.copyOf(compiled);
  }

  /** A kernel's name without its hash. */
  private static String plain(String name) {
    return name.replaceFirst("_[0-9a-f]{8,}$", "");
  }

  @Override
  public Handle load(byte[] image, String name) {
    line("load %s", plain(name));
    return new Named(plain(name));
  }

  @Override
  public void unload(Handle kernel) {
    line("unload %s", kernel);
  }

  @Override
  public void launch(Handle kernel, int blocks, int threads, long[] arguments) {
    StringJoiner places = new StringJoiner(", ");
    for (long argument : arguments) {
      String place = place(argument);
      if (!Character.isDigit(place.charAt(0)) && place.charAt(0) != '-') {
        places.add(place);
      }
    }
    line("launch %s %d x %d (%s)", kernel, blocks, threads, places);
  }

  @Override
  public Handle prepare(ProductForm form) {
    Named product = named("product");
    line(
        "prepare %s: %s %s %d x %d x %d%s%s%s%s",
        product,
        form.type(),
        form.precision(),
        form.rows(),
        form.inner(),
        form.columns(),
        form.a().transposed() ? " A'" : " A",
        form.b().transposed() ? " B'" : " B",
        form.batch() > 1 ? " batch " + form.batch() : "",
        form.onDevice() ? " factors on device" : "");
    return product;
  }

  @Override
  public List<Algorithm> algorithms(Handle product, ProductForm form, long workspace, int most) {
    line("algorithms %s, at most %d", product, most);
    List<Algorithm> algorithms = new ArrayList<>();
    for (long i = 0; i < Math.min(most, 3); i++) {
      algorithms.add(new Algorithm(List.of(i, 7L), WORKSPACE));
    }
    return algorithms;
  }

  @Override
  public void multiply(Handle product, Algorithm algorithm, Operands operands) {
    boolean numbers = operands.alphaAddress() == 0;
    String added = operands.c() == operands.d() ? "" : " " + place(operands.c());
    line(
        "multiply %s by %s: %s = %s %s %s + %s%s, workspace %s",
        product,
        algorithm.data().get(0),
        place(operands.d()),
        numbers ? Double.toString(operands.alpha()) : place(operands.alphaAddress()),
        place(operands.a()),
        place(operands.b()),
        numbers ? Double.toString(operands.beta()) : place(operands.betaAddress()),
        added,
        place(operands.workspace()));
  }

  @Override
  public void destroyProduct(Handle product) {
    line("destroy %s", product);
  }

  @Override
  public void fork() {
    line("fork");
  }

  @Override
  public void mark() {
    line("mark");
  }

  @Override
  public void join() {
    line("join");
  }

  @Override
  public void onSide(boolean aside) {
    side = aside;
  }

  @Override
  public void beginCapture() {
    line("begin capture");
  }

  @Override
  public Handle endCapture() {
    Named graph = named("graph");
    line("end capture -> %s", graph);
    return graph;
  }

  @Override
  public void abandonCapture() {
    lines.add("abandon capture");
  }

  @Override
  public void launch(Handle graph) {
    line("launch %s", graph);
  }

  @Override
  public void destroyGraph(Handle graph) {
    line("destroy %s", graph);
  }

  @Override
  public void close() {
    line("close");
  }
}
