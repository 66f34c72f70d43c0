package org.latent4j.benchmarks.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.latent4j.benchmarks.interleave.Rounds;

/**
 * Results in a folder, one JSON file a comparison; a comparison measured again replaces its file.
 */
public final class Results {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Path folder;

  /**
   * Chooses the folder.
   *
   * @param folder made when the first result is saved
   */
  public Results(Path folder) {
    this.folder = folder;
  }

  /**
   * A comparison that was measured.
   *
   * @param section the part of the report that it belongs to
   * @param name its name
   * @param environment when, where and in what turns it was measured
   * @param figures one a contestant
   */
  record Stored(
      String section, String name, Map<String, String> environment, List<Figure> figures) {}

  /**
   * Keeps a result.
   *
   * @param section the part of the report that it belongs to
   * @param name its name, which is also that of the file
   * @param rounds in which it was measured
   * @param figures one a contestant
   * @throws IOException if it can't be written
   */
  public void save(String section, String name, Rounds rounds, List<Figure> figures)
      throws IOException {
    Files.createDirectories(folder);
    List<Figure> rounded = figures.stream().map(Results::rounded).toList();
    Map<String, String> environment = new LinkedHashMap<>(Environment.describe());
    environment.put("warm-up", rounds.warmup());
    environment.put("a turn", rounds.turn());
    Stored stored = new Stored(section, name, environment, rounded);
    Files.writeString(
        folder.resolve(name + ".json"), GSON.toJson(stored) + "\n", StandardCharsets.UTF_8);
  }

  private static Figure rounded(Figure figure) {
    return new Figure(
        figure.role(),
        figure.group(),
        figure.label(),
        figure.subject(),
        figure.micros().stream().map(value -> Math.round(value * 1e3) / 1e3).toList(),
        figure.bytes() == null ? null : Math.rint(figure.bytes()));
  }

  /** Reads all results of a section, by name. */
  List<Stored> of(String section) throws IOException {
    List<Stored> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
        Stored stored = GSON.fromJson(Files.readString(file), Stored.class);
        if (section.equals(stored.section())) {
          found.add(stored);
        }
      }
    }
    return found;
  }

  /** The folder of the files. */
  Path folder() {
    return folder;
  }
}
