package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.backend.Precision;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.RealNvrtc;
import org.latent4j.backend.cuda.kernel.Kernel;
import org.latent4j.backend.cuda.kernel.SampleKernels;

/**
 * NVIDIA's own run-time compiler accepts the kernels, where it is installed; no GPU is needed. The
 * kernels of the conformance kit go through it when the kit runs on an emulated GPU.
 */
class NvrtcTest {
  /** Every so many kernels is compiled for the other architectures. */
  private static final int SAMPLE = 10;

  @TempDir private Path cache;

  @BeforeAll
  static void requireCompiler() {
    if (RealNvrtc.obstacle() != null) {
      System.out.println("skipped, " + RealNvrtc.obstacle());
    }
    Assumptions.assumeTrue(RealNvrtc.obstacle() == null, RealNvrtc::obstacle);
  }

  @Test
  void samplesCompile() {
    assertTrue(RealNvrtc.version().startsWith("13."), RealNvrtc.version());
    SampleKernels.all().forEach(kernel -> compile(kernel, "sm_90"));
  }

  @Test
  void aStepOfContrastiveDivergenceCompiles() {
    for (Precision precision : Precision.values()) {
      List<Kernel> kernels =
          ModelKernels.ofContrastiveDivergence(cache.resolve(precision.name()), precision, 128);
      assertTrue(kernels.size() > 5, () -> "only " + kernels);
      kernels.forEach(kernel -> compile(kernel, "sm_90"));
    }
  }

  @Tag("slow")
  @Test
  void theTrainingOfModelsCompiles() {
    List<Kernel> kernels = ModelKernels.all(cache);
    assertTrue(kernels.size() > 100, () -> "only " + kernels.size() + " kernels");
    kernels.forEach(kernel -> compile(kernel, "sm_90"));
    System.out.println("NVRTC compiled " + kernels.size() + " kernels of models");
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_100", "sm_120"})
  void otherArchitecturesCompile(String architecture) {
    List<Kernel> kernels =
        ModelKernels.distinct(List.of(SampleKernels.all(), ModelKernels.all(cache)));
    for (int i = 0; i < kernels.size(); i += SAMPLE) {
      compile(kernels.get(i), architecture);
    }
  }

  @Test
  void aTextThatIsNoCudaIsRefusedWithTheCompilersWords() {
    Kernel wrong = new Kernel("wrong", "extern \"C\" __global__ void wrong() { nothing(); }");
    CudaException error =
        assertThrows(CudaException.class, () -> RealNvrtc.compile(wrong, "sm_90"));
    assertTrue(error.getMessage().contains("\"nothing\" is undefined"), error.getMessage());
  }

  /** Machine code is an ELF file. */
  private static void compile(Kernel kernel, String architecture) {
    byte[] code = RealNvrtc.compile(kernel, architecture);
    assertEquals(0x7f, code[0], kernel::name);
    assertEquals('E', code[1], kernel::name);
  }
}
