package org.latent4j.benchmarks.interleave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
    Rounds rounds = new Rounds(1, 10, 3, 10);
    List<Measurement> found = Interleaving.measure(List.of(sum("x+y"), sum("x+y,relu")), rounds);
    assertEquals(3, found.size());
    assertEquals(
        List.of("x+y", "x+y", "relu"),
        found.stream().map(one -> one.parameters().get("operation")).toList());
    for (Measurement measurement : found) {
      assertEquals(3, measurement.micros().size());
      assertTrue(measurement.micros().stream().allMatch(micros -> micros > 0));
      assertTrue(measurement.bytes() >= 0);
    }
  }

  @Test
  void theErrorOfAContestantIsShown() {
    IOException error =
        assertThrows(
            IOException.class,
            () -> Interleaving.measure(List.of(sum("square root")), new Rounds(1, 10, 1, 10)));
    assertTrue(error.getMessage().contains("there is no square root"), error.getMessage());
  }

  private static Contestant sum(String operation) {
    Map<String, String> parameters =
        Map.of("operation", operation, "backend", "java", "threads", "1", "shape", "4x4");
    return new Contestant(Role.OURS, "java", "", SUMS, parameters);
  }
}
