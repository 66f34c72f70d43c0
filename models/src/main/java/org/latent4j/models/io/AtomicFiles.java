package org.latent4j.models.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that a reader, or a machine that loses power, sees the old content or the new one
 * whole, never a part.
 *
 * <p>The bytes go to a new file beside the target, are forced to the disk, and the file is renamed
 * over the target in one step; then the folder is forced too, so that the rename itself survives.
 * When anything fails, the target is as it was and the new file is removed.
 */
public final class AtomicFiles {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int NAME_ATTEMPTS = 100;

  private AtomicFiles() {}

  /** Produces the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes the whole content.
     *
     * @param out where to; buffered, and closed by the caller
     * @throws IOException if {@code out} fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, replacing the one that is there.
   *
   * @param target the file; its folder must exist
   * @param content produces the bytes; an exception of its own leaves the target untouched
   * @throws UncheckedIOException if the target is a folder or another thing that is not a plain
   *     file, if its folder is missing or not writable, or if the disk fails; the message says
   *     which
   */
  public static void write(Path target, Content content) {
    requireReplaceable(target);
    try {
      Path temporary = createBeside(target);
      try {
        writeForced(temporary, content);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException | RuntimeException | Error failure) {
        deleteAfter(failure, temporary);
        throw failure;
      }
      forceFolder(folderOf(target));
    } catch (IOException failure) {
      throw new UncheckedIOException(describe(target, failure), failure);
    }
  }

  /**
   * Writes a text file in UTF-8, replacing the one that is there.
   *
   * @param target the file; its folder must exist
   * @param text the whole content
   * @throws UncheckedIOException as {@link #write} does
   */
  public static void writeString(Path target, String text) {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A rename would silently replace a device or a folder; refuse both before writing anything. */
  private static void requireReplaceable(Path target) {
    if (target.getFileName() == null) {
      throw cannotWrite(target, "it does not name a file");
    }
    if (!Files.isDirectory(folderOf(target))) {
      throw cannotWrite(target, "its folder does not exist");
    }
    if (Files.isDirectory(target)) {
      throw cannotWrite(target, "it is a folder");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw cannotWrite(target, "it is not a plain file");
    }
  }

  private static UncheckedIOException cannotWrite(Path target, String reason) {
    String message = "cannot write " + target + ": " + reason;
    return new UncheckedIOException(message, new IOException(message));
  }

  private static Path folderOf(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    return folder == null ? target.toAbsolutePath() : folder;
  }

  /**
   * Creates an empty file of a new name. {@link Files#createTempFile} is not used because it makes
   * files that only their owner can read, and the target would inherit that.
   */
  private static Path createBeside(Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      String suffix = UUID.randomUUID().toString();
      Path temporary = folderOf(target).resolve("." + target.getFileName() + "." + suffix + ".tmp");
      try {
        return Files.createFile(temporary);
      } catch (FileAlreadyExistsException taken) {
        if (attempt == NAME_ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /** A plain stream, not a channel: an interrupted thread can still save its work. */
  private static void writeForced(Path temporary, Content content) throws IOException {
    try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
      BufferedOutputStream buffered = new BufferedOutputStream(file, BUFFER_BYTES);
      content.writeTo(buffered);
      buffered.flush();
      file.getFD().sync();
    }
  }

  private static void deleteAfter(Throwable failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }

  /** Windows cannot open a folder, and needs no such step: there the rename is journalled. */
  private static void forceFolder(Path folder) throws IOException {
    // Not asked of the folder's store: in a container without /proc/mounts it cannot be found.
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    boolean interrupted = false;
    while (!forced(folder)) {
      // Only a channel can force a folder, and an interrupt closes channels: put it off.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean forced(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException interrupt) {
      return false;
    }
  }

  private static String describe(Path target, IOException failure) {
    String reason;
    if (failure instanceof AccessDeniedException) {
      reason = "its folder is not writable";
    } else if (failure instanceof NoSuchFileException
        && !Files.exists(folderOf(target), LinkOption.NOFOLLOW_LINKS)) {
      reason = "its folder does not exist";
    } else {
      reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return "cannot write " + target + ": " + reason;
  }
}
