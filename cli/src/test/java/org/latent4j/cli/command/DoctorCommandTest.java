package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.Backends;
import org.latent4j.backend.Probe;

class DoctorCommandTest {

  @Test
  void everyBackendIsListedWithItsReasonAndItsCure() {
    String out = Terminated.run("doctor", "--no-speed").succeeded().out();
    assertTrue(out.contains(System.getProperty("java.version")), out);
    assertTrue(Backends.list().size() >= 3, "the three backends of this command");
    for (BackendProvider provider : Backends.list()) {
      Probe probe = provider.probe();
      String verdict = provider.name() + (probe.usable() ? ": usable. " : ": not usable. ");
      assertTrue(out.contains(verdict + probe.reason()), verdict + " in " + out);
      assertTrue(probe.usable() || out.contains(probe.cure()), probe.cure() + " in " + out);
    }
  }

  @Test
  void theSpeedTestGivesAFigureForEachLoopAndThreadCount() {
    String out =
        Terminated.run("doctor", "--backend", "java", "--seconds", "0.001").succeeded().out();
    int columns = Runtime.getRuntime().availableProcessors() == 1 ? 1 : 2;
    for (String loop : List.of("matrix product", "add a bias", "sigmoid", "Bernoulli draw")) {
      String line = out.lines().filter(text -> text.contains(loop)).findFirst().orElseThrow();
      List<String> words = List.of(line.strip().split(" +", -1));
      List<String> figures = words.subList(words.size() - columns, words.size());
      for (String figure : figures) {
        assertTrue(Double.parseDouble(figure) > 0, line);
      }
    }
    assertEquals(1, out.lines().filter(line -> line.contains(": usable.")).count(), out);
  }
}
