package org.latent4j.backend.cuda.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latent4j.backend.Probe;

/**
 * Finds out whether CUDA is here by looking at files alone: nothing is loaded, unpacked or started.
 *
 * <p>CUDA's libraries are looked for, each for itself and in this order, in the folders that the
 * system property {@value #PATH_PROPERTY} lists, in {@code CUDA_PATH}, on the loader's path, in
 * {@code /usr/local/cuda}, and on the class path, where JavaCPP's redist artifacts have them.
 */
public final class Discovery {
  /** The system property that lists folders with CUDA's libraries. */
  public static final String PATH_PROPERTY = "latent4j.cuda.path";

  /** CUDA 13 needs a driver of this branch or later. */
  static final int OLDEST_DRIVER = 580;

  private static final Pattern DRIVER_VERSION = Pattern.compile("\\b(\\d{3,4})\\.(\\d+)");
  private static final Pattern GPU_FILE = Pattern.compile("nvidia\\d+");

  /** In the order in which they are loaded. */
  private static final List<String> LIBRARIES = List.of("cudart", "nvrtc", "cublasLt", "cublas");

  private static final List<String> BINDINGS = List.of("cudart", "nvrtc", "cublas");

  private final Machine machine;

  Discovery(Machine machine) {
    this.machine = machine;
  }

  /**
   * Looks at the machine that this program runs on.
   *
   * @return the discovery
   */
  public static Discovery here() {
    return new Discovery(Machine.here());
  }

  /**
   * Says whether CUDA can be used here.
   *
   * @return the answer, with the reason and the cure
   */
  public Probe probe() {
    try {
      return Probe.usable(find().description());
    } catch (Missing missing) {
      return Probe.unusable(missing.getMessage(), missing.cure());
    }
  }

  Installation find() throws Missing {
    Platform platform = platform();
    requireBindings(platform);
    LoaderPath loaderPath = LoaderPath.of(machine, platform);
    requireDriver(platform, loaderPath);
    String driver = requireDriverVersion();
    requireDevice(platform);
    return libraries(platform, loaderPath, driver);
  }

  private Platform platform() throws Missing {
    Optional<Platform> platform = Platform.of(machine);
    if (platform.isEmpty()) {
      throw new Missing(
          "There is no CUDA for " + machine.osName() + " on " + machine.osArch() + ".",
          "Use the backend cpu or java.");
    }
    return platform.get();
  }

  private void requireBindings(Platform platform) throws Missing {
    List<String> resources = new ArrayList<>();
    resources.add("/org/bytedeco/javacpp/" + platform.javacpp + "/" + platform.bindings("javacpp"));
    BINDINGS.forEach(name -> resources.add(resource(platform, platform.bindings(name))));
    for (String resource : resources) {
      if (!machine.hasResource().test(resource)) {
        throw new Missing(
            "There is no "
                + resource.substring(resource.lastIndexOf('/') + 1)
                + " for "
                + platform.javacpp
                + " on the class path.",
            "Add org.bytedeco:cuda and org.bytedeco:javacpp with the classifier "
                + platform.javacpp
                + " in the versions of latent4j-backend-cuda.");
      }
    }
  }

  private static String resource(Platform platform, String file) {
    return "/org/bytedeco/cuda/" + platform.javacpp + "/" + file;
  }

  private void requireDriver(Platform platform, LoaderPath loaderPath) throws Missing {
    if (loaderPath.find(platform.driver).isEmpty()) {
      throw new Missing(
          "There is no NVIDIA driver: "
              + platform.driver
              + " is in none of "
              + loaderPath.describe()
              + ".",
          "Install NVIDIA's driver "
              + OLDEST_DRIVER
              + " or later; in a container, start it with the NVIDIA container toolkit (docker run"
              + " --gpus all); without an NVIDIA GPU use the backend cpu.");
    }
  }

  /** Returns the driver's version, or an empty text where the system does not tell. */
  private String requireDriverVersion() throws Missing {
    Optional<String> text = machine.text("/proc/driver/nvidia/version");
    if (text.isEmpty()) {
      return "";
    }
    Matcher version = DRIVER_VERSION.matcher(text.get());
    if (!version.find()) {
      return "";
    }
    if (Integer.parseInt(version.group(1)) < OLDEST_DRIVER) {
      throw new Missing(
          "The NVIDIA driver is " + version.group() + ", too old for CUDA 13.",
          "Update it to " + OLDEST_DRIVER + " or later.");
    }
    return version.group();
  }

  private void requireDevice(Platform platform) throws Missing {
    String visible = machine.environment().get("CUDA_VISIBLE_DEVICES");
    if (visible != null && (visible.isBlank() || visible.strip().startsWith("-1"))) {
      throw new Missing(
          "CUDA_VISIBLE_DEVICES is '" + visible + "', which hides every GPU.",
          "Unset it, or name a GPU in it: CUDA_VISIBLE_DEVICES=0.");
    }
    if (platform.isWindows() || machine.has(machine.at("/dev/dxg"))) {
      return; // There the driver alone knows; opening asks it.
    }
    boolean device =
        machine.names(machine.at("/dev"), "nvidia*").stream()
            .anyMatch(name -> GPU_FILE.matcher(name).matches());
    if (!device) {
      throw new Missing(
          "There is an NVIDIA driver, but no GPU: there is no /dev/nvidia0.",
          "Check with nvidia-smi; in a container, hand the GPU in (docker run --gpus all).");
    }
  }

  private Installation libraries(Platform platform, LoaderPath loaderPath, String driver)
      throws Missing {
    LibrarySearch search = new LibrarySearch(machine, platform, loaderPath);
    List<Path> found = new ArrayList<>();
    for (String name : LIBRARIES) {
      Optional<Path> file = search.find(name);
      if (file.isPresent()) {
        found.addAll(search.helpers(name, file.get()));
        found.add(file.get());
      } else if (!machine.hasResource().test(resource(platform, platform.library(name)))) {
        throw missing(platform, search, name);
      }
    }
    String where =
        found.isEmpty()
            ? "on the class path"
            : "in "
                + String.join(
                    ", ", found.stream().map(f -> f.getParent().toString()).distinct().toList());
    String suffix = driver.isEmpty() ? "" : String.format(Locale.ROOT, ", driver %s", driver);
    return new Installation(found, "CUDA 13 " + where + suffix + ".");
  }

  private static Missing missing(Platform platform, LibrarySearch search, String name) {
    String what =
        name.equals("nvrtc")
            ? "CUDA's compiler NVRTC is missing: "
            : "There are no CUDA 13 libraries: ";
    String others = search.otherVersions(name);
    return new Missing(
        what
            + platform.library(name)
            + " is in none of "
            + search.describe()
            + (others.isEmpty() ? "" : " (but " + others + " is there)")
            + ".",
        "Install CUDA 13 (nvidia.com/cuda), or name its folder with CUDA_PATH or -D"
            + PATH_PROPERTY
            + ", or add org.bytedeco:cuda-redist and cuda-redist-cublas with the classifier "
            + platform.javacpp
            + " to the class path.");
  }
}
