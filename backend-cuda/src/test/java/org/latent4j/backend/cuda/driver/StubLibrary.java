package org.latent4j.backend.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Libraries that only look like CUDA's, made of {@code stub/cuda.c} by the C compiler. */
final class StubLibrary {
  private StubLibrary() {}

  /**
   * Makes one.
   *
   * @param part what of the source goes in: EMPTY for a library without functions
   * @param library the file to make
   * @throws IOException if there is no C compiler, or it refuses
   */
  static void make(String part, Path library) throws IOException, InterruptedException {
    Path source = Files.createTempFile("stub", ".c");
    try (InputStream text = StubLibrary.class.getResourceAsStream("/stub/cuda.c")) {
      Files.write(source, text.readAllBytes());
      List<String> command =
          List.of(
              "cc",
              "-w",
              "-shared",
              "-fPIC",
              "-D" + part,
              "-Wl,-soname," + library.getFileName(),
              "-o",
              library.toString(),
              source.toString());
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String messages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("cc: " + messages);
      }
    } finally {
      Files.delete(source);
    }
  }
}
