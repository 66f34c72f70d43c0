package org.latent4j.backend.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Probe;

/** Machines made of a few empty files, each with another thing missing. */
class DiscoveryTest {
  private static final String PACKAGE = "/org/bytedeco/cuda/linux-x86_64/";
  private static final List<String> LIBRARIES =
      List.of("libcudart.so.13", "libnvrtc.so.13", "libcublasLt.so.13", "libcublas.so.13");

  @TempDir private Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Set<String> resources = new HashSet<>();
  private String osName = "Linux";
  private String osArch = "amd64";

  /** A machine on which everything is in place. */
  @BeforeEach
  void complete() throws IOException {
    resources.add("/org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so");
    Stream.of("libjnicudart.so", "libjninvrtc.so", "libjnicublas.so")
        .forEach(file -> resources.add(PACKAGE + file));
    file("/usr/lib/x86_64-linux-gnu/libcuda.so.1", "");
    file(
        "/proc/driver/nvidia/version",
        """
        NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.82.07  Release Build
        GCC version:  gcc version 12.3.0
        """);
    file("/dev/nvidia0", "");
    file("/dev/nvidiactl", "");
    cuda("/usr/local/cuda/lib64");
  }

  @Test
  void findsEverythingAndSaysWhere() throws Missing {
    Installation found = discovery().find();
    assertEquals(
        LIBRARIES.stream().map(name -> root.resolve("usr/local/cuda/lib64").resolve(name)).toList(),
        found.libraries());
    assertEquals(
        Probe.usable("CUDA 13 in " + root + "/usr/local/cuda/lib64, driver 580.82."),
        discovery().probe());
  }

  @Test
  void asksForTheDriver() throws IOException {
    delete("/usr/lib/x86_64-linux-gnu/libcuda.so.1");
    refused(
        "There is no NVIDIA driver: libcuda.so.1 is in none of /usr/lib/x86_64-linux-gnu, /usr/lib.",
        "Install NVIDIA's driver 580 or later");
  }

  @Test
  void findsTheDriverWhereTheLoaderWould() throws IOException {
    delete("/usr/lib/x86_64-linux-gnu/libcuda.so.1");
    file("/opt/driver/libcuda.so.1", "");
    file("/etc/ld.so.conf.d/driver.conf", "# by the administrator\n/opt/driver\n");
    assertTrue(discovery().probe().usable());
    delete("/etc/ld.so.conf.d/driver.conf");
    assertFalse(discovery().probe().usable());
    environment.put("LD_LIBRARY_PATH", "/nowhere::/opt/driver");
    assertTrue(discovery().probe().usable());
  }

  @Test
  void saysThatTheDriverIsTooOld() throws IOException {
    file(
        "/proc/driver/nvidia/version",
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 2024\n");
    refused("The NVIDIA driver is 550.54, too old for CUDA 13.", "Update it to 580 or later.");
  }

  @Test
  void leavesAnUnknownDriverVersionToTheDriver() throws IOException {
    file("/proc/driver/nvidia/version", "of another form\n");
    assertTrue(discovery().probe().usable());
    delete("/proc/driver/nvidia/version");
    assertEquals("CUDA 13 in " + root + "/usr/local/cuda/lib64.", discovery().probe().reason());
  }

  @Test
  void asksForADevice() throws IOException {
    delete("/dev/nvidia0");
    refused("There is an NVIDIA driver, but no GPU: there is no /dev/nvidia0.", "nvidia-smi");
    file("/dev/nvidia-uvm", "");
    assertFalse(discovery().probe().usable());
    file("/dev/nvidia12", "");
    assertTrue(discovery().probe().usable());
  }

  @Test
  void knowsThatLinuxOnWindowsHasOneDeviceForAll() throws IOException {
    delete("/dev/nvidia0");
    file("/dev/dxg", "");
    assertTrue(discovery().probe().usable());
  }

  @Test
  void seesThatTheEnvironmentHidesEveryDevice() {
    for (String hidden : List.of("", " ", "-1", "-1,0")) {
      environment.put("CUDA_VISIBLE_DEVICES", hidden);
      refused("CUDA_VISIBLE_DEVICES is '" + hidden + "', which hides every GPU.", "Unset it");
    }
    environment.put("CUDA_VISIBLE_DEVICES", "1");
    assertTrue(discovery().probe().usable());
  }

  @Test
  void asksForCudaAndSaysWhatOtherVersionIsThere() throws IOException {
    delete("/usr/local/cuda/lib64/libcudart.so.13");
    refused(
        "There are no CUDA 13 libraries: libcudart.so.13 is in none of the loader's path,"
            + " /usr/local/cuda, the class path.",
        "-Dlatent4j.cuda.path");
    file("/usr/local/cuda/lib64/libcudart.so.12", "");
    refused(
        "There are no CUDA 13 libraries: libcudart.so.13 is in none of the loader's path,"
            + " /usr/local/cuda, the class path (but "
            + root
            + "/usr/local/cuda/lib64/libcudart.so.12 is there).",
        "Install CUDA 13");
  }

  @Test
  void asksForTheProductsAndForTheCompiler() throws IOException {
    delete("/usr/local/cuda/lib64/libnvrtc.so.13");
    refused(
        "CUDA's compiler NVRTC is missing: libnvrtc.so.13 is in none of the loader's path,"
            + " /usr/local/cuda, the class path.",
        "Install CUDA 13");
    file("/usr/local/cuda/lib64/libnvrtc.so.13", "");
    delete("/usr/local/cuda/lib64/libcublasLt.so.13");
    refused(
        "There are no CUDA 13 libraries: libcublasLt.so.13 is in none of the loader's path,"
            + " /usr/local/cuda, the class path.",
        "org.bytedeco:cuda-redist and cuda-redist-cublas with the classifier linux-x86_64");
  }

  @Test
  void looksInTheStatedOrder() throws IOException, Missing {
    String property = cuda("/opt/property/lib");
    environment.put("CUDA_PATH", "/opt/path");
    String variable = cuda("/opt/path/targets/x86_64-linux/lib");
    environment.put("LD_LIBRARY_PATH", "/opt/loader");
    String loader = cuda("/opt/loader");
    properties.put(Discovery.PATH_PROPERTY, "/nowhere:/opt/property");
    List<String> order = new ArrayList<>();
    for (String place : List.of(property, variable, loader, "/usr/local/cuda/lib64")) {
      order.add(discovery().find().libraries().get(0).getParent().toString());
      assertEquals(root + place, order.get(order.size() - 1));
      delete(place + "/libcudart.so.13");
    }
    refused("There are no CUDA 13 libraries", "Install CUDA 13");
  }

  /** As Python's wheels have them. */
  @Test
  void takesEachLibraryFromWhereItIs() throws IOException, Missing {
    delete("/usr/local/cuda/lib64/libcublasLt.so.13");
    file("/opt/wheels/cublas/lib/libcublasLt.so.13", "");
    properties.put(Discovery.PATH_PROPERTY, "/opt/wheels/cublas");
    assertEquals(
        root.resolve("opt/wheels/cublas/lib/libcublasLt.so.13"),
        discovery().find().libraries().get(2));
  }

  /** As in Python's wheels, where nothing tells the system's loader of the folder. */
  @Test
  void loadsTheFunctionsOfNvrtcBeforeIt() throws IOException, Missing {
    file("/usr/local/cuda/lib64/libnvrtc-builtins.so.13.0", "");
    assertEquals(
        List.of("libcudart.so.13", "libnvrtc-builtins.so.13.0", "libnvrtc.so.13"),
        discovery().find().libraries().subList(0, 3).stream()
            .map(file -> file.getFileName().toString())
            .toList());
  }

  @Test
  void takesTheLibrariesFromTheClassPathLast() throws IOException, Missing {
    for (String name : LIBRARIES) {
      delete("/usr/local/cuda/lib64/" + name);
      resources.add(PACKAGE + name);
    }
    assertEquals(List.of(), discovery().find().libraries());
    assertEquals("CUDA 13 on the class path, driver 580.82.", discovery().probe().reason());
  }

  @Test
  void asksForTheBindings() {
    resources.remove(PACKAGE + "libjnicublas.so");
    refused(
        "There is no libjnicublas.so for linux-x86_64 on the class path.",
        "Add org.bytedeco:cuda and org.bytedeco:javacpp with the classifier linux-x86_64");
  }

  @Test
  void knowsWhereThereIsNoCuda() {
    osName = "Mac OS X";
    osArch = "aarch64";
    refused("There is no CUDA for Mac OS X on aarch64.", "Use the backend cpu or java.");
    osName = "Linux";
    osArch = "riscv64";
    refused("There is no CUDA for Linux on riscv64.", "Use the backend cpu or java.");
  }

  @Test
  void findsWindowsLibraries() throws IOException, Missing {
    osName = "Windows 11";
    resources.clear();
    resources.add("/org/bytedeco/javacpp/windows-x86_64/jnijavacpp.dll");
    Stream.of("jnicudart.dll", "jninvrtc.dll", "jnicublas.dll")
        .forEach(file -> resources.add("/org/bytedeco/cuda/windows-x86_64/" + file));
    environment.put("CUDA_PATH", "/cuda");
    environment.put("PATH", "/windows");
    file("/windows/nvcuda.dll", "");
    for (String name :
        List.of("cudart64_13.dll", "nvrtc64_130_0.dll", "cublasLt64_13.dll", "cublas64_13.dll")) {
      file("/cuda/bin/x64/" + name, "");
    }
    assertEquals(4, discovery().find().libraries().size());
  }

  /** Whatever this machine has, the answer is one sentence, and a cure exactly if it is no. */
  @Test
  void answersHere() {
    Probe probe = Discovery.here().probe();
    assertTrue(probe.reason().endsWith("."), probe.reason());
    assertEquals(probe.usable(), probe.cure().isEmpty(), probe.toString());
  }

  private void refused(String reason, String cure) {
    Probe probe = discovery().probe();
    assertFalse(probe.usable());
    assertTrue(probe.reason().startsWith(reason), probe.reason());
    assertTrue(probe.reason().endsWith("."), probe.reason());
    assertTrue(probe.cure().contains(cure), probe.cure());
  }

  private Discovery discovery() {
    return new Discovery(
        new Machine(root, osName, osArch, environment, properties, resources::contains));
  }

  private String cuda(String folder) throws IOException {
    for (String name : LIBRARIES) {
      file(folder + "/" + name, "");
    }
    return folder;
  }

  private void file(String place, String text) throws IOException {
    Path file = root.resolve(place.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void delete(String place) throws IOException {
    Files.delete(root.resolve(place.substring(1)));
  }
}
