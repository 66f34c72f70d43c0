package org.latent4j.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.cli.console.CommandException;

class RunFolderTest {

  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 4, 5, 6, 7);

  @TempDir Path folder;

  private static RunFolder choose(Path path, boolean overwrite) {
    return RunFolder.choose(Optional.of(path), overwrite, "rbm-digits", NOW);
  }

  private static String refusal(Path path) {
    String message =
        assertThrows(CommandException.class, () -> choose(path, false).create()).getMessage();
    assertTrue(message.contains(path.toString()), message);
    assertTrue(message.contains("--out"), message);
    return message;
  }

  @Test
  void choosingLeavesTheDiskAloneAndCreatingMakesAnEmptyFolder() throws IOException {
    Path path = folder.resolve("a/b");
    RunFolder run = choose(path, false);
    assertFalse(Files.exists(folder.resolve("a")));
    assertEquals(path, run.create());
    try (Stream<Path> files = Files.list(path)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void theDefaultNameTellsTimeAndKind() {
    RunFolder run = RunFolder.choose(Optional.empty(), false, "rbm-digits", NOW);
    assertEquals(Path.of("runs", "20260304-050607-rbm-digits").toString(), run.toString());
  }

  @Test
  void anEmptyFolderIsTakenAsItIs() {
    assertEquals(folder, choose(folder, false).create());
  }

  @Test
  void aFolderWithFilesIsRefusedUnlessOverwritten() throws IOException {
    Path model = Files.writeString(folder.resolve(RunFolder.MODEL), "old");
    Path notes = Files.writeString(folder.resolve("notes.txt"), "mine");
    String message = refusal(folder);
    assertTrue(message.contains("--overwrite"), message);
    assertEquals("old", Files.readString(model));

    RunFolder run = choose(folder, true);
    assertEquals("old", Files.readString(model), "checking alone removes nothing");
    run.create();
    assertFalse(Files.exists(model));
    assertEquals("mine", Files.readString(notes));
  }

  @Test
  void filesInTheWayAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertTrue(refusal(file).contains("it is a file"));
    assertTrue(refusal(file.resolve("run")).contains(file + " is a file"));
    assertEquals("x", Files.readString(file));
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefused() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    if (!locked.toFile().setWritable(false) || Files.isWritable(locked)) {
      // The administrator may write everywhere; but nobody makes folders in the process table.
      locked = Path.of("/proc");
    }
    if (Files.isDirectory(locked)) {
      refusal(locked.resolve("run"));
    }
  }
}
