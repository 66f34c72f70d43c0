package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;

/** The {@link Samples} and every function, for tests of other packages. */
public final class SampleKernels {
  private SampleKernels() {}

  /** Returns the kernels, each once. */
  public static List<Kernel> all() {
    List<Kernel> kernels = new ArrayList<>(Samples.kernels());
    kernels.addAll(Samples.functions());
    return kernels;
  }
}
