package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latent4j.backend.Storage;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.RecordingDriver;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Tensor;

/** What becomes of errors of CUDA. */
class FailureTest {
  @TempDir private Path cache;
  private final RecordingDriver driver = new RecordingDriver();

  @Test
  void outOfMemoryTellsTheNumbersAndLeavesTheBackendUsable() {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      Storage half = backend.allocate(DataType.FLOAT32, 1 << 27);
      driver.taken();
      DeviceOutOfMemoryError error =
          assertThrows(
              DeviceOutOfMemoryError.class, () -> backend.allocate(DataType.FLOAT64, 1 << 27));
      assertEquals(
          """
          allocate 1073741824 !
          trim
          allocate 1073741824 !
          """,
          driver.taken().replaceAll("(?m)^(allocate \\d+)$", "$1 !"));
      assertEquals(1L << 30, error.requested());
      assertEquals(1L << 29, error.free());
      assertEquals(1L << 30, error.total());
      assertEquals(
          "cuda: no room for a tensor of 1.1 GB on Recorded GPU: 0.5 GB of 1.1 GB are free; take a"
              + " smaller batch or keep data as UINT8, and see with nvidia-smi who else uses the"
              + " GPU",
          error.getMessage());
      half.close();
      backend.allocate(DataType.FLOAT64, 1 << 27).close();
    }
  }

  @Test
  void memoryInPiecesIsGivenBackAndAskedForAgain() {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      driver.taken();
      driver.failing(
          "allocate", CudaException.ofDriver("cuMemAllocFromPoolAsync", 2, "OUT_OF_MEMORY"));
      backend.allocate(DataType.FLOAT32, 64).close();
      assertEquals(
          """
          allocate 256 !
          trim
          allocate 256 -> m1
          clear m1, 256 bytes
          free m1
          """,
          driver.taken());
    }
  }

  @Test
  void afterALostContextEverythingFailsWithThatCause() {
    CudaBackend backend = Recorded.backend(driver, cache);
    Storage storage = backend.allocate(DataType.FLOAT32, 64);
    Program<Nothing, Tensor, Tensor> program = Program.compile(backend, x -> x.add(1));
    Tensor x = Tensor.of(backend, new float[4], 4);
    program.run(x);
    driver.failing("synchronize", Recorded.illegalAddress());
    CudaException first = assertThrows(CudaException.class, x::toFloats);
    assertTrue(first.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS (700)"));
    driver.taken();
    for (Runnable use :
        new Runnable[] {
          () -> backend.allocate(DataType.INT32, 3),
          () -> backend.write(storage, 0, new float[1], 0, 1),
          () -> backend.read(storage, 0, new float[1], 0, 1),
          () -> x.add(x),
          () -> program.run(x)
        }) {
      IllegalStateException error = assertThrows(IllegalStateException.class, use::run);
      assertSame(first, error.getCause());
      assertTrue(error.getMessage().contains("Recorded GPU can't be used any more"));
      assertTrue(error.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS"));
    }
    storage.close();
    program.close();
    backend.close();
    assertEquals("close\n", driver.taken());
  }

  @Test
  void aFailedCallThatIsNotStickyLeavesTheBackendUsable() {
    try (CudaBackend backend = Recorded.backend(driver, cache)) {
      Tensor x = Tensor.of(backend, new float[4], 4);
      driver.failing(
          "launch", CudaException.ofDriver("cuLaunchKernel", 701, "LAUNCH_OUT_OF_RESOURCES"));
      assertThrows(CudaException.class, () -> x.add(1));
      assertFalse(CudaException.ofLibrary("cublasLtMatmul", 700, "").isSticky());
      x.add(1);
    }
  }

  @Test
  void anIndexOutOfRangeIsReportedByTheNextReadOrRun() {
    try (CudaBackend backend = Recorded.backend(driver, cache);
        Program<Nothing, Tensor, Tensor> program =
            Program.compile(backend, rows -> rows.gather(rows).add(1))) {
      Tensor rows = Tensor.of(backend, new int[] {0, 4, 1, 2}, 4);
      program.run(rows);
      fault(4, 4);
      IndexOutOfBoundsException error =
          assertThrows(IndexOutOfBoundsException.class, () -> program.run(rows));
      assertEquals(
          "gather, scatterAdd, withRows: index 4 is not among the rows 0 to 3", error.getMessage());
      program.run(rows);
      fault(-1, 4);
      assertThrows(IndexOutOfBoundsException.class, rows::toInts);
      rows.toInts();
    }
  }

  /** What a kernel writes that meets an index out of range. */
  private void fault(int index, int limit) {
    ByteBuffer record = driver.pinned(0).bytes();
    record.putInt(0, 1).putInt(4, index).putInt(8, limit);
  }
}
