package org.latent4j.backend.cuda.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.latent4j.backend.cuda.kernel.Kernel;

/**
 * NVIDIA's own run-time compiler through the backend's own bindings, where {@link Discovery} would
 * find it. Compiling needs neither a GPU nor a driver; but the bindings to NVRTC load those to the
 * driver, which are given libraries without functions where the real ones are missing.
 */
public final class RealNvrtc {
  private static final String OBSTACLE = load();

  private RealNvrtc() {}

  private static String load() {
    Machine machine = Machine.here();
    Platform platform = Platform.of(machine).orElse(null);
    if (platform == null || platform.isWindows()) {
      return "kernels are not compiled by NVRTC on this system";
    }
    LoaderPath loaderPath = LoaderPath.of(machine, platform);
    LibrarySearch search = new LibrarySearch(machine, platform, loaderPath);
    Optional<Path> found = search.find("nvrtc");
    String inJar = "/org/bytedeco/cuda/" + platform.javacpp + "/" + platform.library("nvrtc");
    boolean onClassPath = machine.hasResource().test(inJar);
    if (found.isEmpty() && !onClassPath) {
      return "kernels are not compiled by NVRTC: "
          + platform.library("nvrtc")
          + " is in none of "
          + search.describe()
          + "; name its folder with -D"
          + Discovery.PATH_PROPERTY;
    }
    try {
      Loader.load(Pointer.class);
      List<Path> files = new ArrayList<>();
      files.add(orStub(loaderPath.find(platform.driver), platform.driver));
      if (found.isPresent()) {
        files.add(orStub(search.find("cudart"), platform.library("cudart")));
      }
      found.ifPresent(
          library -> {
            files.addAll(search.helpers("nvrtc", library));
            files.add(library);
          });
      files.forEach(file -> Loader.loadGlobal(file.toString()));
      Loader.load(nvrtc.class);
      return null;
    } catch (LinkageError | IOException | InterruptedException e) {
      return "kernels are not compiled by NVRTC: it can't be loaded (" + e + ")";
    }
  }

  private static Path orStub(Optional<Path> found, String name)
      throws IOException, InterruptedException {
    if (found.isPresent()) {
      return found.get();
    }
    Path folder = Files.createDirectories(Path.of("target", "stubs").toAbsolutePath());
    StubLibrary.make("EMPTY", folder.resolve(name));
    return folder.resolve(name);
  }

  /** Why nothing can be compiled here, or null. */
  public static String obstacle() {
    return OBSTACLE;
  }

  /** The compiler's version. */
  public static String version() {
    return Nvrtc.version();
  }

  /**
   * Compiles a kernel as the backend does.
   *
   * @param kernel the kernel
   * @param architecture for example {@code sm_90}
   * @return machine code
   * @throws CudaException with the compiler's messages, if it refuses the text
   */
  public static byte[] compile(Kernel kernel, String architecture) {
    List<String> options = new ArrayList<>(Kernel.OPTIONS);
    options.add("--gpu-architecture=" + architecture);
    return Nvrtc.compile(kernel.name(), kernel.source(), options);
  }
}
