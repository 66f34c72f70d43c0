package org.latent4j.backend.cuda.driver;

import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;
import org.latent4j.backend.BackendUnavailableException;

/** Takes a GPU into use. */
public final class Drivers {
  /**
   * The system property with the number of the GPU to use, of those that CUDA shows; 0 if unset.
   */
  public static final String DEVICE_PROPERTY = "latent4j.cuda.device";

  private static final int OLDEST_CUDA = 13000;
  private static final int OLDEST_CAPABILITY = 75;
  private static final int NO_DEVICE = 100;

  private Drivers() {}

  /**
   * Finds CUDA, loads it and takes a GPU into use.
   *
   * @return the driver; the caller closes it
   * @throws BackendUnavailableException if that is impossible here, with the reason and the cure
   */
  public static Driver open() {
    return open(Discovery.here());
  }

  static Driver open(Discovery discovery) {
    Installation installation;
    try {
      installation = discovery.find();
    } catch (Missing missing) {
      throw new BackendUnavailableException("cuda: " + missing.getMessage() + " " + missing.cure());
    }
    NativeLibraries.load(installation);
    try {
      int device = device();
      Gpu gpu = describe(device);
      requireSupported(gpu);
      return new JavaCppDriver(device, gpu);
    } catch (CudaException e) {
      throw new BackendUnavailableException(
          e.getMessage()
              + "; check with nvidia-smi that the GPU works and that a process may use it",
          e);
    }
  }

  private static int device() {
    int result = cudart.cuInit(0);
    int[] number = new int[1];
    if (result != NO_DEVICE) {
      Status.ofDriver(result, "cuInit");
      Status.ofDriver(cudart.cuDriverGetVersion(number), "cuDriverGetVersion");
      if (number[0] < OLDEST_CUDA) {
        throw new BackendUnavailableException(
            "cuda: the NVIDIA driver supports CUDA "
                + version(number[0])
                + ", too old for CUDA 13; update it to "
                + Discovery.OLDEST_DRIVER
                + " or later");
      }
      Status.ofDriver(cudart.cuDeviceGetCount(number), "cuDeviceGetCount");
    }
    if (number[0] == 0) {
      throw new BackendUnavailableException(
          "cuda: the driver shows no GPU; check with nvidia-smi, and that CUDA_VISIBLE_DEVICES names"
              + " one");
    }
    return chosen(number[0]);
  }

  /** CUDA 13 has no compiler for older GPUs. */
  private static void requireSupported(Gpu gpu) {
    if (10 * gpu.major() + gpu.minor() < OLDEST_CAPABILITY) {
      throw new BackendUnavailableException(
          "cuda: the "
              + gpu.name()
              + " has compute capability "
              + gpu.major()
              + "."
              + gpu.minor()
              + ", and CUDA 13 needs 7.5 or higher; choose another GPU with -D"
              + DEVICE_PROPERTY
              + " or use the backend cpu");
    }
  }

  private static int chosen(int count) {
    String named = System.getProperty(DEVICE_PROPERTY, "0").strip();
    int ordinal = named.matches("\\d{1,4}") ? Integer.parseInt(named) : -1;
    if (!(ordinal >= 0 && ordinal < count)) {
      throw new BackendUnavailableException(
          "cuda: -D" + DEVICE_PROPERTY + "=" + named + " names no GPU; choose 0 to " + (count - 1));
    }
    int[] device = new int[1];
    Status.ofDriver(cudart.cuDeviceGet(device, ordinal), "cuDeviceGet");
    return device[0];
  }

  private static Gpu describe(int device) {
    byte[] name = new byte[256];
    Status.ofDriver(cudart.cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
    int[] driver = new int[1];
    Status.ofDriver(cudart.cuDriverGetVersion(driver), "cuDriverGetVersion");
    try (SizeTPointer memory = new SizeTPointer(1)) {
      Status.ofDriver(cudart.cuDeviceTotalMem(memory, device), "cuDeviceTotalMem");
      int major = attribute(device, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
      int minor = attribute(device, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
      return new Gpu(
          new String(name, StandardCharsets.UTF_8).split("\0", 2)[0],
          major,
          minor,
          attribute(device, cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
          memory.get(),
          Nvrtc.architecture(10 * major + minor),
          driver[0],
          Nvrtc.version(),
          CublasLt.version());
    }
  }

  private static int attribute(int device, int attribute) {
    int[] value = new int[1];
    Status.ofDriver(cudart.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value[0];
  }

  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }
}
