package org.latent4j.backend.cuda.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs generated kernels on the processor: g++ compiles their texts behind a header that gives the
 * words of CUDA C a meaning there, and a small native library runs them. Libraries are kept under
 * {@code target}, by a hash of all that goes into them.
 */
final class Emulator {
  private static final Path FOLDER = Path.of("target", "emulator").toAbsolutePath();
  private static final String HEADER = resource("cuda_on_host.h");
  private static final Map<Kernel, Long> FUNCTIONS = new HashMap<>();
  private static String obstacle;

  static {
    try {
      load();
    } catch (IOException | InterruptedException | LinkageError e) {
      obstacle = "kernels cannot run on the processor here: " + e;
    }
  }

  private Emulator() {}

  /** Why kernels cannot be run, or null. */
  static String obstacle() {
    return obstacle;
  }

  private static void load() throws IOException, InterruptedException {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IOException("the machine is not little-endian");
    }
    Path include = Path.of(System.getProperty("java.home"), "include");
    if (!Files.exists(include.resolve("jni.h"))) {
      throw new IOException("the JDK's include/jni.h is missing");
    }
    String platform = System.getProperty("os.name").startsWith("Linux") ? "linux" : "darwin";
    Path bridge =
        compile(
            "bridge",
            resource("bridge.cpp"),
            List.of("-I" + include, "-I" + include.resolve(platform)));
    System.load(bridge.toString());
  }

  private static String resource(String name) {
    try (InputStream in = Emulator.class.getResourceAsStream("/emulator/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Compiles many kernels at once, which is faster than one by one. */
  static synchronized void prepare(Collection<Kernel> kernels) {
    Set<Kernel> missing = new LinkedHashSet<>(kernels);
    missing.removeAll(FUNCTIONS.keySet());
    if (missing.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder(HEADER);
    int number = 0;
    for (Kernel kernel : missing) {
      text.append("namespace n").append(number++).append(" {\n");
      text.append(kernel.source());
      text.append("LATENT4J_RUN(").append(kernel.name()).append(")\n}\n");
    }
    try {
      long library = open(compile("kernels", text.toString(), List.of()).toString());
      for (Kernel kernel : missing) {
        FUNCTIONS.put(kernel, find(library, "run_" + kernel.name()));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e.getMessage() + "\n" + text.substring(HEADER.length()), e);
    }
  }

  private static Path compile(String purpose, String text, List<String> options)
      throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    String name = purpose + "-" + Fingerprint.of(text);
    Path library = FOLDER.resolve(name + ".so");
    if (Files.exists(library)) {
      return library;
    }
    Path source = Files.writeString(FOLDER.resolve(name + ".cpp"), text);
    Path made = Files.createTempFile(FOLDER, name, ".tmp");
    // No contraction, as Kernel.OPTIONS asks the compiler of the device.
    List<String> command =
        new ArrayList<>(
            List.of("g++", "-std=c++14", "-O1", "-w", "-fPIC", "-shared", "-ffp-contract=off"));
    command.addAll(options);
    command.addAll(List.of("-o", made.toString(), source.toString(), "-ldl"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String messages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException("g++ failed: " + messages);
    }
    return Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Runs one launch to its end.
   *
   * @param launch what to run
   * @param arguments the bits of the arguments
   * @param reverse whether blocks and threads run in descending order
   */
  static synchronized void run(Launch launch, long[] arguments, boolean reverse) {
    Kernel kernel = launch.kernel();
    prepare(List.of(kernel));
    boolean barriers = kernel.source().contains("__syncthreads");
    String fault =
        run(FUNCTIONS.get(kernel), launch.blocks(), launch.threads(), reverse, barriers, arguments);
    if (fault != null) {
      throw new AssertionError(kernel.name() + ": " + fault + "\n" + kernel.source());
    }
  }

  private static native long open(String path);

  private static native long find(long library, String name);

  private static native String run(
      long function, int blocks, int threads, boolean reverse, boolean barriers, long[] arguments);

  /** Memory that begins at a multiple of 256. */
  static native long allocate(long bytes);

  static native void free(long memory);

  static native ByteBuffer buffer(long memory, long bytes);
}
