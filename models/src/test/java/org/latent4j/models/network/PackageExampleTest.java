package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Backend;
import org.latent4j.models.BackendTest;
import org.latent4j.models.datasets.Digits;

/** Runs what the package documentation shows. */
class PackageExampleTest extends BackendTest {
  private static final Path DOCUMENTATION =
      Path.of("src/main/java/org/latent4j/models/network/package-info.java");

  private static final String HEAD =
      """
      import java.util.List;
      import org.latent4j.backend.Backend;
      import org.latent4j.models.data.*;
      import org.latent4j.models.datasets.*;
      import org.latent4j.models.loss.*;
      import org.latent4j.models.network.*;
      import org.latent4j.models.optimizer.*;
      import org.latent4j.op.DataType;
      import org.latent4j.program.Program;
      import org.latent4j.tensor.*;

      public class Example {
        public static int[] run(Backend backend) {
      """;

  private static final String TAIL =
      """
          return predicted;
        }
      }
      """;

  @Test
  void theExampleLearnsTheDigits(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Example.java");
    Files.writeString(source, HEAD + example() + TAIL);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String[] options = {"-proc:none", "-d", folder.toString(), source.toString()};
    assertEquals(0, compiler.run(null, null, null, options), "the example does not compile");
    int[] labels = Digits.load().labels().orElseThrow();
    int right = 0;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Object predicted =
          loader.loadClass("Example").getMethod("run", Backend.class).invoke(null, backend);
      for (int row = 0; row < labels.length; row++) {
        right += ((int[]) predicted)[row] == labels[row] ? 1 : 0;
      }
    }
    assertTrue(right > 0.95 * labels.length, right + " of " + labels.length);
  }

  private static String example() throws Exception {
    String text = Files.readString(DOCUMENTATION);
    String example = text.substring(text.indexOf("{@code\n * Dataset"), text.indexOf("}</pre>"));
    return example
        .lines()
        .skip(1)
        .map(line -> line.replaceFirst("^ \\* ?", "    "))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
