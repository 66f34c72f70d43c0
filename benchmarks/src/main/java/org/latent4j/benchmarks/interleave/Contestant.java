package org.latent4j.benchmarks.interleave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One benchmark method with its parameters.
 *
 * @param label what it is called in tables
 * @param benchmark class and method, such as {@code org.latent4j.benchmarks.rbm.CdStep.step}
 * @param parameters a value for each of its JMH parameters that has more than one
 * @param jvmArguments options of its own Java process
 */
public record Contestant(
    String label, String benchmark, Map<String, String> parameters, List<String> jvmArguments) {
  /**
   * Makes a contestant without JVM options of its own.
   *
   * @param label what it is called in tables
   * @param benchmark the class with the method, separated by a dot
   * @param parameters its JMH parameters
   */
  public Contestant(String label, String benchmark, Map<String, String> parameters) {
    this(label, benchmark, parameters, List.of());
  }

  /** The arguments by which JMH's command runs this benchmark and no other. */
  List<String> jmhArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("^" + benchmark.replace(".", "\\.") + "$");
    parameters.forEach((name, value) -> arguments.addAll(List.of("-p", name + "=" + value)));
    return arguments;
  }
}
