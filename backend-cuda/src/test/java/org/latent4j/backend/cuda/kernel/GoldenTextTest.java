package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The texts of sample kernels with their launches, word for word, so that a change of the generator
 * is seen for what it does. {@code -Dlatent4j.golden=write} writes the files anew.
 */
class GoldenTextTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final boolean WRITES = "write".equals(System.getProperty("latent4j.golden"));

  static Set<String> names() {
    return Samples.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theTextIsAsItWas(String name) throws IOException {
    String text = describe(Samples.all().get(name));
    if (WRITES) {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(name + ".cu"), text);
    }
    try (InputStream in = Files.newInputStream(FOLDER.resolve(name + ".cu"))) {
      assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), text);
    }
  }

  @Test
  void everyFileBelongsToASample() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> found =
          files
              .map(file -> file.getFileName().toString().replace(".cu", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(names()), found);
    }
  }

  /** The launches as comments, each followed by the source of its kernel. */
  private static String describe(Work work) {
    StringBuilder text = new StringBuilder();
    text.append("// scratch bytes: ").append(work.scratchBytes()).append('\n');
    for (Launch launch : work.launches()) {
      text.append("// launch: ").append(launch.blocks()).append(" blocks of ");
      text.append(launch.threads()).append(" threads\n");
      launch.arguments().forEach(argument -> text.append("//   ").append(argument).append('\n'));
      text.append('\n').append(launch.kernel().source()).append('\n');
    }
    return text.toString();
  }
}
