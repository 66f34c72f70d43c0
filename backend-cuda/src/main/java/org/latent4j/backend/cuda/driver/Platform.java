package org.latent4j.backend.cuda.driver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The platforms that CUDA exists for, and what its files are called there. */
enum Platform {
  LINUX_X86_64(
      "linux-x86_64",
      "lib%s.so",
      "libcuda.so.1",
      "lib%s.so.13",
      "lib64:lib:targets/x86_64-linux/lib:."),
  LINUX_ARM64(
      "linux-arm64",
      "lib%s.so",
      "libcuda.so.1",
      "lib%s.so.13",
      "lib64:lib:targets/sbsa-linux/lib:."),
  WINDOWS_X86_64("windows-x86_64", "%s.dll", "nvcuda.dll", "%s64_13.dll", "bin/x64:bin:.");

  /** The name that JavaCPP gives the platform. */
  final String javacpp;

  private final String bindings;

  /** The file of the driver's library. */
  final String driver;

  private final String library;

  private final String folders;

  Platform(String javacpp, String bindings, String driver, String library, String folders) {
    this.javacpp = javacpp;
    this.bindings = bindings;
    this.driver = driver;
    this.library = library;
    this.folders = folders;
  }

  /** The platform of a machine, if CUDA exists for it. */
  static Optional<Platform> of(Machine machine) {
    String name = machine.osName().toLowerCase(Locale.ROOT);
    String arch = machine.osArch();
    boolean intel = arch.equals("amd64") || arch.equals("x86_64");
    if (name.startsWith("linux")) {
      return intel
          ? Optional.of(LINUX_X86_64)
          : Optional.of(LINUX_ARM64).filter(p -> arch.equals("aarch64") || arch.equals("arm64"));
    }
    return Optional.of(WINDOWS_X86_64).filter(p -> intel && name.startsWith("windows"));
  }

  /** Where a folder of CUDA keeps its libraries. */
  List<String> folders() {
    return LoaderPath.split(folders, ":");
  }

  boolean isWindows() {
    return this == WINDOWS_X86_64;
  }

  /** The file of JavaCPP's bindings to a library. */
  String bindings(String name) {
    return String.format(Locale.ROOT, bindings, "jni" + name);
  }

  /** The file of one of CUDA's libraries, in the version that the bindings ask for. */
  String library(String name) {
    return isWindows() && name.equals("nvrtc")
        ? "nvrtc64_130_0.dll"
        : String.format(Locale.ROOT, library, name);
  }

  /** The same of any version, as a pattern. */
  String anyLibrary(String name) {
    return isWindows() ? name + "64_*.dll" : "lib" + name + ".so.*";
  }
}
