package org.latent4j.models.promise;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.training.Event;
import org.latent4j.models.training.Listener;
import org.latent4j.models.training.Loop;
import org.latent4j.models.training.Stage;
import org.latent4j.models.training.Training;
import org.latent4j.tck.MemoryTrial;

/**
 * Ten thousand training steps leave resident memory flat, with a heap of 64 MB. The trial runs in a
 * virtual machine of its own; where the system does not tell its memory, it is skipped.
 */
class TrainingMemoryTest {
  private static final int STEPS_OF_EPOCH = 1500 / DigitsRuns.BATCH;
  private static final int EPOCHS = 134;

  /** By then all code is compiled and all buffers have been made. */
  private static final int WARM_UP_EPOCHS = 34;

  /** A million steps after that. */
  private static final int MANY_EPOCHS = WARM_UP_EPOCHS + 1_000_000 / STEPS_OF_EPOCH;

  /** Half a kilobyte a step: a leak of any tensor of [{@link DigitsRuns#BATCH}, 64] is found. */
  private static final long ALLOWED_KILOBYTES = 4096;

  @ParameterizedTest
  @MethodSource("org.latent4j.models.promise.EveryBackend#names")
  void tenThousandTrainingStepsLeaveResidentMemoryFlat(String name) {
    MemoryTrial.require(
        Trial.class,
        name,
        (EPOCHS - WARM_UP_EPOCHS) * STEPS_OF_EPOCH + " training steps",
        ALLOWED_KILOBYTES);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("org.latent4j.models.promise.EveryBackend#names")
  void aMillionTrainingStepsLeaveResidentMemoryFlat(String name) {
    MemoryTrial.require(
        LongTrial.class,
        name,
        (MANY_EPOCHS - WARM_UP_EPOCHS) * STEPS_OF_EPOCH + " training steps",
        ALLOWED_KILOBYTES);
  }

  static final class Trial {
    private Trial() {}

    public static void main(String[] arguments) {
      train(arguments, EPOCHS);
    }
  }

  static final class LongTrial {
    private LongTrial() {}

    public static void main(String[] arguments) {
      train(arguments, MANY_EPOCHS);
    }
  }

  /** Trains with persistent chains and momentum, which make the state as large as it can be. */
  private static void train(String[] arguments, int epochs) {
    Watch watch = new Watch();
    try (Backend backend = Backends.open(arguments[0])) {
      RbmLearner learner =
          RbmLearner.of(DigitsRuns.RBM, DigitsRuns.pcd1()).optimizer(Sgd.rate(0.01).momentum(0.5));
      Loop loop = Loop.epochs(epochs).batch(DigitsRuns.BATCH);
      Training.of(Stage.of("rbm", learner, loop))
          .seed(1)
          .listener(watch)
          .on(backend)
          .fit(DigitsRuns.DIGITS.training());
      MemoryTrial.report(watch.before, arguments[1]);
    }
  }

  /** Reads the resident memory after the warm-up. */
  private static final class Watch implements Listener {
    private long before;

    @Override
    public Answer on(Event event) {
      if (event instanceof Event.Measured measured && measured.entry().epoch() == WARM_UP_EPOCHS) {
        before = MemoryTrial.residentKilobytes();
      }
      return Answer.CONTINUE;
    }
  }
}
