package org.latent4j.backend.cuda.driver;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for CUDA's own libraries in the places that {@link Discovery} states, in their order. */
final class LibrarySearch {
  private final Machine machine;
  private final Platform platform;
  private final Set<Path> folders = new LinkedHashSet<>();
  private final List<String> places = new ArrayList<>();

  LibrarySearch(Machine machine, Platform platform, LoaderPath loaderPath) {
    this.machine = machine;
    this.platform = platform;
    LoaderPath.split(machine.properties().get(Discovery.PATH_PROPERTY), File.pathSeparator)
        .forEach(this::addHome);
    Stream.of("CUDA_PATH", "CUDA_HOME")
        .map(machine.environment()::get)
        .filter(Objects::nonNull)
        .filter(home -> !home.isBlank())
        .forEach(this::addHome);
    folders.addAll(loaderPath.folders());
    places.add("the loader's path");
    if (!platform.isWindows()) {
      addHome("/usr/local/cuda");
    }
  }

  private void addHome(String home) {
    places.add(home);
    for (String folder : platform.folders()) {
      Path place = folder.equals(".") ? machine.at(home) : machine.at(home).resolve(folder);
      if (machine.has(place)) {
        folders.add(place);
      }
    }
  }

  Optional<Path> find(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(platform.library(name)))
        .filter(machine::has)
        .findFirst();
  }

  /**
   * What a library opens by name when it is used, and would not find in a folder that the system's
   * loader does not know: NVRTC has its functions in a library of their own.
   */
  List<Path> helpers(String name, Path library) {
    if (!name.equals("nvrtc")) {
      return List.of();
    }
    String pattern =
        platform.isWindows() ? "nvrtc-builtins64_13*.dll" : "libnvrtc-builtins.so.13.*";
    return machine.names(library.getParent(), pattern).stream()
        .limit(1)
        .map(library::resolveSibling)
        .toList();
  }

  /** Other versions of a library in the same places: the first, or an empty text. */
  String otherVersions(String name) {
    return folders.stream()
        .flatMap(
            folder ->
                machine.names(folder, platform.anyLibrary(name)).stream()
                    .map(file -> folder.resolve(file).toString()))
        .findFirst()
        .orElse("");
  }

  String describe() {
    return String.join(", ", places) + ", the class path";
  }
}
