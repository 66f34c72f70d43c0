package org.latent4j.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.latent4j.benchmarks.interleave.Interleaving;
import org.latent4j.benchmarks.interleave.Measurement;
import org.latent4j.benchmarks.interleave.Rounds;
import org.latent4j.benchmarks.report.Figure;
import org.latent4j.benchmarks.report.Report;
import org.latent4j.benchmarks.report.Results;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the interleaved comparisons. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the same work on several backends and libraries in turns: every contestant has a"
          + " process of its own, and in every round each measures once while the others wait."
          + " A turn begins with a lead-in that is not counted, because the caches hold what the"
          + " others have left in them.",
      "Printed are median times, and the median over rounds of the first line's time divided by"
          + " that of the line."
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  scripts/benchmarks --size 784x500x100         a step of CD-1 and its products, on cpu",
      "  scripts/benchmarks --work cd1,vae --peers     also PyTorch",
      "  scripts/benchmarks --all --quick --report     everything, into docs/benchmarks.md",
      "  scripts/benchmarks --report                   only writes the report of what there is"
    })
public final class Compare implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--work",
      split = ",",
      description =
          "any of cd1, cd1-models, pcd1, classifier, vae, epoch, compile, heap, operations, products;"
              + " without --report cd1 if nothing is said")
  private List<String> work = List.of();

  @Option(names = "--all", description = "all work, on java, cpu and blas, with other libraries")
  private boolean all;

  @Option(
      names = "--size",
      split = ",",
      description = "visible units x hidden units x batch of RBM steps")
  private List<String> sizes = List.of("784x500x20", "784x500x100", "784x500x512", "2048x2048x256");

  @Option(
      names = "--backend",
      split = ",",
      description = "any that are on the class path: java, cpu, blas; cpu if nothing is said")
  private List<String> backends = List.of();

  @Option(names = "--peers", description = "measure PyTorch, too")
  private boolean peers;

  @Option(
      names = "--python",
      description =
          "measure scikit-learn and PyTorch for Python, too; needs Debian's python3-sklearn,"
              + " python3-torch or the same of others")
  private boolean python;

  @Option(
      names = "--quick",
      description = "fewer and shorter rounds, and only two sizes of RBM steps other than cd1")
  private boolean quick;

  @Option(names = "--rounds", description = "how often each contestant measures; 9, quick 7")
  private int rounds;

  @Option(names = "--millis", description = "how long it measures in a round; 1000, quick 500")
  private int millis;

  @Option(
      names = "--lead-in",
      description =
          "for how many milliseconds it computes uncounted before it measures; 300. heap has none")
  private int leadIn = 300;

  @Option(
      names = "--report",
      description = "keep the results in docs/benchmarks and write docs/benchmarks.md")
  private boolean report;

  @Option(names = "--docs", description = "the folder of the report; docs")
  private Path docs = Path.of("docs");

  private Compare() {}

  /**
   * Runs the command and ends the process.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  static CommandLine command() {
    return new CommandLine(new Compare());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (leadIn < 0) {
      throw new ParameterException(
          spec.commandLine(), "--lead-in: " + leadIn + " is below 0; 0 leaves the lead-in out");
    }
    if ((all || peers) && !Peers.present()) {
      throw new ParameterException(
          spec.commandLine(),
          "--peers: this build has no PyTorch; build it with mvn -Pbenchmarks -DskipTests -pl"
              + " benchmarks -am package");
    }
    Results results = new Results(docs.resolve("benchmarks"));
    boolean failed = false;
    for (Section section : sections()) {
      Comparisons comparisons = new Comparisons(backends(), sizes(section), all || peers, python);
      for (Comparison comparison : comparisons.of(section)) {
        failed |= !run(comparison, results);
      }
    }
    if (report) {
      new Report(results).write(docs);
    }
    return failed ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private List<Section> sections() {
    if (all) {
      return Arrays.asList(Section.values());
    }
    if (work.isEmpty()) {
      return report ? List.of() : List.of(Section.CD1);
    }
    try {
      return work.stream().map(Section::of).toList();
    } catch (IllegalArgumentException e) {
      String known =
          Arrays.stream(Section.values()).map(Section::toString).collect(Collectors.joining(", "));
      throw new ParameterException(spec.commandLine(), e.getMessage() + "; there are: " + known, e);
    }
  }

  private List<String> sizes(Section section) {
    if (!sizes.isEmpty()) {
      return sizes;
    }
    return quick && section != Section.CD1 && section != Section.HEAP
        ? List.of("784x500x100", "784x500x512")
        : List.of("784x500x20", "784x500x100", "784x500x512", "2048x2048x256");
  }

  private List<String> backends() {
    if (!backends.isEmpty()) {
      return backends;
    }
    return all ? List.of("java", "cpu", "blas") : List.of("cpu");
  }

  /** One comparison that fails does not stop the others; false if it does. */
  private boolean run(Comparison comparison, Results results)
      throws IOException, InterruptedException {
    Rounds rounds = rounds(comparison.section());
    List<Measurement> measurements;
    try {
      measurements = Interleaving.measure(comparison.contestants(), rounds);
    } catch (IOException e) {
      spec.commandLine().getErr().println(comparison.name() + ": " + e.getMessage());
      spec.commandLine().getErr().flush();
      return false;
    }
    List<Figure> figures = measurements.stream().map(found -> figure(comparison, found)).toList();
    print(comparison, figures);
    if (report) {
      results.save(comparison.section().toString(), comparison.name(), rounds, figures);
    }
    return true;
  }

  private static Figure figure(Comparison comparison, Measurement found) {
    String subject =
        comparison.swept().isEmpty()
            ? comparison.subject()
            : (comparison.subject() + " " + found.parameters().get(comparison.swept())).strip();
    return new Figure(
        found.contestant().role(),
        found.contestant().group(),
        found.contestant().label(),
        subject,
        found.micros(),
        Double.isNaN(found.bytes()) ? null : found.bytes());
  }

  /**
   * Sweeps have many short measurements, an epoch takes seconds. A step of milliseconds runs so
   * seldom that the virtual machine has compiled all of it only after some ten seconds; until then
   * it is slower, and allocates what compiled code does not.
   */
  private Rounds rounds(Section section) {
    int measured = rounds > 0 ? rounds : quick ? 7 : 9;
    int length = millis > 0 ? millis : quick ? 500 : 1000;
    return switch (section) {
      case EPOCH -> new Rounds(1, 1000, Math.max(3, measured / 3), leadIn, length);
      // JMH itself allocates some 90 kB an iteration: a step's share must be small. It would count
      // a lead-in's bytes, too.
      case HEAP -> new Rounds(15, 1000, 1, 0, 10_000);
      case OPERATIONS, PRODUCTS ->
          new Rounds(2, 400, Math.max(3, measured / 2), leadIn, Math.max(20, length / 10));
      default -> new Rounds(quick ? 10 : 20, 1000, measured, leadIn, length);
    };
  }

  private void print(Comparison comparison, List<Figure> figures) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s%36s first line / this line%n", comparison.name(), "");
    for (Figure figure : figures) {
      Figure first =
          figures.stream()
              .filter(other -> other.subject().equals(figure.subject()))
              .findFirst()
              .orElseThrow();
      out.printf(
          Locale.ROOT,
          "  %-20s %-36s %10.1f us  %6.3f%s%n",
          comparison.swept().isEmpty() ? "" : figure.subject(),
          (figure.role() + " " + figure.group() + " " + figure.label()).strip(),
          figure.median(),
          first.ratioTo(figure),
          figure.bytes() == null ? "" : String.format(Locale.ROOT, "  %8.0f B", figure.bytes()));
    }
    out.flush();
  }
}
