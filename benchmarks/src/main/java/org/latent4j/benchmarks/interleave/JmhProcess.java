package org.latent4j.benchmarks.interleave;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of JMH's command for one contestant. It is the benchmark's own Java process, so JMH is
 * told to fork no other.
 */
final class JmhProcess extends MeasuringProcess {
  JmhProcess(Contestant contestant, Rounds rounds, int port, Path result) throws IOException {
    super(contestant, result, command(contestant, rounds, port, result));
  }

  static List<String> command(Contestant contestant, Rounds rounds, int port, Path result) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forBenchmarks());
    command.addAll(contestant.options());
    command.add("-D" + Turn.PORT + "=" + port);
    command.add("-D" + LeadIn.MILLIS + "=" + rounds.leadInMillis());
    command.add("-Djmh.ignoreLock=true"); // only one computes at a time
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jmh.Main"));
    command.addAll(contestant.jmhArguments());
    if (rounds.leadInMillis() == 0) {
      command.addAll(List.of("-prof", "gc"));
    }
    command.addAll(
        List.of("-tu", "us", "-f", "0", "-foe", "true", "-rf", "json", "-rff", result.toString()));
    command.addAll(List.of("-wi", "" + rounds.warmups(), "-w", rounds.warmupMillis() + "ms"));
    command.addAll(List.of("-i", "" + rounds.measured(), "-r", rounds.millis() + "ms"));
    return command;
  }

  @Override
  List<Measurement> read(String text) {
    List<Measurement> measurements = new ArrayList<>();
    for (JsonElement run : JsonParser.parseString(text).getAsJsonArray()) {
      measurements.add(measurement(run.getAsJsonObject()));
    }
    return measurements;
  }

  private Measurement measurement(JsonObject run) {
    JsonObject primary = run.getAsJsonObject("primaryMetric");
    JsonArray scores = primary.getAsJsonArray("rawData").get(0).getAsJsonArray();
    double bytes = Double.NaN;
    for (Map.Entry<String, JsonElement> metric :
        run.getAsJsonObject("secondaryMetrics").entrySet()) {
      if (metric.getKey().endsWith("gc.alloc.rate.norm")) {
        bytes = metric.getValue().getAsJsonObject().get("score").getAsDouble();
      }
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    run.getAsJsonObject("params")
        .entrySet()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().getAsString()));
    double steps = contestant().steps();
    return new Measurement(
        contestant(),
        parameters,
        scores.asList().stream().map(score -> score.getAsDouble() / steps).toList(),
        bytes / steps);
  }
}
