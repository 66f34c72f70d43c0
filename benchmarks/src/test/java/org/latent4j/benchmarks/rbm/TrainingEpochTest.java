package org.latent4j.benchmarks.rbm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TrainingEpochTest {
  @Test
  void anEpochTrainsAMachineOfTheSizeAskedFor() {
    TrainingEpoch benchmark = new TrainingEpoch();
    benchmark.on("java");
    benchmark.rows = 30;
    benchmark.hidden = 4;
    benchmark.batch = 10;
    benchmark.open();
    assertEquals(4, benchmark.train().parameters().leaf("hidden_bias").floats().length);
    benchmark.close();
  }
}
