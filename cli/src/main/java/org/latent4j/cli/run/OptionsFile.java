package org.latent4j.cli.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.latent4j.models.io.AtomicFiles;

/** A small JSON file of what a run was asked to do and with what it ran. */
public final class OptionsFile {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private OptionsFile() {}

  /**
   * Writes the options as one JSON object, in the order of the map.
   *
   * @param target the file to make or to replace
   * @param options names to strings, finite numbers, booleans, or maps of these
   * @throws IllegalArgumentException if a number is not finite, which JSON cannot express
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path target, Map<String, ?> options) {
    AtomicFiles.writeString(target, GSON.toJson(options) + "\n");
  }
}
