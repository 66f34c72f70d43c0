package org.latent4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.latent4j.benchmarks.interleave.Contestant;
import org.latent4j.benchmarks.interleave.Contestant.Role;

/** PyTorch's contestants, where the build has them. */
final class Peers {
  static final String PYTORCH = "PyTorch";

  private static final String PACKAGE = "org.latent4j.benchmarks.pytorch.";

  /**
   * PyTorch's threads ({@code set_num_threads}) and OpenBLAS's. Both pools wait in busy loops, so
   * with two threads each they take each other's processors: a step of 3 ms takes 60.
   */
  private static final List<List<String>> THREADS = List.of(List.of("1", "2"), List.of("2", "1"));

  private Peers() {}

  static boolean present() {
    try {
      Class.forName(PACKAGE + "TorchRbmStep", false, Peers.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static List<Contestant> rbm(String algorithm, String size) {
    return variants(
        "TorchRbmStep.step",
        Map.of("algorithm", algorithm, "size", size),
        "draws",
        List.of("bernoulli", "uniform"));
  }

  static List<Contestant> classifier() {
    return variants(
        "TorchClassifierStep.step", Map.of(), "gradients", List.of("autograd", "manual"));
  }

  static List<Contestant> vae() {
    return variants("TorchVaeStep.step", Map.of(), "gradients", List.of("autograd", "manual"));
  }

  static List<Contestant> operations(Map<String, String> parameters) {
    return variants("TorchElementwiseOperation.compute", parameters, "", List.of(""));
  }

  static List<Contestant> products() {
    return variants("TorchMatrixProduct.multiply", Map.of(), "", List.of(""));
  }

  /** Every way of setting a parameter, with every way of setting threads. */
  private static List<Contestant> variants(
      String benchmark, Map<String, String> fixed, String parameter, List<String> values) {
    List<Contestant> contestants = new ArrayList<>();
    if (!present()) {
      return contestants;
    }
    for (String value : values) {
      for (List<String> threads : THREADS) {
        Map<String, String> parameters = new TreeMap<>(fixed);
        if (!parameter.isEmpty()) {
          parameters.put(parameter, value);
        }
        parameters.put("torchThreads", threads.get(0));
        parameters.put("blasThreads", threads.get(1));
        String label = (value + " " + threads.get(0) + "+" + threads.get(1)).strip();
        contestants.add(new Contestant(Role.PEER, PYTORCH, label, PACKAGE + benchmark, parameters));
      }
    }
    return contestants;
  }
}
