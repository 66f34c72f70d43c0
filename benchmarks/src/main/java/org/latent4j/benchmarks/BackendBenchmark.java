package org.latent4j.benchmarks;

import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Backends;
import org.latent4j.benchmarks.interleave.TurnTaking;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The base of benchmarks that run on a backend, with the backend as a parameter. */
@State(Scope.Benchmark)
public abstract class BackendBenchmark extends TurnTaking {
  /** Any name that {@link Backends} knows. */
  @Param({"java", "cpu", "blas"})
  String backend = "java";

  /** How many threads the backend may use; 0 for its default. */
  @Param("0")
  int threads;

  private Backend opened;

  /** For subclasses. */
  protected BackendBenchmark() {}

  /**
   * Chooses the backend, in the place of JMH.
   *
   * @param name any name that {@link Backends} knows
   */
  public final void on(String name) {
    backend = name;
  }

  /**
   * Makes what the benchmark runs.
   *
   * @param on the backend; closed after {@link #release()}
   */
  protected abstract void prepare(Backend on);

  /** Closes what {@link #prepare} has made. */
  protected abstract void release();

  /** Opens the backend. */
  @Setup(Level.Trial)
  public final void open() {
    BackendOptions options = BackendOptions.defaults();
    opened = Backends.open(backend, threads == 0 ? options : options.withThreads(threads));
    prepare(opened);
  }

  /** Closes the backend. */
  @TearDown(Level.Trial)
  public final void close() {
    release();
    opened.close();
  }
}
