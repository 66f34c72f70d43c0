package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Permutation;
import org.latent4j.models.data.Source;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.rbm.Cd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Data that come in chunks, followed by a plain loop. */
class ChunkedTrainingTest extends BackendTest {
  private static final long SEED = 5;
  private static final RandomKey ROOT = RandomKey.of(SEED);

  @TempDir Path folder;

  private static Dataset numbers(int rows) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i + 1;
    }
    return Dataset.of("numbers", values, 1);
  }

  private static Training<Run<Tensor>> training(Tracker tracker, int batch, int epochs) {
    return Training.of(Stage.of("tracker", tracker, Loop.epochs(epochs).batch(batch)))
        .seed(SEED)
        .on(backend);
  }

  private static double x(Run<Tensor> run) {
    return run.parameters().leaves().get(0).doubles()[0];
  }

  /** Of 23 rows in chunks of 10 the last one has 3, and each has a shorter batch at its end. */
  @Test
  void chunksAndTheirRowsAreGoneThroughInAnOrderOfTheEpoch() {
    Tracker tracker = Tracker.of(Schedule.linear(0.3, 0.1));
    Source source = Source.of(numbers(23), 10);
    Run<Tensor> run = training(tracker, 4, 5).fit(source);
    double x = 12;
    int steps = 0;
    Set<List<Integer>> orders = new HashSet<>();
    for (int epoch = 1; epoch <= 5; epoch++) {
      int[] chunks = Permutation.random(3, ROOT.fold(5).fold(epoch).bits());
      orders.add(List.of(chunks[0], chunks[1], chunks[2]));
      for (int chunk : chunks) {
        int rows = chunk == 2 ? 3 : 10;
        RandomKey key = ROOT.fold(3).fold(epoch);
        int[] order = Permutation.random(rows, (chunk == 0 ? key : key.fold(chunk)).bits());
        for (int from = 0; from < rows; from += 4) {
          double sum = 0;
          for (int i = from; i < Math.min(rows, from + 4); i++) {
            sum += 10 * chunk + order[i] + 1;
          }
          x = x / 2 + sum * tracker.rate().at(epoch - 1, 5);
          steps++;
        }
      }
    }
    assertTrue(orders.size() > 1, "the order of the chunks never changes");
    assertEquals(steps, run.history().get(5).step());
    assertEquals(x, x(run), 1e-12 * Math.abs(x));
    for (Entry entry : run.history().subList(1, 6)) {
      assertEquals(12, entry.values().get("mean"), 1e-12);
    }
  }

  @Test
  void oneChunkIsAllRowsAtOnce() {
    Tracker tracker = Tracker.of(Schedule.constant(0.1));
    double whole = x(training(tracker, 3, 4).fit(numbers(11)));
    assertEquals(whole, x(training(tracker, 3, 4).fit(Source.of(numbers(11), 11))));
  }

  @Test
  void aTrainingInChunksIsResumedInTheMiddleOfAnEpoch() {
    Tracker tracker = Tracker.of(Schedule.linear(0.3, 0.1));
    Source source = Source.of(numbers(23), 10);
    double whole = x(training(tracker, 4, 5).fit(source));
    for (int checks = 1; checks <= 15; checks++) {
      Path file = folder.resolve("checkpoint-" + checks + ".safetensors");
      int[] left = {checks};
      Run<Tensor> stopped =
          training(tracker, 4, 5)
              .checkpoints(file, Duration.ZERO)
              .listener(
                  event ->
                      event instanceof Event.Saved && --left[0] == 0
                          ? Listener.Answer.STOP
                          : Listener.Answer.CONTINUE)
              .fit(source);
      Run.End expected = checks < 15 ? Run.End.STOPPED : Run.End.DONE;
      assertEquals(expected, stopped.end(), "after " + checks);
      Checkpoint from = Checkpoint.load(file);
      assertEquals(whole, x(training(tracker, 4, 5).resume(from, source)), "after " + checks);
      Source others = Source.of(numbers(23), 8);
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> training(tracker, 4, 5).resume(from, others));
      assertTrue(refused.getMessage().contains("rows_per_chunk 10, not 8"), refused.getMessage());
    }
  }

  @Test
  void valuesOfLaterChunksAreCheckedToo() {
    Dataset bad = Dataset.of("counts", new float[] {0, 1, 1, 0, 0, 3}, 1);
    Rbm rbm = Rbm.of(Units.bernoulli(1), Units.bernoulli(2));
    Training<?> training =
        Training.of(
                Stage.of(
                    "rbm",
                    RbmLearner.of(rbm, Cd.steps(1)).visibleBiasFromData(false),
                    Loop.epochs(1).batch(2)))
            .on(backend);
    assertThrows(DataFormatException.class, () -> training.fit(Source.of(bad, 2)));
  }

  @Test
  void theNextChunkIsReadMeanwhile() {
    List<String> readers = new CopyOnWriteArrayList<>();
    Source source =
        Source.of(numbers(30), 10)
            .map(
                chunk -> {
                  readers.add(Thread.currentThread().getName());
                  return chunk;
                },
                "watched");
    readers.clear();
    training(Tracker.of(Schedule.constant(0.1)), 4, 3).fit(source);
    String own = Thread.currentThread().getName();
    long meanwhile = readers.stream().filter(name -> !name.equals(own)).count();
    // Nine passes, of which the first has no pass before it.
    assertEquals(8, meanwhile);
  }
}
