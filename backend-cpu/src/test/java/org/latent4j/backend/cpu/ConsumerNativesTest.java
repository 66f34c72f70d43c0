package org.latent4j.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A user who depends on this module and sets nothing downloads the natives of one machine: the
 * user's.
 */
class ConsumerNativesTest {
  private static final String MACHINES =
      """
      Linux,      amd64,   linux-x86_64
      Linux,      aarch64, linux-arm64
      Mac OS X,   x86_64,  macosx-x86_64
      Mac OS X,   aarch64, macosx-arm64
      Windows 11, amd64,   windows-x86_64
      """;

  @ParameterizedTest
  @CsvSource(textBlock = MACHINES)
  void aConsumerDownloadsTheNativesOfItsMachineAlone(String osName, String osArch, String platform)
      throws DependencyCollectionException {
    List<Artifact> jars = new ConsumerProject(osName, osArch).jarsOf("latent4j-backend-cpu");
    assertNatives(
        List.of("javacpp", "nd4j-native", "nd4j-native-preset", "openblas"), platform, jars);
  }

  @ParameterizedTest
  @CsvSource(textBlock = MACHINES)
  void theBlasBackendNamesTheNativesOfTheMachineAlone(String osName, String osArch, String platform)
      throws ArtifactDescriptorException {
    List<Artifact> jars = new ConsumerProject(osName, osArch).jarsNamedBy("latent4j-backend-blas");
    assertNatives(List.of("javacpp", "openblas"), platform, jars);
  }

  /** CUDA does not exist for macOS: the backend is there, and says so, with bindings for Linux. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Linux,      amd64,   linux-x86_64,   linux-x86_64
          Linux,      aarch64, linux-arm64,    linux-arm64
          Mac OS X,   aarch64, linux-x86_64,   macosx-arm64
          Windows 11, amd64,   windows-x86_64, windows-x86_64
          """)
  void theCudaBackendNamesBindingsThatExist(
      String osName, String osArch, String cuda, String javacpp)
      throws ArtifactDescriptorException {
    List<Artifact> jars = new ConsumerProject(osName, osArch).jarsNamedBy("latent4j-backend-cuda");
    assertEquals(
        List.of("cuda " + cuda, "javacpp " + javacpp),
        natives(jars).stream()
            .map(jar -> jar.getArtifactId() + " " + jar.getClassifier())
            .sorted()
            .toList());
  }

  @Test
  void theBuildItselfRunsOnExactlyThose() throws DependencyCollectionException {
    ConsumerProject here =
        new ConsumerProject(System.getProperty("os.name"), System.getProperty("os.arch"));
    List<Artifact> natives = natives(here.jarsOf("latent4j-backend-cpu"));
    assertEquals(4, natives.size(), natives::toString);
    for (Artifact jar : natives) {
      assertEquals(Loader.Detector.getPlatform(), jar.getClassifier());
      assertTrue(Files.exists(here.file(jar)), () -> "not in the local repository: " + jar);
    }
  }

  private static void assertNatives(
      List<String> artifactIds, String platform, List<Artifact> jars) {
    List<String> expected = artifactIds.stream().map(id -> id + " " + platform).toList();
    List<String> found =
        natives(jars).stream()
            .map(jar -> jar.getArtifactId() + " " + jar.getClassifier())
            .sorted()
            .toList();
    assertEquals(expected, found);
  }

  private static List<Artifact> natives(List<Artifact> jars) {
    return jars.stream().filter(jar -> !jar.getClassifier().isEmpty()).toList();
  }
}
