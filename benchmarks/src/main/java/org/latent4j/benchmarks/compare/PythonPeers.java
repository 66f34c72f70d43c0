package org.latent4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.latent4j.benchmarks.interleave.Contestant;
import org.latent4j.benchmarks.interleave.Contestant.Role;

/** The contestants of {@code scripts/benchmarks-python}. */
final class PythonPeers {
  private static final String SCRIPT = "scripts/benchmarks-python";

  /** PyTorch's threads and OpenBLAS's, as in {@link Peers}. */
  private static final List<String> THREADS = List.of("1+2", "2+1");

  private PythonPeers() {}

  static List<Contestant> rbm(Section algorithm, String size) {
    String work = algorithm + "-" + size;
    List<Contestant> contestants = new ArrayList<>();
    if (algorithm == Section.PCD1) {
      contestants.add(contestant("scikit-learn", work, "float32 2"));
    }
    contestants.addAll(pytorch(work, "bernoulli"));
    contestants.addAll(pytorch(work, "uniform"));
    return contestants;
  }

  static List<Contestant> network(Section network) {
    return pytorch(network.toString(), "autograd");
  }

  private static List<Contestant> pytorch(String work, String variant) {
    return THREADS.stream()
        .map(threads -> contestant("PyTorch", work, variant + " " + threads))
        .toList();
  }

  private static Contestant contestant(String library, String work, String variant) {
    return new Contestant(
        Role.PYTHON, library, variant, SCRIPT, Map.of("work", work, "variant", variant));
  }
}
