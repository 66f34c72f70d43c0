package org.latent4j.benchmarks.pytorch;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.benchmarks.interleave.TurnTaking;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The base of PyTorch's benchmarks.
 *
 * <p>PyTorch has threads of its own (OpenMP) for everything but matrix products, and OpenBLAS has
 * others for those. Both numbers are parameters, because two pools that wait in busy loops take
 * each other's processors.
 */
@State(Scope.Benchmark)
public abstract class TorchBenchmark extends TurnTaking {
  /** What {@code torch.set_num_threads} is given. */
  @Param({"1", "2"})
  int torchThreads = 1;

  /** How many threads OpenBLAS uses; 0 leaves what PyTorch has set. */
  @Param("0")
  int blasThreads;

  /** For subclasses. */
  protected TorchBenchmark() {}

  /**
   * Makes what the benchmark runs.
   *
   * @param source the backend that draws the numbers to start from; closed afterwards
   */
  protected abstract void prepare(Backend source);

  /** Sets the threads and makes everything. */
  @Setup(Level.Trial)
  public final void open() {
    torch.manual_seed(7);
    torch.set_num_threads(torchThreads);
    if (blasThreads != 0) {
      openblas.blas_set_num_threads(blasThreads);
    }
    try (Backend source = Backends.open("java")) {
      prepare(source);
    }
  }
}
