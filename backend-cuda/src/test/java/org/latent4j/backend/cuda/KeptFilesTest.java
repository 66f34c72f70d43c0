package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.tensor.Tensor;

/** Compiled kernels and measured algorithms on disk. */
class KeptFilesTest {
  @TempDir private Path cache;

  @AfterEach
  void searchNoMore() {
    System.clearProperty(AlgorithmSearch.PROPERTY);
  }

  private String callsOfAnAddition(RecordingDriver driver) {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      Tensor x = Tensor.of(backend, new float[4], 4);
      driver.taken();
      x.add(x);
      return driver.taken();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void aKernelIsCompiledOnceForAllProcesses() throws IOException {
    assertTrue(callsOfAnAddition(new RecordingDriver()).contains("compile elementwise"));
    assertEquals(1, files().size());
    assertTrue(files().get(0).getParent().endsWith("sm_90-nvrtc-13.0"), files().toString());
    String again = callsOfAnAddition(new RecordingDriver());
    assertFalse(again.contains("compile"), again);
    assertTrue(again.contains("load elementwise"), again);
  }

  @Test
  void aDamagedFileIsNotUsed() throws IOException {
    callsOfAnAddition(new RecordingDriver());
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[whole.length - 1]++;
    for (byte[] contents : new byte[][] {damaged, new byte[0], {1, 2, 3}}) {
      Files.write(file, contents);
      assertTrue(callsOfAnAddition(new RecordingDriver()).contains("compile elementwise"));
      assertEquals(whole.length, Files.size(file));
    }
  }

  @Test
  void aFileThatCannotBeLoadedIsMadeAgain() {
    callsOfAnAddition(new RecordingDriver());
    RecordingDriver driver = new RecordingDriver();
    driver.failing(
        "load", CudaException.ofDriver("cuModuleLoadData", 200, "CUDA_ERROR_INVALID_IMAGE"));
    String calls = callsOfAnAddition(driver);
    assertTrue(calls.startsWith("allocate"), calls);
    assertTrue(
        calls.contains(
            """
            load elementwise !
            compile elementwise for --gpu-architecture=sm_90
            load elementwise
            """),
        calls);
  }

  @Test
  void aFolderThatCannotBeWrittenToIsDoneWithout() throws IOException {
    Path file = Files.createFile(cache.resolve("file"));
    RecordingDriver driver = new RecordingDriver();
    try (CudaBackend backend = Recorded.backend(driver, file)) {
      Tensor x = Tensor.of(backend, new float[4], 4);
      x.add(x);
      x.mul(x);
    }
    assertEquals(List.of(file), files());
  }

  private String callsOfAProduct() {
    RecordingDriver driver = new RecordingDriver();
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      Tensor x = Tensor.of(backend, new float[16], 4, 4);
      driver.taken();
      x.matmul(x);
      return driver.taken();
    }
  }

  @Test
  void algorithmsAreMeasuredOnRequestOnlyAndOnce() throws IOException {
    assertFalse(callsOfAProduct().contains("time"));
    assertEquals(List.of(), files());
    System.setProperty(AlgorithmSearch.PROPERTY, "timed");
    String measured = callsOfAProduct();
    assertTrue(measured.contains("time event3 to event4"), measured);
    String chosen = measured.substring(measured.lastIndexOf("multiply")).substring(0, 25);
    assertEquals("products-Recorded-GPU-cublaslt-130000.txt", files().get(0).getFileName() + "");
    String again = callsOfAProduct();
    assertFalse(again.contains("time"), again);
    assertTrue(again.contains(chosen.substring(chosen.indexOf(" by "))), measured + again);
    System.clearProperty(AlgorithmSearch.PROPERTY);
    assertTrue(callsOfAProduct().contains("by 0:"));
  }

  /** What others have stored stays; what can't be read is measured again. */
  @Test
  void theFileOfAlgorithmsMayBeSharedAndDamaged() throws IOException {
    System.setProperty(AlgorithmSearch.PROPERTY, "timed");
    try {
      callsOfAProduct();
      Path file = files().get(0);
      String line = Files.readString(file);
      String other = "another form = 1 2 400\n";
      Files.writeString(file, other + line.replace(" = ", " = damaged "));
      assertTrue(callsOfAProduct().contains("time event3 to event4"));
      assertEquals(other + line, Files.readString(file));
    } finally {
      System.clearProperty(AlgorithmSearch.PROPERTY);
    }
  }

  @Test
  void aProductThatThereIsNoRoomToMeasureIsComputedAllTheSame() {
    System.setProperty(AlgorithmSearch.PROPERTY, "timed");
    RecordingDriver driver = new RecordingDriver();
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      Tensor x = Tensor.of(backend, new float[16], 4, 4);
      driver.taken();
      driver.failing(
          "allocate 33", CudaException.ofDriver("cuMemAllocFromPoolAsync", 2, "OUT_OF_MEMORY"));
      x.matmul(x);
      String calls = driver.taken();
      assertTrue(calls.contains("allocate 33") && !calls.contains("time"), calls);
      assertTrue(calls.contains("by 0:"), calls);
      assertEquals(List.of(), files());
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      System.clearProperty(AlgorithmSearch.PROPERTY);
    }
  }
}
