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

  /** Compiles to machine code; the options name the architecture. */
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
      byte[] code = new byte[Math.toIntExact(size.get())];
      Status.ofNvrtc(nvrtc.nvrtcGetCUBIN(program, ByteBuffer.wrap(code)), "nvrtcGetCUBIN " + name);
      return code;
    }
  }
}
