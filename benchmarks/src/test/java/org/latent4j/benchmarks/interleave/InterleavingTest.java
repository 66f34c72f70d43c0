package org.latent4j.benchmarks.interleave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latent4j.benchmarks.interleave.Contestant.Role;

/** Two real JMH processes that take turns. */
class InterleavingTest {
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
  }

  private static Contestant sum(String operation) {
    Map<String, String> parameters =
        Map.of("operation", operation, "backend", "java", "threads", "1", "shape", "4x4");
    return new Contestant(Role.OURS, "java", "", SUMS, parameters);
  }
}
