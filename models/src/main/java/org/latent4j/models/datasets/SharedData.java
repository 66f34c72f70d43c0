package org.latent4j.models.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.latent4j.models.io.DataFormatException;

/**
 * Data sets that are too large to come with this library: files under the folder that the
 * environment variable {@code LATENT4J_DATA} names, or else under {@code ../shared/data} seen from
 * the root of the project, which is the outermost folder with a {@code pom.xml} in and above the
 * working directory, or that directory itself.
 */
public final class SharedData {

  private static final String VARIABLE = "LATENT4J_DATA";

  private SharedData() {}

  /**
   * Looks for a file.
   *
   * @param name its path in the folder, as in {@code mnist/train-images-idx3-ubyte.gz}
   * @return the file, if it is there
   */
  public static Optional<Path> find(String name) {
    Path file = folder().resolve(name);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /**
   * Insists on a file.
   *
   * @param name as for {@link #find}
   * @return the file
   * @throws DataFormatException if it is not there; the message says where it was looked for
   */
  static Path require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new DataFormatException(
                    folder().resolve(name)
                        + ": there is no such file; put it there, or set "
                        + VARIABLE
                        + " to the folder that holds "
                        + name));
  }

  /** {@return the folder, whether it exists or not} */
  public static Path folder() {
    return folder(System.getenv(), Path.of(""));
  }

  /** The rule, for any environment and working directory. */
  static Path folder(Map<String, String> environment, Path workingDirectory) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Path.of(named);
    }
    Path root = workingDirectory.toAbsolutePath().normalize();
    while (isProject(root) && root.getParent() != null && isProject(root.getParent())) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("data");
  }

  private static boolean isProject(Path folder) {
    return Files.isRegularFile(folder.resolve("pom.xml"));
  }
}
