package org.latent4j.benchmarks.interleave;

import java.util.ArrayList;
import java.util.List;

/** Options of the Java processes that measure. */
final class JvmOptions {
  private JvmOptions() {}

  static List<String> forBenchmarks() {
    List<String> options = new ArrayList<>();
    // JavaCPP counts the whole process against a multiple of the heap unless told not to.
    options.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    options.add("-Dorg.bytedeco.javacpp.maxbytes=0");
    options.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("-Djava.awt.headless=true");
    options.add("-Xmx1g");
    if (Runtime.version().feature() >= 23) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }
}
