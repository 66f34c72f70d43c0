package org.latent4j.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of files that can be made again. Each appears whole or not at all, so that several
 * processes may share the folder; where it can't be written to, nothing is kept.
 */
final class Cache {
  private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

  /** The system property that names the folder. */
  static final String PROPERTY = "latent4j.cuda.cache";

  private final Path folder;
  private boolean complained;

  Cache(Path folder) {
    this.folder = folder;
  }

  /** The user's cache, in the place that the property or the system's convention names. */
  static Cache ofUser() {
    String named = System.getProperty(PROPERTY);
    if (named != null && !named.isBlank()) {
      return new Cache(Path.of(named));
    }
    String convention = System.getenv("XDG_CACHE_HOME");
    Path caches =
        convention == null || convention.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(convention);
    return new Cache(caches.resolve("latent4j").resolve("cuda"));
  }

  Optional<byte[]> read(String name) {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(String name, byte[] contents) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Path beside = Files.createTempFile(file.getParent(), "new", ".tmp");
      try {
        Files.write(beside, contents);
        Files.move(
            beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException | UnsupportedOperationException e) {
      if (!complained) {
        complained = true;
        LOG.info(
            "Compiled kernels are not kept, because {} can't be written to ({}); name another folder"
                + " with -D{}",
            folder,
            e.toString(),
            PROPERTY);
      }
    }
  }
}
