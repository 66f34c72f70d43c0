package org.latent4j.backend.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** CUDA's run-time compiler. */
final class Nvrtc {
  private Nvrtc() {}

  static String version() {
    int[] major = new int[1];
    int[] minor = new int[1];
    Status.ofNvrtc(nvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
    return String.format(Locale.ROOT, "%d.%d", major[0], minor[0]);
  }

  /**
   * What to compile for. A compiler that does not know the GPU yet makes PTX for the newest one
   * that it knows, which the GPU's driver, being newer, translates.
   *
   * @param capability the GPU's compute capability: 90 for 9.0
   * @return the name of the architecture
   */
  static String architecture(int capability) {
    int[] count = new int[1];
    Status.ofNvrtc(nvrtc.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
    int[] known = new int[count[0]];
    Status.ofNvrtc(nvrtc.nvrtcGetSupportedArchs(known), "nvrtcGetSupportedArchs");
    int best = 0;
    for (int architecture : known) {
      best = architecture <= capability ? Math.max(best, architecture) : best;
    }
    return best == capability || best == 0 ? "sm_" + capability : "compute_" + best;
  }

  /** Compiles to machine code, or to PTX for an architecture that is none of a GPU. */
  static byte[] compile(String name, String source, List<String> options) {
    try (_nvrtcProgram program = new _nvrtcProgram();
        BytePointer text = new BytePointer(source, StandardCharsets.UTF_8);
        BytePointer title = new BytePointer(name + ".cu", StandardCharsets.UTF_8)) {
      Status.ofNvrtc(
          nvrtc.nvrtcCreateProgram(
              program, text, title, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
          "nvrtcCreateProgram " + name);
      try {
        compile(program, name, options);
        return code(program, name);
      } finally {
        nvrtc.nvrtcDestroyProgram(program);
      }
    }
  }

  private static void compile(_nvrtcProgram program, String name, List<String> options) {
    try (PointerPointer<BytePointer> arguments =
        new PointerPointer<>(options.toArray(new String[0]))) {
      int result = nvrtc.nvrtcCompileProgram(program, options.size(), arguments);
      if (result != 0) {
        throw CudaException.ofLibrary(
            "nvrtcCompileProgram " + name,
            result,
            nvrtc.nvrtcGetErrorString(result).getString() + "\n" + log(program));
      }
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      if (nvrtc.nvrtcGetProgramLogSize(program, size) != 0) {
        return "";
      }
      byte[] text = new byte[Math.toIntExact(size.get())];
      nvrtc.nvrtcGetProgramLog(program, text);
      return new String(text, 0, Math.max(0, text.length - 1), StandardCharsets.UTF_8);
    }
  }

  private static byte[] code(_nvrtcProgram program, String name) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Status.ofNvrtc(nvrtc.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize " + name);
      if (size.get() == 0) {
        return ptx(program, size, name);
      }
      byte[] code = new byte[Math.toIntExact(size.get())];
      Status.ofNvrtc(nvrtc.nvrtcGetCUBIN(program, ByteBuffer.wrap(code)), "nvrtcGetCUBIN " + name);
      return code;
    }
  }

  /** With the zero at its end, which the driver asks for. */
  private static byte[] ptx(_nvrtcProgram program, SizeTPointer size, String name) {
    Status.ofNvrtc(nvrtc.nvrtcGetPTXSize(program, size), "nvrtcGetPTXSize " + name);
    byte[] text = new byte[Math.toIntExact(size.get())];
    Status.ofNvrtc(nvrtc.nvrtcGetPTX(program, ByteBuffer.wrap(text)), "nvrtcGetPTX " + name);
    return text;
  }
}
