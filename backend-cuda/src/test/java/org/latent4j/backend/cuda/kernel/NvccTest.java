package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.ModelKernels;

/** What NVIDIA's compiler says of the kernels, where it is installed; no GPU is needed. */
class NvccTest {
  @TempDir Path folder;

  @BeforeAll
  static void requireCompiler() {
    boolean found = true;
    try {
      Process version = new ProcessBuilder("nvcc", "--version").redirectErrorStream(true).start();
      version.getInputStream().readAllBytes();
    } catch (IOException e) {
      found = false;
    }
    Assumptions.assumeTrue(found, "kernels are not compiled here: there is no nvcc on the path");
  }

  /** The oldest architecture that CUDA 13 knows, to PTX, which takes a few seconds. */
  @Test
  void samplesCompileWithoutWarnings() throws Exception {
    compile(Samples.kernels(), "-ptx", "compute_75");
  }

  /** Turing, Hopper, and Blackwell in the data centre and at home, to machine code. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_90", "sm_100", "sm_120"})
  void everythingCompilesForEveryArchitecture(String architecture) throws Exception {
    List<Kernel> kernels = new ArrayList<>(Samples.kernels());
    kernels.addAll(Samples.functions());
    compile(kernels, "-cubin", architecture);
  }

  /** All types and layouts, and operations in any combination. */
  @Tag("slow")
  @Test
  void randomExpressionsCompileWithoutWarnings() throws Exception {
    Assumptions.assumeTrue(Emulator.obstacle() == null, Emulator::obstacle);
    List<Kernel> kernels = Trial.kernels(EmulatedElementwiseTest.random(21, 300));
    assertTrue(kernels.size() > 200, () -> "only " + kernels.size() + " kernels");
    compile(kernels, "-ptx", "compute_90");
  }

  /** Arrays of a chunk must live in registers: local memory would cost a trip to the cache. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_90"})
  void samplesNeedNoLocalMemory(String architecture) throws Exception {
    List<Kernel> kernels = new ArrayList<>(Samples.kernels());
    // The power function of a double keeps a table in local memory.
    kernels.removeIf(kernel -> kernel.source().contains("pow("));
    for (Precision precision : Precision.values()) {
      kernels.addAll(ModelKernels.ofContrastiveDivergence(cache(precision), precision, 128));
      kernels.addAll(ModelKernels.ofContrastiveDivergence(cache(precision), precision, 1024));
    }
    String report =
        compile(kernels.stream().distinct().toList(), "-cubin", architecture, "--resource-usage");
    Matcher frames =
        Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill").matcher(report);
    int count = 0;
    while (frames.find()) {
      assertEquals("0", frames.group(1), report);
      assertEquals("0", frames.group(2), report);
      count++;
    }
    assertEquals(kernels.stream().distinct().count(), count, report);
  }

  private Path cache(Precision precision) {
    return folder.resolve(precision.name());
  }

  /** Large layers are read and written in pieces of 16 bytes. */
  @Tag("slow")
  @Test
  void largeLayersMoveSixteenBytesAtOnce() throws Exception {
    List<Kernel> kernels =
        ModelKernels.ofContrastiveDivergence(cache(Precision.TF32), Precision.TF32, 1024).stream()
            .filter(kernel -> kernel.name().startsWith("elementwise_"))
            .filter(kernel -> kernel.source().contains("latent4j_pairs"))
            .toList();
    assertEquals(2, kernels.size(), () -> "hidden and visible draws, but " + kernels);
    compile(kernels, "-ptx", "compute_90");
    String ptx = Files.readString(folder.resolve("kernels.out"));
    String[] entries = ptx.split("\\.entry", -1);
    assertEquals(kernels.size(), entries.length - 1);
    for (int i = 1; i < entries.length; i++) {
      String entry = entries[i];
      assertTrue(entry.contains("ld.global.v4") || entry.contains("ld.global.nc.v4"), entry);
      assertTrue(entry.contains("st.global.v4"), entry);
    }
  }

  /** The compiler is asked for what it can notice. */
  @Test
  void aWarningFails() {
    Kernel unused =
        new Kernel("unused", "extern \"C\" __global__ void unused() { const int nothing = 1; }\n");
    AssertionError failure = null;
    try {
      compile(List.of(unused), "-ptx", "compute_75");
    } catch (AssertionError e) {
      failure = e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertTrue(failure != null && failure.getMessage().contains("never referenced"));
  }

  private String compile(List<Kernel> kernels, String target, String architecture, String... more)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < kernels.size(); i++) {
      text.append("namespace n").append(i).append(" {\n");
      text.append(kernels.get(i).source()).append("}\n");
    }
    Path source = Files.writeString(folder.resolve("kernels.cu"), text.toString());
    List<String> command = new ArrayList<>(List.of("nvcc", target, "-arch=" + architecture));
    command.addAll(Kernel.OPTIONS);
    command.addAll(List.of("-Werror", "all-warnings"));
    command.addAll(List.of(more));
    command.addAll(List.of("-o", folder.resolve("kernels.out").toString(), source.toString()));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String messages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), messages);
    assertFalse(messages.contains("warning"), messages);
    return messages;
  }
}
