package org.latent4j.models.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.io.Refusals.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDataTest {

  @TempDir Path folder;

  @Test
  void variableComesFirst() {
    assertEquals(
        Path.of("/somewhere"), SharedData.folder(Map.of("LATENT4J_DATA", "/somewhere"), folder));
  }

  @Test
  void withoutTheVariableTheFolderLiesBesideTheProject() throws IOException {
    Path project = Files.createDirectories(folder.resolve("project"));
    Path module = Files.createDirectories(project.resolve("module"));
    Path expected = folder.resolve("shared").resolve("data");
    assertEquals(expected, SharedData.folder(Map.of(), project));
    assertEquals(expected, SharedData.folder(Map.of("LATENT4J_DATA", " "), project));
    Files.createFile(project.resolve("pom.xml"));
    Files.createFile(module.resolve("pom.xml"));
    assertEquals(expected, SharedData.folder(Map.of(), project));
    assertEquals(expected, SharedData.folder(Map.of(), module));
  }

  @Test
  void missingFileIsReportedWithTheCure() {
    String name = "no-such-set/file.gz";
    assertTrue(SharedData.find(name).isEmpty());
    String message = message(() -> SharedData.require(name));
    assertTrue(
        message.contains("there is no such file; put it there, or set LATENT4J_DATA"), message);
  }
}
