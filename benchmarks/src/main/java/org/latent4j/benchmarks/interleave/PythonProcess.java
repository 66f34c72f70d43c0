package org.latent4j.benchmarks.interleave;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of {@code scripts/benchmarks-python} for one contestant, whose benchmark is the path of
 * that script and whose parameters are its options.
 */
final class PythonProcess extends MeasuringProcess {
  PythonProcess(Contestant contestant, Rounds rounds, int port, Path result) throws IOException {
    super(contestant, result, command(contestant, rounds, port, result));
  }

  static List<String> command(Contestant contestant, Rounds rounds, int port, Path result) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(contestant.benchmark()).toAbsolutePath().toString());
    contestant.parameters().forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    command.addAll(List.of("--port", "" + port, "--result", result.toString()));
    command.addAll(List.of("--warmups", "" + rounds.warmups()));
    command.addAll(List.of("--warmup-millis", "" + rounds.warmupMillis()));
    command.addAll(List.of("--rounds", "" + rounds.measured()));
    command.addAll(List.of("--lead-in", "" + rounds.leadInMillis()));
    command.addAll(List.of("--millis", "" + rounds.millis()));
    return command;
  }

  /** The version of the library, which only the script can tell, becomes part of the group. */
  @Override
  List<Measurement> read(String text) {
    JsonObject found = JsonParser.parseString(text).getAsJsonObject();
    Contestant told = contestant();
    Contestant contestant =
        new Contestant(
            told.role(),
            told.group() + " " + found.get("version").getAsString(),
            told.label(),
            told.benchmark(),
            told.parameters());
    List<Double> micros =
        found.getAsJsonArray("micros").asList().stream().map(JsonElement::getAsDouble).toList();
    return List.of(new Measurement(contestant, told.parameters(), micros, Double.NaN));
  }
}
