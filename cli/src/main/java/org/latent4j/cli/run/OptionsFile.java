package org.latent4j.cli.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.latent4j.cli.console.CommandException;
import org.latent4j.models.io.AtomicFiles;

/** A small JSON file of what a run was asked to do and with what it ran. */
public final class OptionsFile {

  /** The file holds a few dozen short values; more is not ours. */
  private static final int MOST_BYTES = 1 << 20;

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private OptionsFile() {}

  /**
   * Writes the options as one JSON object, in the order of the map; what is null is left out.
   *
   * @param target the file to make or to replace
   * @param options names to strings, finite numbers, booleans, or records or maps of these
   * @throws IllegalArgumentException if a number is not finite, which JSON cannot express
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(Path target, Map<String, ?> options) {
    AtomicFiles.writeString(target, GSON.toJson(options) + "\n");
  }

  /**
   * Reads one of the options back.
   *
   * @param source the file
   * @param name the name of the option
   * @param type a record of strings and numbers
   * @param <T> the type
   * @return the value, or empty if the file has no such option
   * @throws CommandException if the file is not such a JSON file; one sentence
   */
  public static <T> Optional<T> read(Path source, String name, Class<T> type) {
    try {
      if (Files.size(source) > MOST_BYTES) {
        throw new CommandException(source + " is too large to be the options of a run");
      }
      String text = Files.readString(source, StandardCharsets.UTF_8);
      JsonObject options = GSON.fromJson(text, JsonObject.class);
      return options == null || !options.has(name)
          ? Optional.empty()
          : Optional.of(GSON.fromJson(options.get(name), type));
    } catch (IOException failure) {
      throw new CommandException("cannot read " + source + ": " + failure.getMessage(), failure);
    } catch (JsonParseException failure) {
      CommandException damaged = damaged(source);
      damaged.initCause(failure);
      throw damaged;
    }
  }

  /**
   * The failure of a file whose content makes no sense.
   *
   * @param source the file
   * @return the exception to throw
   */
  public static CommandException damaged(Path source) {
    return new CommandException(source + " is damaged; remove it and name the data with --data");
  }
}
