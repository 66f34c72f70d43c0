package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.io.Safetensors;
import org.latent4j.models.io.SavedTensor;
import org.latent4j.models.io.SavedTree;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/** A training that was interrupted goes on as if it had not been. */
class ResumeTest {
  private static final int EPOCHS = 12;
  private static final BackendOptions TWO_THREADS = BackendOptions.defaults().withThreads(2);

  @TempDir Path folder;

  private static Stream<Arguments> backendsAndStages() {
    return Stream.of("java", "cpu")
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, Trainings.machine(EPOCHS)),
                    Arguments.of(name, Trainings.network(EPOCHS))));
  }

  private Training<? extends Run<?>> training(Stage<?, ?, ?> stage, Backend backend) {
    return Training.of(stage)
        .seed(3)
        .checkpoints(folder.resolve("checkpoint.safetensors"), Duration.ZERO)
        .on(backend);
  }

  private Checkpoint saved() {
    return Checkpoint.load(folder.resolve("checkpoint.safetensors"));
  }

  /** Stops when so many checks have passed; each is a place at which a checkpoint can be made. */
  private static Listener stopAfter(int checks) {
    int[] left = {checks};
    return event ->
        event instanceof Event.Saved && --left[0] <= 0
            ? Listener.Answer.STOP
            : Listener.Answer.CONTINUE;
  }

  static List<double[]> values(Run<?> run) {
    List<double[]> values = new ArrayList<>();
    for (SavedTensor leaf : run.parameters().leaves()) {
      double[] doubles = new double[leaf.floats().length];
      Arrays.setAll(doubles, i -> leaf.floats()[i]);
      values.add(doubles);
    }
    for (Entry entry : run.history()) {
      values.add(entry.values().values().stream().mapToDouble(v -> v).toArray());
      values.add(new double[] {entry.epoch(), entry.step()});
    }
    return values;
  }

  private static void assertSame(Run<?> expected, Run<?> actual) {
    List<double[]> wanted = values(expected);
    List<double[]> found = values(actual);
    assertEquals(wanted.size(), found.size());
    for (int i = 0; i < wanted.size(); i++) {
      assertArrayEquals(wanted.get(i), found.get(i), "part " + i);
    }
    assertEquals(expected.epoch(), actual.epoch());
    assertEquals(expected.end(), actual.end());
  }

  private static boolean isSame(Run<?> expected, Run<?> actual) {
    List<double[]> wanted = values(expected);
    List<double[]> found = values(actual);
    boolean same = wanted.size() == found.size();
    for (int i = 0; same && i < wanted.size(); i++) {
      same = Arrays.equals(wanted.get(i), found.get(i));
    }
    return same;
  }

  @ParameterizedTest
  @MethodSource("backendsAndStages")
  void aTrainingThatWasStoppedEndsWithTheSameBits(String name, Stage<?, ?, ?> stage) {
    Run<?> whole;
    try (Backend backend = Backends.open(name, TWO_THREADS)) {
      whole = training(stage, backend).fit(Trainings.GREY);
    }
    Run<?> stopped;
    try (Backend backend = Backends.open(name, TWO_THREADS)) {
      stopped = training(stage, backend).listener(stopAfter(3)).fit(Trainings.GREY);
    }
    assertEquals(Run.End.STOPPED, stopped.end());
    assertEquals(3, stopped.history().get(stopped.history().size() - 1).epoch());
    try (Backend backend = Backends.open(name, TWO_THREADS)) {
      Run<?> again =
          training(stage, backend).listener(stopAfter(4)).resume(saved(), Trainings.GREY);
      assertEquals(Run.End.STOPPED, again.end());
      Run<?> resumed = training(stage, backend).resume(saved(), Trainings.GREY);
      assertSame(whole, resumed);
      // What is done is read, not trained again.
      assertSame(whole, training(stage, backend).resume(saved(), Trainings.GREY));
    }
  }

  /** In the middle of an epoch: 250 steps of one row have checks at 100 and 200. */
  @Test
  void aTrainingIsStoppedWithinAnEpochByAnInterrupt() {
    Stage<?, ?, ?> stage = Trainings.machine(2);
    Stage<?, ?, ?> single = withBatch(stage, 1);
    try (Backend backend = Backends.open("java", TWO_THREADS)) {
      Run<?> whole = training(single, backend).fit(Trainings.GREY);
      Listener interrupting =
          event -> {
            if (event instanceof Event.Stepped stepped
                && stepped.epoch() == 2
                && stepped.step() == 160) {
              Thread.currentThread().interrupt();
            }
            return Listener.Answer.CONTINUE;
          };
      Run<?> stopped = training(single, backend).listener(interrupting).fit(Trainings.GREY);
      assertEquals(Run.End.STOPPED, stopped.end());
      assertFalse(Thread.currentThread().isInterrupted());
      List<Event> events = new ArrayList<>();
      Run<?> resumed =
          training(single, backend)
              .listener(
                  event -> {
                    events.add(event);
                    return Listener.Answer.CONTINUE;
                  })
              .resume(saved(), Trainings.GREY);
      assertEquals(450, ((Event.Started) events.get(0)).step());
      assertSame(whole, resumed);
    }
  }

  private static <P, S, B> Stage<P, S, B> withBatch(Stage<P, S, B> stage, int batch) {
    return new Stage<>(stage.name(), stage.learner(), stage.loop().batch(batch), stage.scores());
  }

  /** Negative controls: what a checkpoint holds matters. */
  @Test
  void anotherKeyOrForgottenMomentsAreNoticed() {
    Stage<?, ?, ?> stage = Trainings.network(EPOCHS);
    try (Backend backend = Backends.open("java", TWO_THREADS)) {
      Run<?> whole = training(stage, backend).fit(Trainings.GREY);
      training(stage, backend).listener(stopAfter(5)).fit(Trainings.GREY);
      Path file = folder.resolve("checkpoint.safetensors");
      Safetensors good = Safetensors.read(file);
      for (String changed : List.of("state.key", "state.learner.moments.", "state.step", "none")) {
        Safetensors.Builder copy = Safetensors.builder();
        good.metadata().forEach(copy::metadata);
        for (SavedTensor tensor : good.tensors()) {
          copy.tensor(tensor.name().startsWith(changed) ? changed(tensor) : tensor);
        }
        copy.build().write(file);
        Run<?> resumed = training(stage, backend).resume(saved(), Trainings.GREY);
        assertEquals(changed.equals("none"), isSame(whole, resumed), changed);
      }
    }
  }

  private static SavedTensor changed(SavedTensor tensor) {
    if (tensor.type() == DataType.INT32) {
      int[] values = tensor.ints().clone();
      // A step less is another order of the rows, and the same number of epochs.
      values[values.length - 1] -= 1;
      return SavedTensor.of(tensor.name(), values, tensor.shape());
    }
    return SavedTensor.of(tensor.name(), new float[tensor.floats().length], tensor.shape());
  }

  @Test
  void otherSettingsDataOrMachinesAreRefused() {
    Stage<?, ?, ?> stage = Trainings.machine(EPOCHS);
    try (Backend backend = Backends.open("java", TWO_THREADS);
        Backend single = Backends.open("java", BackendOptions.defaults().withThreads(1))) {
      training(stage, backend).listener(stopAfter(2)).fit(Trainings.GREY);
      Checkpoint from = saved();
      refused("seed 3, not 4", () -> training(stage, backend).seed(4).resume(from, Trainings.GREY));
      refused(
          "rbm.batch 20, not 10",
          () -> training(withBatch(stage, 10), backend).resume(from, Trainings.GREY));
      Dataset other = Trainings.GREY.slice(0, 200);
      refused("rows 250, not 200", () -> training(stage, backend).resume(from, other));
      refused("threads 2, not 1", () -> training(stage, single).resume(from, Trainings.GREY));
      refused(
          "rbm.horizon 12, not 24",
          () -> training(Trainings.machine(24), backend).resume(from, Trainings.GREY));
      refused(
          "network.batch none, not 20",
          () -> training(Trainings.network(EPOCHS), backend).resume(from, Trainings.GREY));
      // Allowed where it is asked for; and more epochs with the horizon that there was.
      Run<?> elsewhere = training(stage, single).onAnyMachine(true).resume(from, Trainings.GREY);
      assertEquals(EPOCHS, elsewhere.epoch());
      assertEquals(from.stages(), List.of("rbm"));
    }
  }

  private static void refused(String difference, org.junit.jupiter.api.function.Executable what) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, what);
    assertTrue(refusal.getMessage().contains(difference), refusal.getMessage());
  }

  @Test
  void moreEpochsNeedTheHorizonThatThereWas() {
    Stage<?, ?, ?> six = withLoop(Trainings.machine(6), Loop.epochs(6).horizon(9));
    Stage<?, ?, ?> nine = withLoop(Trainings.machine(9), Loop.epochs(9));
    try (Backend backend = Backends.open("java", TWO_THREADS)) {
      Run<?> whole = training(nine, backend).fit(Trainings.GREY);
      // Interrupted or done: both can be prolonged.
      for (int checks : new int[] {5, 100}) {
        training(six, backend).listener(stopAfter(checks)).fit(Trainings.GREY);
        assertSame(whole, training(nine, backend).resume(saved(), Trainings.GREY));
      }
    }
  }

  private static <P, S, B> Stage<P, S, B> withLoop(Stage<P, S, B> stage, Loop loop) {
    return new Stage<>(stage.name(), stage.learner(), loop, stage.scores());
  }

  @Test
  void damagedCheckpointsAreRefusedInOneSentence() throws Exception {
    Path file = folder.resolve("checkpoint.safetensors");
    Safetensors.builder().metadata("format", "something").build().write(file);
    assertTrue(
        assertThrows(DataFormatException.class, this::saved)
            .getMessage()
            .contains("this is not a checkpoint of a training: its format is 'something'"));
    Stage<?, ?, ?> stage = Trainings.machine(EPOCHS);
    try (Backend backend = Backends.open("java", TWO_THREADS)) {
      training(stage, backend).listener(stopAfter(2)).fit(Trainings.GREY);
      Safetensors good = Safetensors.read(file);
      Safetensors.Builder copy = Safetensors.builder();
      good.metadata().forEach(copy::metadata);
      good.tensors().stream()
          .filter(tensor -> !tensor.name().equals("state.key"))
          .forEach(copy::tensor);
      copy.build().write(file);
      DataFormatException refused =
          assertThrows(
              DataFormatException.class,
              () -> training(stage, backend).resume(saved(), Trainings.GREY));
      assertTrue(refused.getMessage().contains("missing are [key]"), refused.getMessage());
    }
    Files.write(file, new byte[100]);
    assertThrows(DataFormatException.class, this::saved);
  }

  /** The second stage starts from what the first has learned. */
  private static Curriculum<List<Run<?>>> twoTrackers() {
    return new Curriculum<>() {
      @Override
      public Optional<Stage<?, ?, ?>> next(Finished done) {
        if (done.count() == 2) {
          return Optional.empty();
        }
        Reading<Tensor> reading = Reading.values();
        if (done.count() == 1) {
          Tensor learned = done.parameters("first");
          reading = reading.map((rows, key) -> rows.cast(DataType.FLOAT64).add(learned));
        }
        Tracker tracker = new Tracker(reading, Schedule.linear(0.2, 0.1), 1, -1, 1);
        String name = done.count() == 0 ? "first" : "second";
        return Optional.of(Stage.of(name, tracker, Loop.epochs(4).batch(3)));
      }

      @Override
      public List<Run<?>> model(Finished done) {
        return List.copyOf(done.runs().values());
      }
    };
  }

  @Test
  void aCurriculumIsResumedInEachOfItsStages() {
    Dataset data = Dataset.of("numbers", new float[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3}, 1);
    try (Backend backend = Backends.open("java", TWO_THREADS)) {
      List<Run<?>> whole = Training.of(twoTrackers()).on(backend).fit(data);
      assertEquals(2, whole.size());
      double learned = whole.get(1).parameters().leaves().get(0).doubles()[0];
      for (int checks = 1; checks <= 8; checks++) {
        Path file = folder.resolve("stages-" + checks + ".safetensors");
        Training<List<Run<?>>> training =
            Training.of(twoTrackers()).checkpoints(file, Duration.ZERO).on(backend);
        training.listener(stopAfter(checks)).fit(data);
        Checkpoint from = Checkpoint.load(file);
        assertEquals(checks < 4 ? List.of("first") : List.of("first", "second"), from.stages());
        List<Run<?>> resumed = training.listener(Listener.NONE).resume(from, data);
        assertEquals(
            learned, resumed.get(1).parameters().leaves().get(0).doubles()[0], "after " + checks);
        assertEquals(5, resumed.get(1).history().size());
      }
    }
  }

  @Test
  void leavesAreNamedAsFilesNameThem() {
    assertEquals(List.of("weights", "visible_bias", "hidden_bias"), names());
  }

  private static List<String> names() {
    try (Backend backend = Backends.open("java", TWO_THREADS)) {
      Run<?> run = Training.of(Trainings.machine(0)).on(backend).fit(Trainings.GREY);
      return run.parameters().leaves().stream().map(SavedTensor::name).toList();
    }
  }

  @Test
  void historiesAreWrittenExactly() {
    Entry first = new Entry(0, 0, 0.1, Map.of(), Map.of());
    Entry second =
        new Entry(
            1, 75, 1.0 / 3, Map.of("a", Math.PI, "b", Double.NaN), Map.of("a", Double.MIN_VALUE));
    List<Entry> history = List.of(first, second);
    assertEquals(history, Entry.read(Entry.write(history)));
    for (String wrong : List.of("1", "1 2 x", "1 2 3 a", "1 2 3 a=x", "x 2 3")) {
      assertThrows(IllegalArgumentException.class, () -> Entry.read(wrong), wrong);
    }
    assertEquals(SavedTree.names(first.values().keySet().stream().toList()), List.of());
  }
}
