package org.latent4j.models.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir Path folder;

  @Test
  void newFileHasTheContent() throws IOException {
    Path target = folder.resolve("a.txt");
    AtomicFiles.writeString(target, "caf\u00e9");
    assertEquals("caf\u00e9", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void existingFileIsReplaced() throws IOException {
    Path target = Files.writeString(folder.resolve("a.txt"), "the old and longer content");
    AtomicFiles.writeString(target, "new");
    assertEquals("new", Files.readString(target));
  }

  @Test
  void targetIsUntouchedUntilTheContentIsComplete() throws IOException {
    Path target = Files.writeString(folder.resolve("a.txt"), "old");
    AtomicFiles.write(
        target,
        out -> {
          out.write(new byte[100_000]);
          out.flush();
          assertEquals("old", Files.readString(target));
        });
    assertEquals(100_000, Files.size(target));
  }

  @Test
  void failureOfTheContentLeavesTheTargetAndNothingElse() throws IOException {
    Path target = Files.writeString(folder.resolve("a.txt"), "old");
    IllegalStateException own = new IllegalStateException("diverged");
    IllegalStateException seen =
        assertThrows(
            IllegalStateException.class,
            () ->
                AtomicFiles.write(
                    target,
                    out -> {
                      out.write(1);
                      throw own;
                    }));
    assertEquals(own, seen);
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void failureOfTheDiskIsNamedAndLeavesNothing() throws IOException {
    Path target = folder.resolve("a.txt");
    String message =
        refusal(
            target,
            out -> {
              throw new IOException("No space left on device");
            });
    assertEquals("cannot write " + target + ": No space left on device", message);
    assertEquals(List.of(), names());
  }

  @Test
  void missingFolderIsNamed() {
    Path target = folder.resolve("none").resolve("a.txt");
    assertEquals(
        "cannot write " + target + ": its folder does not exist", refusal(target, out -> {}));
  }

  @Test
  void folderAsTargetIsRefused() {
    assertEquals("cannot write " + folder + ": it is a folder", refusal(folder, out -> {}));
  }

  @Test
  void deviceAsTargetIsRefusedAndSurvives() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device), "this system has no /dev/null");
    assertEquals("cannot write /dev/null: it is not a plain file", refusal(device, out -> {}));
    assertTrue(Files.exists(device) && !Files.isRegularFile(device));
  }

  @Test
  void folderWithoutWritePermissionIsNamed() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeTrue(locked.toFile().setWritable(false), "permissions cannot be set here");
    assumeTrue(!Files.isWritable(locked), "this user may write everywhere");
    Path target = locked.resolve("a.txt");
    assertEquals(
        "cannot write " + target + ": its folder is not writable", refusal(target, out -> {}));
  }

  @Test
  void interruptedThreadCanStillWrite() throws IOException {
    Path target = folder.resolve("a.txt");
    Thread.currentThread().interrupt();
    try {
      AtomicFiles.writeString(target, "saved");
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt must be kept for the caller");
    }
    assertEquals("saved", Files.readString(target));
  }

  @Test
  void fileHasThePermissionsOfAnyNewFile() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions");
    Path usual = Files.createFile(folder.resolve("usual"));
    Path target = folder.resolve("a.txt");
    AtomicFiles.writeString(target, "x");
    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(target));
  }

  private static String refusal(Path target, AtomicFiles.Content content) {
    return assertThrows(UncheckedIOException.class, () -> AtomicFiles.write(target, content))
        .getMessage();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
