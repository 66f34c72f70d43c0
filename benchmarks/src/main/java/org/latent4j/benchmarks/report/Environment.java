package org.latent4j.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** When and where something was measured. */
final class Environment {
  private Environment() {}

  static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("commit", commit());
    facts.put("processor", processor());
    facts.put("cores", "" + Runtime.getRuntime().availableProcessors());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("java", System.getProperty("java.version"));
    facts.put("libraries", String.join(", ", libraries()));
    return facts;
  }

  /** Names and versions of the jars that compute. */
  private static Set<String> libraries() {
    Set<String> found = new TreeSet<>();
    String[] wanted = {"nd4j-native", "openblas", "jblas", "pytorch", "jmh-core"};
    Path folder = Path.of(System.getProperty("java.class.path")).resolveSibling("lib");
    for (String name : wanted) {
      try (var jars = Files.list(folder)) {
        jars.map(jar -> jar.getFileName().toString())
            .filter(jar -> jar.matches(name + "-\\d[\\d.M-]*\\.jar"))
            .forEach(jar -> found.add(jar.substring(0, jar.length() - 4)));
      } catch (IOException e) {
        // Not started from the jar with its folder: the report names no versions then.
        return found;
      }
    }
    return found;
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String commit() {
    try {
      Process git =
          new ProcessBuilder("git", "rev-parse", "--short=12", "HEAD")
              .redirectErrorStream(true)
              .start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? text.strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
