package org.latent4j.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, with a Maven and a Java that only say how they were
 * called.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
  /** Stands for Maven: notes the call and makes what a build makes. */
  private static final String MAVEN =
      """
      echo build >> builds
      [ ! -e broken ] || { echo '[ERROR] Tensor.java:[1,1] broken'; exit 1; }
      mkdir -p cli/target
      : > cli/target/latent4j-cli-1.jar
      : > api.jar
      printf '%s' "$PWD/api.jar" > cli/target/classpath
      """;

  private static final String JAVA =
      """
      [ "$1" = -version ] && { echo 'openjdk version "17.0.15"' >&2; exit 0; }
      for argument in "$@"; do echo "$argument"; done
      """;

  @TempDir private Path folder;
  private Path checkout;
  private Path source;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = folder.resolve("a checkout");
    source = checkout.resolve("api/src/main/java/Tensor.java");
    Files.createDirectories(source.getParent());
    Files.createDirectories(checkout.resolve(".mvn"));
    Files.createFile(source);
    Files.createFile(checkout.resolve("pom.xml"));
    Files.createFile(checkout.resolve("api/pom.xml"));
    Files.copy(Path.of("../latent4j"), checkout.resolve("latent4j"));
    script("jdk/bin/java", JAVA);
    script("jdk/bin/javac", "");
    script("bin/mvn", MAVEN);
  }

  @Test
  void buildsOnFirstUseAndPassesArgumentsOn() throws Exception {
    Result result =
        launch(Map.of("LATENT4J_JAVA_OPTS", "-Xmx8g -Dkey=value"), "train", "two words");
    assertEquals(0, result.status(), result.toString());
    assertEquals(1, builds());
    assertTrue(result.errors().startsWith("Building Latent4J (first use"), result.toString());
    List<String> arguments = result.output().lines().toList();
    int main = arguments.indexOf("org.latent4j.cli.Main");
    assertEquals(List.of("train", "two words"), arguments.subList(main + 1, arguments.size()));
    assertTrue(arguments.containsAll(List.of("-Xmx8g", "-Dkey=value")), result.toString());
    assertEquals(
        checkout.toRealPath()
            + "/cli/target/latent4j-cli-1.jar:"
            + checkout.toRealPath()
            + "/api.jar",
        arguments.get(main - 1));
  }

  @Test
  void doesNotBuildAgainWhenNothingChanged() throws Exception {
    launch(Map.of());
    Result second = launch(Map.of());
    assertEquals(1, builds());
    assertEquals("", second.errors());
  }

  @Test
  void buildsAgainWhenASourceWasChangedOrDeletedOrAJarIsGone() throws Exception {
    launch(Map.of());
    age(checkout.resolve("target/launcher/built"));
    Files.writeString(source, "class Tensor {}");
    Result changed = launch(Map.of());
    assertEquals(2, builds());
    assertEquals("Rebuilding Latent4J (sources changed)...", changed.errors().strip());
    age(checkout.resolve("target/launcher/built"));
    Files.delete(source);
    launch(Map.of());
    assertEquals(3, builds());
    Files.delete(checkout.resolve("api.jar"));
    launch(Map.of());
    assertEquals(4, builds());
  }

  @Test
  void showsWhyABuildFailedAndTriesAgainNextTime() throws Exception {
    Files.createFile(checkout.resolve("broken"));
    Result failed = launch(Map.of());
    assertEquals(1, failed.status());
    assertTrue(failed.errors().contains("[ERROR] Tensor.java:[1,1] broken"), failed.toString());
    assertTrue(failed.errors().contains("latent4j: the build failed"), failed.toString());
    Files.delete(checkout.resolve("broken"));
    assertEquals(0, launch(Map.of()).status());
    assertEquals(2, builds());
  }

  @Test
  void saysInOneSentenceThatJavaIsMissingOrTooOld() throws Exception {
    Result missing = launch(Map.of("JAVA_HOME", "/nowhere"));
    assertNotEquals(0, missing.status());
    assertEquals(
        "latent4j: JAVA_HOME is /nowhere, which has no bin/java; point it at a JDK 17 or later.",
        missing.errors().strip());
    script("old/bin/java", "echo 'java version \"1.8.0_402\"' >&2");
    Result old = launch(Map.of("JAVA_HOME", folder.resolve("old").toString()));
    assertNotEquals(0, old.status());
    assertTrue(
        old.errors().contains("is Java 1.8.0_402; Latent4J needs 17 or later"), old.toString());
    assertEquals(1, old.errors().lines().count());
  }

  @Test
  void saysInOneSentenceThatMavenIsMissing() throws Exception {
    Files.delete(folder.resolve("bin/mvn"));
    for (String tool :
        List.of("dirname", "readlink", "sed", "head", "cat", "find", "mkdir", "rm")) {
      script("tools/" + tool, "exec " + which(tool) + " \"$@\"\n");
    }
    Result result = launch(Map.of("PATH", folder.resolve("tools").toString()));
    assertEquals(1, result.status());
    assertEquals(
        "latent4j: Maven is missing, which the build needs; install Maven 3.8 or later.",
        result.errors().strip());
  }

  private static Path which(String tool) {
    return List.of("/bin", "/usr/bin").stream()
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  /** Makes a file older than anything written from now on, whatever the clock's resolution. */
  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
  }

  private long builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }

  private void script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result launch(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", checkout + "/latent4j"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Result(
        status,
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }

  private record Result(int status, String output, String errors) {}
}
