package org.latent4j.backend.cuda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.latent4j.backend.cuda.driver.Gpu;
import org.latent4j.backend.cuda.kernel.Kernel;

/**
 * Compiled kernels on disk, by a hash of the source and the compiler's options, which name the
 * architecture, and by the compiler's version. A file begins with the hash of its contents: a
 * damaged one is not used.
 */
final class KernelFiles {
  private static final int HASH_BYTES = 32;

  private final Cache cache;
  private final String folder;
  private final List<String> options;

  KernelFiles(Cache cache, Gpu gpu, List<String> options) {
    this.cache = cache;
    this.folder = gpu.architecture() + "-nvrtc-" + gpu.nvrtc();
    this.options = List.copyOf(options);
  }

  /** The machine code, or null if it is not there. */
  byte[] read(Kernel kernel) {
    byte[] file = cache.read(name(kernel)).orElse(new byte[0]);
    if (file.length <= HASH_BYTES) {
      return null;
    }
    byte[] image = Arrays.copyOfRange(file, HASH_BYTES, file.length);
    boolean whole = Arrays.equals(sha256(image), Arrays.copyOf(file, HASH_BYTES));
    return whole ? image : null;
  }

  void write(Kernel kernel, byte[] image) {
    byte[] file = Arrays.copyOf(sha256(image), HASH_BYTES + image.length);
    System.arraycopy(image, 0, file, HASH_BYTES, image.length);
    cache.write(name(kernel), file);
  }

  private String name(Kernel kernel) {
    String all = String.join("\n", options) + "\n" + kernel.source();
    String hash = HexFormat.of().formatHex(sha256(all.getBytes(StandardCharsets.UTF_8)));
    return folder + "/" + hash + ".cubin";
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("cuda: this Java has no SHA-256", e);
    }
  }
}
