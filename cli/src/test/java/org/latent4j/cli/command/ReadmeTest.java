package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the README shows. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final String COMMAND = "./latent4j ";

  @Test
  void theProgramCompilesRunsAndWritesItsModel(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("LearnDigits.java");
    Files.writeString(source, program());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String[] options = {"-proc:none", "-d", folder.toString(), source.toString()};
    assertEquals(0, compiler.run(null, null, null, options), "the program does not compile");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader
          .loadClass("LearnDigits")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {folder.toString()});
    }
    assertTrue(Files.size(folder.resolve("digits.safetensors")) > 0);
  }

  private static String program() throws IOException {
    String readme = Files.readString(README);
    int from = readme.indexOf("```java\nimport");
    assertTrue(from >= 0, "the README shows no program");
    return readme.substring(from + "```java\n".length(), readme.indexOf("```\n", from + 1));
  }

  /**
   * In their order and as they stand, but for the folder of the runs; the first also gets a number
   * of epochs, because the whole of it is run by the launcher's own check.
   */
  @Test
  void theCommandsSucceed(@TempDir Path folder) throws IOException {
    List<String> commands =
        Files.readAllLines(README).stream().filter(line -> line.startsWith(COMMAND)).toList();
    assertTrue(commands.size() >= 5, commands.toString());
    for (String command : commands) {
      String words = command.substring(COMMAND.length());
      if (words.equals("train rbm --data digits")) {
        words += " --epochs 2 --out runs/first";
      }
      if (!words.equals("doctor")) { // It measures speed, which a test should not wait for.
        Object[] arguments = words.replace("runs/", folder + "/").split(" ");
        Terminated.run(arguments).succeeded();
      }
    }
    assertTrue(Files.exists(folder.resolve("small/samples.png")));
    assertTrue(Files.exists(folder.resolve("first/model.safetensors")));
  }
}
