package org.latent4j.benchmarks.interleave;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process of JMH's command for one contestant. It is the benchmark's own Java process, so JMH is
 * told to fork no other.
 */
final class JmhProcess {
  private final Contestant contestant;
  private final Path result;
  private final Path log;
  private final Process process;

  private JmhProcess(Contestant contestant, Path result, Path log, Process process) {
    this.contestant = contestant;
    this.result = result;
    this.log = log;
    this.process = process;
  }

  /** Starts a contestant; it will prepare itself and then wait for its first turn at the port. */
  static JmhProcess start(Contestant contestant, Rounds rounds, int port, Path folder, int number)
      throws IOException {
    Path result = folder.resolve("result-" + number + ".json");
    Path log = folder.resolve("log-" + number + ".txt");
    List<String> command = command(contestant, rounds, port, result);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new JmhProcess(contestant, result, log, process);
  }

  static List<String> command(Contestant contestant, Rounds rounds, int port, Path result) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.forBenchmarks());
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

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end and reads the results. */
  List<Measurement> measurements() throws IOException, InterruptedException {
    int status = process.waitFor();
    String text = Files.exists(result) ? Files.readString(result, StandardCharsets.UTF_8) : "";
    if (status != 0 || text.isBlank() || text.strip().equals("[]")) {
      throw failure("ended with status " + status + " and no result");
    }
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
    double steps = contestant.steps();
    return new Measurement(
        contestant,
        parameters,
        scores.asList().stream().map(score -> score.getAsDouble() / steps).toList(),
        bytes / steps);
  }

  /** An error that shows the end of what the process has printed. */
  IOException failure(String what) throws IOException {
    List<String> lines =
        Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
    return new IOException(
        contestant
            + " "
            + what
            + "; it printed last:\n"
            + String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size())));
  }
}
