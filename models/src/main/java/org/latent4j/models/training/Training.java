package org.latent4j.models.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Source;
import org.latent4j.models.learning.Exchange;
import org.latent4j.models.learning.Reading;
import org.latent4j.op.DataType;

/**
 * How a model is to be trained: the seed, the place, who is told, where checkpoints go. What is
 * learned is in the {@link Stage}, or in the {@link Curriculum} of several.
 *
 * <pre>{@code
 * Stage<RbmParameters, ?, Tensor> stage =
 *     new Stage<>("rbm", learner, Loop.epochs(30).batch(20), List.of(scores));
 * Run<RbmParameters> run =
 *     Training.of(stage).seed(7).checkpoints(file, Duration.ofMinutes(5)).on(backend).fit(digits);
 * }</pre>
 *
 * <p>A run is determined by its settings, the data, the backend, its number of threads and the
 * versions of its libraries: repeated, or interrupted and resumed, it gives the same parameters bit
 * for bit.
 *
 * @param <M> what training makes
 */
public final class Training<M> {
  final Curriculum<M> curriculum;
  long seed;
  DataType type = DataType.FLOAT32;
  Listener listener = Listener.NONE;
  Exchange exchange = Exchange.ALONE;
  Optional<Path> checkpointFile = Optional.empty();
  Duration checkpointEvery = Duration.ZERO;
  boolean anyMachine;
  private Optional<Backend> backend = Optional.empty();

  private Training(Curriculum<M> curriculum) {
    this.curriculum = curriculum;
  }

  /**
   * Starts with the defaults: seed 0, FLOAT32, no checkpoints.
   *
   * @param curriculum the stages
   * @param <M> what they make
   * @return the training, to be adjusted and run
   */
  public static <M> Training<M> of(Curriculum<M> curriculum) {
    return new Training<>(curriculum);
  }

  /**
   * Trains in one stage.
   *
   * @param stage the stage
   * @param <P> its parameters
   * @return the training, to be adjusted and run; it makes the stage's run
   */
  public static <P> Training<Run<P>> of(Stage<P, ?, ?> stage) {
    return of(Curriculum.of(stage));
  }

  /**
   * Sets the seed that all random numbers of the run come from.
   *
   * @param value any number
   * @return this
   */
  public Training<M> seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * Sets the type of the parameters and of all arithmetic.
   *
   * @param floating FLOAT32 or FLOAT64
   * @return this
   * @throws IllegalArgumentException if it is another type
   */
  public Training<M> type(DataType floating) {
    if (!floating.isFloating()) {
      throw new IllegalArgumentException(
          "training: the type must be FLOAT32 or FLOAT64, not " + floating);
    }
    this.type = floating;
    return this;
  }

  /**
   * Sets who is told how training goes on and may stop it. Whoever is not told can stop it by
   * interrupting the training thread.
   *
   * @param observer the listener
   * @return this
   */
  public Training<M> listener(Listener observer) {
    this.listener = observer;
    return this;
  }

  /**
   * Sets where checkpoints go: one file, replaced again and again, whole at every moment.
   *
   * @param file the file; its folder must exist
   * @param every how much time lies between two of them at least; there is always one where
   *     training was asked to stop, and one at the end
   * @return this
   * @throws IllegalArgumentException if the time is negative
   */
  public Training<M> checkpoints(Path file, Duration every) {
    if (every.isNegative()) {
      throw new IllegalArgumentException(
          "training: the time between checkpoints must not be negative, but is " + every);
    }
    this.checkpointFile = Optional.of(file);
    this.checkpointEvery = every;
    return this;
  }

  /**
   * Trains as one of several shards, each with its own part of the data, in a thread or process of
   * its own. All must have the same settings and as many batches an epoch.
   *
   * @param shards adds up over them
   * @return this
   */
  public Training<M> exchange(Exchange shards) {
    this.exchange = shards;
    return this;
  }

  /**
   * Lets a checkpoint be resumed on another machine, backend, version or number of threads, which
   * gives other bits than a run without a break.
   *
   * @param allowed true to allow it
   * @return this
   */
  public Training<M> onAnyMachine(boolean allowed) {
    this.anyMachine = allowed;
    return this;
  }

  /**
   * Sets where to compute.
   *
   * @param chosen the backend; it stays open
   * @return this
   */
  public Training<M> on(Backend chosen) {
    this.backend = Optional.of(chosen);
    return this;
  }

  /**
   * Trains.
   *
   * @param data the examples, one a row
   * @return what was learned; if training was stopped, of a run whose end is {@link
   *     Run.End#STOPPED}
   * @throws IllegalArgumentException if there are no examples, they do not fit the learner, or
   *     early stopping watches a metric that nobody measures
   * @throws IllegalStateException if no backend was chosen
   * @throws TrainingDivergedException if a parameter becomes infinite or not a number
   */
  public M fit(Dataset data) {
    return run(data, Optional.empty());
  }

  /**
   * Goes on with a training that was interrupted. The settings and the data must be those that it
   * was begun with; only the number of epochs may be another one, if the horizon is the same.
   *
   * @param from where it was
   * @param data the examples
   * @return what was learned, with the same bits as without the break
   * @throws IllegalArgumentException if a setting, the data or the machine differ; the message
   *     names all that do
   * @throws org.latent4j.models.io.DataFormatException if the checkpoint does not hold what this
   *     training carries
   * @throws TrainingDivergedException if a parameter becomes infinite or not a number
   */
  public M resume(Checkpoint from, Dataset data) {
    return run(data, Optional.of(from));
  }

  /**
   * Trains with data that need not fit into memory: a chunk of them is on the backend while the
   * next is read. The order of the chunks and of the rows within each is new in every epoch; a
   * batch has rows of one chunk only, so the last one of each chunk may be shorter.
   *
   * @param data the examples in chunks; stays open
   * @return as for {@link #fit(Dataset)}
   * @throws IllegalArgumentException as for {@link #fit(Dataset)}
   * @throws IllegalStateException if no backend was chosen
   * @throws TrainingDivergedException if a parameter becomes infinite or not a number
   */
  public M fit(Source data) {
    return run(data, Optional.empty());
  }

  /**
   * Goes on with a training on data in chunks.
   *
   * @param from where it was
   * @param data the examples in the chunks that it was begun with; stays open
   * @return what was learned, with the same bits as without the break
   * @throws IllegalArgumentException as for {@link #resume(Checkpoint, Dataset)}
   * @throws TrainingDivergedException if a parameter becomes infinite or not a number
   */
  public M resume(Checkpoint from, Source data) {
    return run(data, Optional.of(from));
  }

  private M run(Source data, Optional<Checkpoint> from) {
    Map<String, String> facts =
        facts(data.provenance().toString(), data.rows(), data.rowsPerChunk());
    return run(facts, reading -> new ChunkSupply(type, reading, data), from);
  }

  private M run(Dataset data, Optional<Checkpoint> from) {
    if (data.rows() < 1) {
      throw new IllegalArgumentException("training: at least 1 example is needed, but got 0");
    }
    Map<String, String> facts = facts(data.provenance().toString(), data.rows(), data.rows());
    return run(facts, reading -> Supply.resident(type, reading, data), from);
  }

  private Map<String, String> facts(String provenance, long rows, int rowsPerChunk) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("seed", Long.toString(seed));
    facts.put("data", provenance);
    facts.put("rows", Long.toString(rows));
    if (rowsPerChunk < rows) {
      facts.put("rows_per_chunk", Integer.toString(rowsPerChunk));
    }
    if (exchange.shards() > 1) {
      facts.put("shard", exchange.shard() + " of " + exchange.shards());
    }
    return facts;
  }

  private M run(
      Map<String, String> facts, Function<Reading<?>, Supply> supply, Optional<Checkpoint> from) {
    Backend chosen =
        backend.orElseThrow(
            () ->
                new IllegalStateException(
                    "training: no backend was chosen; call on(Backends.best()) before fit"));
    return new CurriculumTrainer<>(this, chosen, facts, supply).run(from);
  }
}
