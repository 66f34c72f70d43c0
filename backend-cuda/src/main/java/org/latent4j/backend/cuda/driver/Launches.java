package org.latent4j.backend.cuda.driver;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUlaunchAttribute;
import org.bytedeco.cuda.cudart.CUlaunchConfig;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Launches of kernels, in native memory that is used again and again. */
final class Launches implements AutoCloseable {
  /** CUDA's own limit is beyond this for 8-byte parameters. */
  private static final int MOST_ARGUMENTS = 500;

  /** The values of a launch's parameters, and their addresses, which never change. */
  private final LongPointer values = new LongPointer(MOST_ARGUMENTS);

  private final PointerPointer<LongPointer> parameters = new PointerPointer<>(MOST_ARGUMENTS);
  private final CUlaunchConfig launch = new CUlaunchConfig();
  private final CUlaunchAttribute early = new CUlaunchAttribute();

  Launches() {
    for (int i = 0; i < MOST_ARGUMENTS; i++) {
      parameters.put(i, values.getPointer(i));
    }
    Pointer.memset(early, 0, early.sizeof());
    early.id(cudart.CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION);
    early.value().programmaticStreamSerializationAllowed(1);
    Pointer.memset(launch, 0, launch.sizeof());
    launch.gridDimY(1).gridDimZ(1).blockDimY(1).blockDimZ(1).attrs(early);
  }

  /**
   * Launches a kernel.
   *
   * @param isEarly whether it may begin before the kernel before it on the stream has ended, for
   *     which it waits then
   */
  void launch(
      CUfunc_st kernel,
      int blocks,
      int threads,
      long[] arguments,
      CUstream_st stream,
      boolean isEarly) {
    values.position(0).put(arguments, 0, arguments.length);
    launch.gridDimX(blocks).blockDimX(threads).hStream(stream).numAttrs(isEarly ? 1 : 0);
    Status.ofDriver(
        cudart.cuLaunchKernelEx(launch, kernel, parameters, (PointerPointer<?>) null),
        "cuLaunchKernelEx");
  }

  @Override
  public void close() {
    values.close();
    parameters.close();
    launch.close();
    early.close();
  }
}
