package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendProvider;
import org.latent4j.backend.Probe;
import org.latent4j.cli.doctor.SpeedTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latent4j doctor}: what this machine can compute with, and how fast. */
@Command(
    name = "doctor",
    header = "Shows which backends are usable here, or why not, and how fast they are.",
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  latent4j doctor                   all backends, with a speed test of half a minute",
      "  latent4j doctor --no-speed        only what is usable",
      "  latent4j doctor --backend cpu --type float64"
    })
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--backend", paramLabel = "NAME", description = "Only this one.")
  private String only;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description = "Precision of the speed test, float32 or float64 (default: ${DEFAULT-VALUE}).")
  private ComputeOptions.Precision precision;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.3",
      description = "Measure until a result stands for so long (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--no-speed", description = "Leave the speed test out.")
  private boolean noSpeed;

  @Override
  public Integer call() {
    Check.positive("--seconds", seconds);
    PrintWriter out = spec.commandLine().getOut();
    for (String line : new Version().getVersion()) {
      out.println(line);
    }
    Runtime runtime = Runtime.getRuntime();
    out.printf(
        Locale.ROOT,
        "%d processors, %.1f GB of memory for Java%n",
        runtime.availableProcessors(),
        runtime.maxMemory() / 1e9);
    for (BackendProvider provider : ComputeOptions.providers(only)) {
      out.println();
      report(provider, out);
      out.flush();
    }
    return ExitCode.OK;
  }

  private void report(BackendProvider provider, PrintWriter out) {
    Probe probe = provider.probe();
    if (!probe.usable()) {
      out.println(bold(provider.name()) + ": not usable. " + probe.reason());
      out.println("  What to do: " + probe.cure());
      return;
    }
    out.println(bold(provider.name()) + ": usable. " + probe.reason());
    try (Backend backend = provider.open(BackendOptions.defaults())) {
      BackendInfo info = backend.info();
      out.println("  device   " + info.device());
      out.println("  threads  " + info.threads());
      info.versions().forEach((library, version) -> out.println("  " + library + " " + version));
    }
    out.flush();
    if (!noSpeed) {
      reportSpeed(provider, out);
    }
  }

  private void reportSpeed(BackendProvider provider, PrintWriter out) {
    List<Integer> threads = threadCounts();
    List<SpeedTest.Result> results = threads.stream().map(n -> measure(provider, n)).toList();
    out.print("  " + pad(precision.type().toString().toLowerCase(Locale.ROOT), 32));
    threads.forEach(n -> out.printf(Locale.ROOT, "%12s", n + (n == 1 ? " thread" : " threads")));
    out.println();
    row(out, "matrix product, GFLOP/s", results, SpeedTest.Result::productGflops, "%12.1f");
    row(out, "add a bias, ns an element", results, SpeedTest.Result::biasNanos, "%12.3f");
    row(out, "sigmoid, ns an element", results, SpeedTest.Result::sigmoidNanos, "%12.3f");
    row(out, "Bernoulli draw, ns an element", results, SpeedTest.Result::bernoulliNanos, "%12.3f");
  }

  /** One and two, to see whether a second thread helps, and all. */
  private static List<Integer> threadCounts() {
    int processors = Runtime.getRuntime().availableProcessors();
    return IntStream.of(1, 2, processors).filter(n -> n <= processors).distinct().boxed().toList();
  }

  private SpeedTest.Result measure(BackendProvider provider, int threads) {
    try (Backend backend = provider.open(BackendOptions.defaults().withThreads(threads))) {
      return new SpeedTest(backend, precision.type(), seconds).run();
    }
  }

  private static void row(
      PrintWriter out,
      String name,
      List<SpeedTest.Result> results,
      ToDoubleFunction<SpeedTest.Result> figure,
      String format) {
    out.print("  " + pad(name, 32));
    results.forEach(result -> out.printf(Locale.ROOT, format, figure.applyAsDouble(result)));
    out.println();
  }

  private static String pad(String text, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s", text);
  }

  private String bold(String text) {
    return spec.commandLine().getColorScheme().ansi().string("@|bold " + text + "|@");
  }
}
