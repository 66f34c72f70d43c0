package org.latent4j.benchmarks.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The figures that {@code scripts/benchmarks-python} prints, beside those of CD-1 steps here. */
final class PythonFigures {
  /** In the folder of the results, but in a form of its own. */
  static final String FILE = "python.json";

  private static final String BASE = "cpu";

  private PythonFigures() {}

  static Table table(Results results) throws IOException {
    Table table =
        new Table(
            "library",
            "version",
            "work",
            "variant",
            "median",
            "the same on `cpu`",
            "library / `cpu`");
    Path file = results.folder().resolve(FILE);
    if (!Files.exists(file)) {
      return table;
    }
    JsonObject root = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    for (JsonElement element : root.getAsJsonArray("figures")) {
      JsonObject figure = element.getAsJsonObject();
      String work = figure.get("work").getAsString();
      double micros = figure.get("micros").getAsDouble();
      Optional<Figure> ours = ours(results, work);
      table.row(
          figure.get("library").getAsString(),
          figure.get("version").getAsString(),
          work,
          figure.get("variant").getAsString(),
          Table.time(micros),
          ours.map(found -> Table.time(found.median())).orElse(""),
          ours.map(found -> Table.ratio(micros / found.median())).orElse(""));
    }
    return table;
  }

  private static Optional<Figure> ours(Results results, String work) throws IOException {
    for (String section : List.of("cd1", "pcd1", "classifier", "vae")) {
      for (Results.Stored stored : results.of(section)) {
        if (stored.name().equals(work)) {
          return Figures.of(stored).ours(BASE, "step");
        }
      }
    }
    return Optional.empty();
  }
}
