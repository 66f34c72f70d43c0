package org.latent4j.backend.cuda.driver;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The folders where the system's own loader looks for libraries. */
final class LoaderPath {
  private static final List<String> LINUX =
      List.of(
          "/lib64",
          "/usr/lib64",
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu",
          "/lib/aarch64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/lib",
          "/usr/lib",
          "/usr/local/lib",
          "/usr/lib/wsl/lib",
          "/usr/local/nvidia/lib64",
          "/usr/local/nvidia/lib");

  private static final String CONFIGURATION = "/etc/ld.so.conf.d";

  private final Machine machine;
  private final Set<String> folders;

  private LoaderPath(Machine machine, Set<String> folders) {
    this.machine = machine;
    this.folders = folders;
  }

  static LoaderPath of(Machine machine, Platform platform) {
    Set<String> folders = new LinkedHashSet<>();
    if (platform.isWindows()) {
      split(machine.environment().get("PATH"), ";").forEach(folders::add);
      String system = machine.environment().getOrDefault("SystemRoot", "C:\\Windows");
      folders.add(system + "\\System32");
      return new LoaderPath(machine, folders);
    }
    split(machine.environment().get("LD_LIBRARY_PATH"), ":").forEach(folders::add);
    Path configuration = machine.at(CONFIGURATION);
    for (String name : machine.names(configuration, "*.conf")) {
      machine.text(CONFIGURATION + "/" + name).stream()
          .flatMap(String::lines)
          .map(String::strip)
          .filter(line -> line.startsWith("/"))
          .forEach(folders::add);
    }
    folders.addAll(LINUX);
    return new LoaderPath(machine, folders);
  }

  static List<String> split(String path, String separator) {
    return path == null
        ? List.of()
        : List.of(path.split(separator)).stream().filter(part -> !part.isBlank()).toList();
  }

  /** The folders that exist. */
  List<Path> folders() {
    return folders.stream().map(machine::at).filter(machine::has).toList();
  }

  Optional<Path> find(String file) {
    return folders().stream().map(f -> f.resolve(file)).filter(machine::has).findFirst();
  }

  String describe() {
    return folders.stream()
        .filter(folder -> machine.has(machine.at(folder)))
        .collect(Collectors.joining(", "));
  }
}
