package org.latent4j.backend.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real bindings on libraries that only look like CUDA's: that they load from where discovery
 * found them, and hand every argument on as CUDA declares it. Needs a C compiler.
 */
@EnabledOnOs(OS.LINUX)
class StubbedCudaTest {
  @TempDir private static Path root;
  private static Path log;

  @BeforeAll
  static void compileStubs() throws Exception {
    Path cuda = Files.createDirectories(root.resolve("usr/local/cuda/lib64"));
    Path system = Files.createDirectories(root.resolve("lib64"));
    try {
      StubLibrary.make("DRIVER", system.resolve("libcuda.so.1"));
    } catch (IOException e) {
      Assumptions.abort("there is no C compiler: " + e.getMessage());
    }
    StubLibrary.make("EMPTY", cuda.resolve("libcudart.so.13"));
    StubLibrary.make("NVRTC", cuda.resolve("libnvrtc.so.13"));
    StubLibrary.make("CUBLASLT", cuda.resolve("libcublasLt.so.13"));
    StubLibrary.make("EMPTY", cuda.resolve("libcublas.so.13"));
    Files.createDirectories(root.resolve("dev"));
    Files.createFile(root.resolve("dev/nvidia0"));
    log = root.resolve("log");
  }

  /** Returns what the process says, warnings of the system's loader left out. */
  private static List<String> run(String options, Map<String, String> environment)
      throws Exception {
    Files.deleteIfExists(log);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    if (!options.isEmpty()) {
      command.add(options);
    }
    command.addAll(List.of(StubbedRun.class.getName(), root.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("STUB_LOG", log.toString());
    builder.environment().put("LD_LIBRARY_PATH", root.resolve("lib64").toString());
    builder.environment().putAll(environment);
    File errors = root.resolve("errors").toFile();
    Process process = builder.redirectError(errors).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), () -> said + read(errors.toPath()));
    return said.lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyCallArrivesAsItIsMeant() throws Exception {
    assertEquals(SAID, String.join("\n", run("", Map.of())) + "\n");
    assertEquals(CALLED, read(log));
  }

  @Test
  void saysThatTheDriverShowsNoDevice() throws Exception {
    assertEquals(
        List.of(
            "cuda: the driver shows no GPU; check with nvidia-smi, and that CUDA_VISIBLE_DEVICES"
                + " names one"),
        run("", Map.of("STUB_NO_DEVICE", "1")));
  }

  @Test
  void saysThatTheDriverIsTooOld() throws Exception {
    assertEquals(
        List.of(
            "cuda: the NVIDIA driver supports CUDA 12.8, too old for CUDA 13; update it to 580 or"
                + " later"),
        run("", Map.of("STUB_OLD_DRIVER", "1")));
  }

  @Test
  void saysThatTheGpuIsTooOld() throws Exception {
    assertEquals(
        List.of(
            "cuda: the Stub GPU 0 has compute capability 7.0, and CUDA 13 needs 7.5 or higher; choose"
                + " another GPU with -Dlatent4j.cuda.device or use the backend cpu"),
        run("", Map.of("STUB_OLD_GPU", "1")));
  }

  /** A compiler that is older than the GPU makes PTX, which the driver translates. */
  @Test
  void compilesForTheNewestArchitectureThatTheCompilerKnows() throws Exception {
    List<String> said = run("", Map.of("STUB_NEW_GPU", "1"));
    assertTrue(said.get(0).contains("major=13, minor=0,"), said.get(0));
    assertTrue(said.get(0).contains("architecture=compute_120,"), said.get(0));
    assertTrue(read(log).contains("module ptx!\n"), read(log));
  }

  @Test
  void usesTheDeviceAskedFor() throws Exception {
    assertTrue(run("-Dlatent4j.cuda.device=1", Map.of()).get(0).contains("name=Stub GPU 1,"));
    assertEquals(
        List.of("cuda: -Dlatent4j.cuda.device=2 names no GPU; choose 0 to 1"),
        run("-Dlatent4j.cuda.device=2", Map.of()));
    assertEquals(
        List.of("cuda: -Dlatent4j.cuda.device=first names no GPU; choose 0 to 1"),
        run("-Dlatent4j.cuda.device=first", Map.of()));
  }

  @Test
  void saysThatALibraryIsBroken() throws Exception {
    Path library = root.resolve("usr/local/cuda/lib64/libnvrtc.so.13");
    byte[] whole = Files.readAllBytes(library);
    try {
      Files.writeString(library, "not a library");
      String said = run("", Map.of()).get(0);
      assertTrue(said.startsWith("cuda: " + library + " can't be loaded ("), said);
      assertTrue(said.endsWith("or use the backend cpu"), said);
    } finally {
      Files.write(library, whole);
    }
  }

  private static final String SAID =
      """
      Gpu[name=Stub GPU 0, major=9, minor=0, multiprocessors=132, memory=80000000000, architecture=sm_90, driver=13000, nvrtc=13.7, cublasLt=130007]
      Memory[free=70, total=80]
      pinned holds 0 and has 64
      read 3.5
      cuda: nvrtcCompileProgram wrong failed: NVRTC_ERROR_COMPILATION | x.cu(1): error: no (6)
      [Algorithm[data=[77, 0, 0, 0, 0, 0, 0, 99], workspace=512]]
      [Algorithm[data=[77, 0, 0, 0, 0, 0, 0, 99], workspace=512]]
      [Algorithm[data=[77, 0, 0, 0, 0, 0, 0, 99], workspace=512]]
      [Algorithm[data=[77, 0, 0, 0, 0, 0, 0, 99], workspace=512]]
      [Algorithm[data=[77, 0, 0, 0, 0, 0, 0, 99], workspace=512]]
      time 1.5
      cuda: cuMemAllocFromPoolAsync failed: CUDA_ERROR_OUT_OF_MEMORY, out of memory (2) true
      """;

  private static final String CALLED =
      """
      stream 2
      stream 3
      event 4, flags 2
      event 5, flags 2
      pool 1 0 1 0
      pool attribute 4 = 9223372036854775807
      host memory 64, flags 3
      clear on stream 2
      program f.cu of 41 characters
      option --std=c++17
      option --fmad=false
      module cubi
      launch f (3 1 1) x (64 1 1), shared 0, first 3.5
      program wrong.cu of 11 characters
      preference 1 = 1048576
      preference 3 = 2
      preference 5 = 4
      preference 6 = 256
      preference 7 = 16
      preference 8 = 16
      product: compute 68, scale 0, pointers 0, operations 1 0, 2 * 3.5 * 3.5 + 1, algorithm 77 99, workspace 512
        A: type 0, 8 x 5, leading 9, batch 3, stride 70
        B: type 0, 8 x 7, leading 8, batch 3, stride 80
        C: type 0, 5 x 7, leading 6, batch 3, stride 90
        D 512 bytes behind C
      preference 1 = 1048576
      preference 3 = 2
      preference 5 = 4
      preference 6 = 256
      preference 7 = 16
      preference 8 = 16
      product: compute 77, scale 0, pointers 0, operations 1 0, 2 * 3.5 * 3.5 + 1, algorithm 77 99, workspace 512
        A: type 0, 8 x 5, leading 9, batch 3, stride 70
        B: type 0, 8 x 7, leading 8, batch 3, stride 80
        C: type 0, 5 x 7, leading 6, batch 3, stride 90
        D 512 bytes behind C
      preference 1 = 1048576
      preference 3 = 2
      preference 5 = 4
      preference 6 = 256
      preference 7 = 16
      preference 8 = 16
      product: compute 68, scale 0, pointers 0, operations 1 0, 2 * 3.5 * 3.5 + 1, algorithm 77 99, workspace 512
        A: type 14, 8 x 5, leading 9, batch 3, stride 70
        B: type 14, 8 x 7, leading 8, batch 3, stride 80
        C: type 0, 5 x 7, leading 6, batch 3, stride 90
        D 512 bytes behind C
      preference 1 = 1048576
      preference 3 = 2
      preference 5 = 4
      preference 6 = 256
      preference 7 = 16
      preference 8 = 16
      product: compute 70, scale 1, pointers 0, operations 1 0, 2 * 3.5 * 3.5 + 1, algorithm 77 99, workspace 512
        A: type 1, 8 x 5, leading 9, batch 0, stride 0
        B: type 1, 8 x 7, leading 8, batch 0, stride 0
        C: type 1, 5 x 7, leading 6, batch 0, stride 0
        D 512 bytes behind C
      preference 1 = 1048576
      preference 3 = 2
      preference 5 = 4
      preference 6 = 256
      preference 7 = 16
      preference 8 = 16
      product: compute 68, scale 0, pointers 1, operations 1 0, 3.5 * 3.5 * 3.5 + 3.5, algorithm 77 99, workspace 512
        A: type 0, 8 x 5, leading 9, batch 0, stride 0
        B: type 0, 8 x 7, leading 8, batch 0, stride 0
        C: type 0, 5 x 7, leading 6, batch 0, stride 0
      program g.cu of 41 characters
      module cubi
      capture, mode 2
      clear on stream 2
      launch g (1 1 1) x (64 1 1), shared 0, first 0
      launch g (2 1 1) x (64 1 1), shared 0, first 0
      attribute 6 = 1
      event 4 after stream 2
      stream 3 waits for event 4
      clear on stream 3
      event 5 after stream 3
      launch g (3 1 1) x (64 1 1), shared 0, first 0
      attribute 6 = 1
      clear on stream 2
      stream 2 waits for event 5
      launch g (4 1 1) x (64 1 1), shared 0, first 0
      launch graph
      destroy graph
      capture, mode 2
      event 10, flags 0
      event 10 after stream 2
      release 0
      """;
}
