package org.latent4j.benchmarks.rbm;

import java.util.concurrent.TimeUnit;
import org.latent4j.backend.Backend;
import org.latent4j.benchmarks.BackendBenchmark;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.rbm.Cd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.training.Loop;
import org.latent4j.models.training.Run;
import org.latent4j.models.training.Stage;
import org.latent4j.models.training.Training;
import org.latent4j.models.unit.Units;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A short training as {@code latent4j train rbm --data mnist --hidden 500 --batch 100} runs it,
 * from the data set to the model: copying the data to the backend, compiling the step, shuffling,
 * gathering and scaling minibatches, the steps, and the checks that all parameters are finite.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrainingEpoch extends BackendBenchmark {
  /** How many examples an epoch has. */
  @Param("60000")
  int rows = 60_000;

  /** How many hidden units the machine has. */
  @Param("500")
  int hidden = 500;

  /** How many examples are in a batch. */
  @Param("100")
  int batch = 100;

  /** How many epochs a training has. */
  @Param("4")
  int epochs = 4;

  private Dataset data;
  private Training<Run<RbmParameters>> training;

  /** For JMH. */
  public TrainingEpoch() {}

  @Override
  protected void prepare(Backend on) {
    data = Pictures.of(rows);
    training =
        Training.of(
                Stage.of(
                    "rbm",
                    RbmLearner.of(
                            Rbm.of(Units.bernoulli(data.columns()), Units.bernoulli(hidden)),
                            Cd.steps(1))
                        .initialization(Initialization.normal(0.01)),
                    Loop.epochs(epochs).batch(batch)))
            .seed(1)
            .on(on);
  }

  @Override
  protected void release() {
    data = null;
  }

  /**
   * Trains.
   *
   * @return the parameters and what was measured
   */
  @Benchmark
  public Run<RbmParameters> train() {
    return training.fit(data);
  }
}
