package org.latent4j.backend.cuda.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What discovery may ask of a machine: its files, its environment, the class path. A record, so
 * that tests can put together machines that are not at hand.
 *
 * @param root stands before every absolute path; {@code /} on a real machine
 * @param osName as {@code os.name} has it
 * @param osArch as {@code os.arch} has it
 * @param environment the environment's variables
 * @param properties the system properties that matter
 * @param hasResource whether the class path holds a file
 */
record Machine(
    Path root,
    String osName,
    String osArch,
    Map<String, String> environment,
    Map<String, String> properties,
    Predicate<String> hasResource) {

  /** The machine that this program runs on. */
  static Machine here() {
    String path = System.getProperty(Discovery.PATH_PROPERTY);
    return new Machine(
        Path.of("/"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getenv(),
        path == null ? Map.of() : Map.of(Discovery.PATH_PROPERTY, path),
        name -> Machine.class.getResource(name) != null);
  }

  /** A place on this machine. */
  Path at(String place) {
    return place.startsWith("/") ? root.resolve(place.substring(1)) : Path.of(place);
  }

  boolean has(Path file) {
    return Files.exists(file);
  }

  /** The text of a file, or nothing if it can't be read. */
  Optional<String> text(String place) {
    try {
      return Optional.of(Files.readString(at(place), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The names in a folder that match a pattern, in order; none if it can't be read. */
  List<String> names(Path folder, String glob) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }
}
