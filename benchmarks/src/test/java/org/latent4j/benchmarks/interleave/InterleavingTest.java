package org.latent4j.benchmarks.interleave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latent4j.benchmarks.interleave.Contestant.Role;

/** Real processes that take turns. */
class InterleavingTest {
  private static final String SCRIPT = "../scripts/benchmarks-python";

  private static final String SUMS =
      "org.latent4j.benchmarks.operation.ElementwiseOperation.compute";

  @Test
  void everyContestantIsMeasuredInEveryRoundForEveryValueOfAnOpenParameter() throws Exception {
    Rounds rounds = new Rounds(1, 10, 3, 300, 10);
    long start = System.nanoTime();
    List<Measurement> found = Interleaving.measure(List.of(sum("x+y"), sum("x+y,relu")), rounds);
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 3 * 3 * 310, "each turn with its lead-in, but all took " + millis);
    assertEquals(3, found.size());
    assertEquals(
        List.of("x+y", "x+y", "relu"),
        found.stream().map(one -> one.parameters().get("operation")).toList());
    for (Measurement measurement : found) {
      assertEquals(3, measurement.micros().size());
      assertTrue(measurement.micros().stream().allMatch(micros -> micros > 0));
      assertTrue(Double.isNaN(measurement.bytes()), "JMH would count the lead-in's");
    }
  }

  @Test
  void withoutALeadInTheHeapIsMeasured() throws Exception {
    List<Measurement> found =
        Interleaving.measure(List.of(sum("x+y")), new Rounds(1, 10, 2, 0, 10));
    assertEquals(2, found.get(0).micros().size());
    assertTrue(found.get(0).bytes() >= 0);
  }

  @Test
  void theErrorOfAContestantIsShown() {
    IOException error =
        assertThrows(
            IOException.class,
            () -> Interleaving.measure(List.of(sum("square root")), new Rounds(1, 10, 1, 20, 10)));
    assertTrue(error.getMessage().contains("there is no square root"), error.getMessage());
  }

  @Test
  void everyContestantIsToldTheSameLeadIn() {
    Rounds rounds = new Rounds(1, 10, 1, 300, 10);
    for (Role role : Role.values()) {
      Contestant contestant = new Contestant(role, "any", "", SUMS, Map.of());
      List<String> command = JmhProcess.command(contestant, rounds, 1, Path.of("result"));
      assertTrue(command.contains("-Dlatent4j.benchmarks.leadIn=300"), command.toString());
    }
    List<String> python = PythonProcess.command(nothing(), rounds, 1, Path.of("result"));
    assertEquals("300", python.get(python.indexOf("--lead-in") + 1));
  }

  @Test
  void pythonTakesItsTurnsAmongTheOthers() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "/usr/bin/python3 is not there");
    List<Measurement> found =
        Interleaving.measure(List.of(sum("x+y"), nothing()), new Rounds(2, 10, 4, 10, 10));
    assertEquals(
        List.of(4, 4), found.stream().map(measurement -> measurement.micros().size()).toList());
    assertTrue(found.get(1).micros().stream().allMatch(micros -> micros > 0));
    assertEquals("Python 0", found.get(1).contestant().group());
  }

  @Test
  void theErrorOfPythonIsShown() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "/usr/bin/python3 is not there");
    Contestant wrong =
        new Contestant(Role.PYTHON, "Python", "", SCRIPT, Map.of("work", "nothing", "color", "1"));
    IOException error =
        assertThrows(
            IOException.class,
            () -> Interleaving.measure(List.of(wrong), new Rounds(1, 10, 1, 10, 10)));
    assertTrue(error.getMessage().contains("--variant"), error.getMessage());
  }

  private static Contestant nothing() {
    return new Contestant(
        Role.PYTHON, "Python", "", SCRIPT, Map.of("work", "nothing", "variant", "none 1"));
  }

  private static Contestant sum(String operation) {
    Map<String, String> parameters =
        Map.of("operation", operation, "backend", "java", "threads", "1", "shape", "4x4");
    return new Contestant(Role.OURS, "java", "", SUMS, parameters);
  }
}
