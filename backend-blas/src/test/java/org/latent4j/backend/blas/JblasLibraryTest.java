package org.latent4j.backend.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.BackendUnavailableException;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Loading jblas in virtual machines of their own, because a library is loaded once. */
@EnabledOnOs(OS.LINUX)
class JblasLibraryTest {
  @TempDir private Path temporary;

  @Test
  void productsAreThoseOfOpenBlasByDefault() throws Exception {
    String output = open(null);
    assertTrue(output.contains("OpenBLAS "), output);
    assertTrue(output.endsWith("product 1600.0"), output);
  }

  @Test
  void itsOwnBlasIsLeftInPlaceWhereThePropertySaysSo() throws Exception {
    // jblas needs libgfortran.so.5, which lies beside OpenBLAS.
    Path libraries = Path.of(Loader.load(openblas_nolapack.class)).getParent();
    String output = open(libraries, "-D" + JblasLibrary.OPENBLAS_PROPERTY + "=false");
    assertTrue(output.contains("jblas's own, because the system property"), output);
    assertTrue(output.endsWith("product 1600.0"), output);
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws Exception {
    open(null);
    assertEquals(List.of(), files());
  }

  @Test
  void librariesAreDeletedWhileTheyAreInUse() throws Exception {
    String output = open(null, "-Dhalt=true");
    assertTrue(output.endsWith("product 1600.0"), output);
    try (Stream<Path> left = Files.walk(temporary)) {
      assertEquals(0, left.filter(Files::isRegularFile).count());
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      return left.toList();
    }
  }

  private String open(Path libraryPath, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + temporary,
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            JblasLibraryTest.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (libraryPath != null) {
      builder.environment().put("LD_LIBRARY_PATH", libraryPath.toString());
    }
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return output;
  }

  /** Opens the backend, prints what its BLAS is and an element of a product. */
  public static void main(String[] arguments) {
    try (Backend backend = new BlasBackendProvider().open(new BackendOptions(2));
        Storage a = backend.allocate(DataType.FLOAT32, 400 * 400);
        Storage out = backend.allocate(DataType.FLOAT32, 400 * 400)) {
      float[] values = new float[400 * 400];
      java.util.Arrays.fill(values, 2);
      backend.write(a, 0, values, 0, values.length);
      View matrix = new View(a, Layout.dense(Shape.of(400, 400)));
      backend.matmul(Scalar.ONE, matrix, matrix, 0, new View(out, matrix.layout()));
      backend.read(out, 0, values, 0, values.length);
      System.out.println(backend.info().versions().get("blas"));
      System.out.println("product " + values[399 * 400]);
    } catch (BackendUnavailableException e) {
      System.out.println(e.getMessage());
    }
    if (Boolean.getBoolean("halt")) {
      // As if the process were killed: no shutdown hooks.
      Runtime.getRuntime().halt(0);
    }
  }
}
