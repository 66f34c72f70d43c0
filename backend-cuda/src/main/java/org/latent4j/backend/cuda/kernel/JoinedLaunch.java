package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Several small launches in one. Each part becomes a device function and gets some of the blocks,
 * so that what would have been launches behind each other, each with its own delay, runs side by
 * side.
 */
final class JoinedLaunch {
  /** Threads of a block, which all kernels but the elementwise ones expect. */
  private static final int THREADS = ReductionSplit.THREADS;

  private JoinedLaunch() {}

  static Launch of(List<Launch> parts, KernelCache cache) {
    List<Kernel> kernels = parts.stream().map(Launch::kernel).toList();
    Kernel kernel = cache.kernel(kernels, () -> write(kernels));
    List<Argument> arguments = new ArrayList<>();
    int blocks = 0;
    for (Launch part : parts) {
      int threads = part.blocks() * part.threads();
      blocks += (threads + THREADS - 1) / THREADS;
      arguments.addAll(part.arguments());
      arguments.add(new Argument.Int32(blocks));
    }
    return new Launch(kernel, blocks, THREADS, arguments);
  }

  private static Kernel write(List<Kernel> kernels) {
    Set<Helper> helpers = EnumSet.noneOf(Helper.class);
    StringBuilder functions = new StringBuilder();
    List<String> declarations = new ArrayList<>();
    Lines lines = new Lines();
    String first = "0";
    for (int part = 0; part < kernels.size(); part++) {
      KernelBody body = kernels.get(part).body().orElseThrow();
      helpers.addAll(body.helpers());
      functions.append(function(part, body));
      List<String> values = new ArrayList<>();
      for (String declaration : body.declarations()) {
        int space = declaration.lastIndexOf(' ');
        String type = declaration.substring(0, space);
        String value = "part" + part + "_" + declaration.substring(space + 1);
        values.add(value);
        declarations.add((type.equals("Index") ? "part" + part + "::Index" : type) + " " + value);
      }
      String end = "part" + part + "_end";
      declarations.add("unsigned int " + end);
      lines.open((part == 0 ? "" : "else ") + "if (blockIdx.x < " + end + ")");
      String blocks = "blockIdx.x - " + first + ", " + end + " - " + first;
      lines.add("part%d::run(%s, %s);", part, blocks, String.join(", ", values));
      lines.close();
      first = end;
    }
    String before = Helper.source(helpers) + functions + "extern \"C\" __global__ void ";
    String after = "(\n    " + String.join(",\n    ", declarations) + ") {\n" + lines + "}\n";
    String name = "joined_" + Fingerprint.of(before + after);
    return new Kernel(name, before + name + after);
  }

  private static String function(int part, KernelBody body) {
    String statements =
        body.statements().replace("blockIdx.x", "part_block").replace("gridDim.x", "part_blocks");
    return "namespace part"
        + part
        + " {\n"
        + body.indexType()
        + "\n\n// "
        + body.comment()
        + "\nstatic __device__ inline void run(\n    unsigned int part_block,\n"
        + "    unsigned int part_blocks,\n    "
        + String.join(",\n    ", body.declarations())
        + ") {\n"
        + statements
        + "}\n}  // namespace part"
        + part
        + "\n\n";
  }
}
