package org.latent4j.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.Backends;
import org.latent4j.cli.console.CommandException;
import org.latent4j.op.DataType;
import picocli.CommandLine.Option;

/** What a command computes with: backend, threads, precision, random seed. */
final class ComputeOptions {

  private static final String BEST = "best";

  /** The precisions to train in. */
  enum Precision {
    FLOAT32(DataType.FLOAT32),
    FLOAT64(DataType.FLOAT64);

    private final DataType type;

    Precision(DataType type) {
      this.type = type;
    }

    DataType type() {
      return type;
    }
  }

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = BEST,
      description =
          "Which backend computes: java, blas, cpu, cuda, or best for the fastest that is usable"
              + " here (default: ${DEFAULT-VALUE}; 'latent4j doctor' lists them).")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Processor threads to use (default: one for each processor).")
  private Integer threads;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description = "Precision, float32 or float64 (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--products",
      paramLabel = "P",
      defaultValue = "tf32",
      description =
          "How exactly a GPU multiplies float32 matrices while it trains: float32_strict, tf32 or"
              + " bf16 (default: ${DEFAULT-VALUE}); other backends always use float32.")
  private org.latent4j.backend.Precision products;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The number that all random numbers follow from; the same seed gives the same result"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  void check() {
    if (threads != null) {
      Check.atLeast("--threads", threads, 1);
    }
  }

  long seed() {
    return seed;
  }

  DataType type() {
    return precision.type();
  }

  /** What was asked for and what it came to, for the record of the run. */
  Map<String, Object> values(Backend opened) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("backend", opened.info().name());
    values.put("device", opened.info().device());
    values.put("threads", opened.info().threads());
    values.put("type", type().name().toLowerCase(Locale.ROOT));
    values.put("seed", seed);
    values.put("latent4j", Version.latent4j());
    values.put("java", Version.java());
    values.put("versions", opened.info().versions());
    return values;
  }

  /** Opens the backend; a named one is never replaced by another. */
  Backend open() {
    BackendOptions options = BackendOptions.defaults().withPrecision(products);
    if (threads != null) {
      options = options.withThreads(threads);
    }
    if (backend.equals(BEST)) {
      return Backends.best(options);
    }
    return Backends.open(providers(backend).get(0).name(), options);
  }

  /**
   * The backends on the class path: the one of a name, or all if there is none. A misspelt name
   * deserves the list of the right ones and not talk of class paths.
   */
  static List<BackendProvider> providers(String name) {
    List<BackendProvider> all = Backends.list();
    List<BackendProvider> named =
        all.stream().filter(provider -> name == null || provider.name().equals(name)).toList();
    if (named.isEmpty() && name != null) {
      String names = all.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
      throw new CommandException(
          "there is no backend '"
              + name
              + "'; choose one of "
              + names
              + " ('latent4j doctor' tells more)");
    }
    return named;
  }
}
