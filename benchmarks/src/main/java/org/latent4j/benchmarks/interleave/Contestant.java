package org.latent4j.benchmarks.interleave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One benchmark method with its parameters.
 *
 * @param role what it is measured for
 * @param group the backend or library
 * @param label what sets it apart from others of its role and group; may be empty
 * @param benchmark class and method, such as {@code org.latent4j.benchmarks.rbm.RbmStep.step}; in
 *     Python the path of the script
 * @param parameters values of its JMH parameters; one that is missing and has several values makes
 *     several measurements; in Python the options of the script
 * @param steps how many steps one operation of JMH's is, by which times are divided
 * @param options of its virtual machine, beside those of all
 */
public record Contestant(
    Role role,
    String group,
    String label,
    String benchmark,
    Map<String, String> parameters,
    int steps,
    List<String> options) {
  /** What something is measured for. */
  public enum Role {
    /** Latent4J on a backend. */
    OURS,
    /** A part of the work that cannot be left out, by direct calls or by the backend. */
    FLOOR,
    /** Another library on the JVM. */
    PEER,
    /** Another library in Python. */
    PYTHON
  }

  /**
   * Makes a contestant whose operation is one step.
   *
   * @param role what it is measured for
   * @param group the backend or library
   * @param label what sets it apart from others of its role and group
   * @param benchmark the class with the method, separated by a dot
   * @param parameters its JMH parameters
   */
  public Contestant(
      Role role, String group, String label, String benchmark, Map<String, String> parameters) {
    this(role, group, label, benchmark, parameters, 1);
  }

  /**
   * Makes a contestant whose virtual machine has the options of all.
   *
   * @param role what it is measured for
   * @param group the backend or library
   * @param label what sets it apart from others of its role and group
   * @param benchmark the class with the method, separated by a dot
   * @param parameters its JMH parameters
   * @param steps how many steps one operation of JMH's is
   */
  public Contestant(
      Role role,
      String group,
      String label,
      String benchmark,
      Map<String, String> parameters,
      int steps) {
    this(role, group, label, benchmark, parameters, steps, List.of());
  }

  /** The arguments by which JMH's command runs this benchmark and no other. */
  List<String> jmhArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("^" + benchmark.replace(".", "\\.") + "$");
    parameters.forEach((name, value) -> arguments.addAll(List.of("-p", name + "=" + value)));
    return arguments;
  }

  @Override
  public String toString() {
    return label.isEmpty() ? group : group + " " + label;
  }
}
