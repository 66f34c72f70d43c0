package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Several small launches in one. Each part becomes a device function and gets some of the blocks,
 * so that what would have been launches behind each other, each with its own delay, runs side by
 * side. Tiny parts that depend on each other share a single block, which waits between them.
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

  /** The launches of a stage may begin when those of the stage before are done. */
  static Launch chained(List<List<Launch>> stages, KernelCache cache) {
    List<List<Kernel>> kernels =
        stages.stream().map(stage -> stage.stream().map(Launch::kernel).toList()).toList();
    Kernel kernel = cache.kernel(kernels, () -> writeChain(kernels));
    List<Argument> arguments =
        stages.stream().flatMap(List::stream).flatMap(part -> part.arguments().stream()).toList();
    return new Launch(kernel, 1, THREADS, arguments);
  }

  private static Kernel write(List<Kernel> kernels) {
    Text text = new Text();
    String first = "0";
    for (int part = 0; part < kernels.size(); part++) {
      List<String> values = text.add(kernels.get(part));
      String end = "part" + part + "_end";
      text.declarations.add("unsigned int " + end);
      text.lines.open((part == 0 ? "" : "else ") + "if (blockIdx.x < " + end + ")");
      String blocks = "blockIdx.x - " + first + ", " + end + " - " + first;
      text.lines.add("part%d::run(%s, %s);", part, blocks, String.join(", ", values));
      text.lines.close();
      first = end;
    }
    return text.kernel("joined_");
  }

  private static Kernel writeChain(List<List<Kernel>> stages) {
    Text text = new Text();
    for (int stage = 0; stage < stages.size(); stage++) {
      if (stage > 0) {
        text.lines.add("__syncthreads();");
      }
      for (Kernel kernel : stages.get(stage)) {
        int part = text.parts;
        List<String> values = text.add(kernel);
        text.lines.add("part%d::run(0, 1, %s);", part, String.join(", ", values));
      }
    }
    return text.kernel("chained_");
  }

  /** The text of a kernel made of others. */
  private static final class Text {
    private final Set<Helper> helpers = EnumSet.noneOf(Helper.class);
    private final StringBuilder functions = new StringBuilder();
    private final List<String> declarations = new ArrayList<>();
    private final Lines lines = new Lines();
    private int parts;

    /** Adds a part as a function; returns the names of its parameters. */
    List<String> add(Kernel kernel) {
      int part = parts++;
      KernelBody body = kernel.body().orElseThrow();
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
      return values;
    }

    Kernel kernel(String purpose) {
      String head = "extern \"C\" __global__ void " + ReductionSplit.BOUNDS;
      String before = Helper.source(helpers) + functions + head;
      String parameters = String.join(",\n    ", declarations);
      String after = "(\n    " + parameters + ") {\n" + Helper.BEGIN + lines + "}\n";
      String name = purpose + Fingerprint.of(before + after);
      return new Kernel(name, before + name + after);
    }
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
