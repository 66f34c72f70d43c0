package org.latent4j.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.latent4j.benchmarks.interleave.Interleaving;
import org.latent4j.benchmarks.interleave.Measurement;
import org.latent4j.benchmarks.interleave.Rounds;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the interleaved comparisons. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures the same work on several backends and libraries in turns.",
    showDefaultValues = true)
public final class Compare implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--work", split = ",", description = "cd1, cd1-models, pcd1 or pcd1-models")
  private List<String> work = List.of("cd1");

  @Option(
      names = "--size",
      split = ",",
      description = "visible units x hidden units x batch; several with commas")
  private List<String> sizes = List.of("784x500x20", "784x500x100", "784x500x512");

  @Option(names = "--backend", split = ",", description = "any of java, cpu, blas")
  private List<String> backends = List.of("cpu");

  @Option(names = "--rounds", description = "how often each contestant is measured")
  private int rounds = 15;

  @Option(names = "--millis", description = "how long it is measured in a round")
  private int millis = 250;

  @Option(names = "--warmup", description = "seconds that each contestant runs beforehand")
  private int warmup = 2;

  private Compare() {}

  /**
   * Runs the command and ends the process.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Compare()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (String algorithm : work) {
      for (String size : sizes) {
        Comparison comparison = Comparisons.rbm(algorithm, size, backends);
        print(
            comparison,
            Interleaving.measure(
                comparison.contestants(), new Rounds(2 * warmup, 500, rounds, millis)));
      }
    }
    return ExitCode.OK;
  }

  private void print(Comparison comparison, List<Measurement> measurements) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(comparison.title());
    out.printf(
        Locale.ROOT, "  %-32s %10s   %s%n", "", "median", "first line / this line, by rounds");
    for (Measurement measurement : measurements) {
      out.printf(
          Locale.ROOT,
          "  %-32s %10.1f %s  %.3f%n",
          measurement.contestant().label(),
          measurement.median(),
          measurement.unit(),
          measurements.get(0).ratioTo(measurement));
    }
    out.flush();
  }
}
