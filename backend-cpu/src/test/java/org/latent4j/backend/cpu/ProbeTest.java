package org.latent4j.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Probe;

/** The provider's answer in virtual machines that lack something. */
class ProbeTest {
  @TempDir private Path cache;

  @Test
  void aMachineWithoutNativesIsToldWhichAreMissing() throws Exception {
    String answer = probe("-Dorg.bytedeco.javacpp.platform=amiga-m68k", "");
    assertTrue(answer.startsWith("false There is no "), answer);
    assertTrue(answer.contains("amiga-m68k on the class path"), answer);
    assertTrue(answer.contains("classifier amiga-m68k"), answer);
  }

  @Test
  void aMissingJarIsAnAnswerAndNoError() throws Exception {
    String answer = probe("-Dunused=", "javacpp");
    assertTrue(answer.startsWith("false A class of ND4J, OpenBLAS or JavaCPP"), answer);
    assertTrue(answer.contains("Depend on org.latent4j:latent4j-backend-cpu"), answer);
  }

  @Test
  void askingUnpacksNothing() throws Exception {
    String answer = probe("-Dorg.bytedeco.javacpp.cachedir=" + cache, "");
    assertTrue(answer.startsWith("true ND4J and OpenBLAS have natives for "), answer);
    try (Stream<Path> files = Files.list(cache)) {
      assertEquals(0, files.count());
    }
  }

  /** Asks in a new virtual machine, without the jars whose names begin with {@code leftOut}. */
  private static String probe(String option, String leftOut) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(jar -> leftOut.isEmpty() || !new File(jar).getName().startsWith(leftOut))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                classPath,
                ProbeTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }

  /** Prints the answer. */
  public static void main(String[] arguments) {
    Probe probe = new CpuBackendProvider().probe();
    System.out.println(probe.usable() + " " + probe.reason() + " " + probe.cure());
  }
}
