package org.latent4j.models.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a safetensors file: named tensors in a fixed order, and a map of strings.
 *
 * <p>The format: 8 bytes with the length N of the header (little-endian), N bytes of JSON, and the
 * elements of all tensors, little-endian, one after another. The JSON maps each name to {@code
 * {"dtype", "shape", "data_offsets": [begin, end]}}, offsets counted from the end of the header,
 * and {@code "__metadata__"} to strings. It holds no code, and other languages read it. See the
 * format's description by Hugging Face, "Safetensors" (2022).
 *
 * <p>The bytes written are a function of the content: names, metadata and data stand in the order
 * given, the header is padded with spaces to a multiple of 8 bytes, and nothing else is added.
 *
 * <p>What is read is untrusted. Every length is checked against the size of the file before memory
 * is allocated; the ranges of the tensors must tile the data exactly, without overlap, hole or
 * rest. The types {@code F32 F64 I32 U8} are read; others are refused by name.
 */
public final class Safetensors {

  /** The longest header read or written, in bytes; the limit of the format. */
  public static final int MAX_HEADER_BYTES = 100_000_000;

  /** The most tensors read or written. A larger count is a sign of a malicious file. */
  public static final int MAX_TENSORS = 10_000;

  /** The most dimensions of a tensor. */
  public static final int MAX_RANK = 32;

  private final Map<String, String> metadata;
  private final Map<String, SavedTensor> tensors;

  Safetensors(Map<String, String> metadata, Map<String, SavedTensor> tensors) {
    this.metadata = Collections.unmodifiableMap(metadata);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Starts an empty content.
   *
   * @return a builder that keeps the order of what it is given
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a file whole.
   *
   * @param file the file
   * @return its content, names in the order of the header
   * @throws DataFormatException if the file is missing, unreadable, cut short, too large for the
   *     heap or breaks a rule of the format; one sentence
   */
  public static Safetensors read(Path file) {
    if (!Files.exists(file)) {
      throw new DataFormatException(file + ": there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new DataFormatException(file + ": it is not a plain file");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new SafetensorsReader(file.toString(), in, Files.size(file)).read();
    } catch (IOException failure) {
      throw new DataFormatException(file + ": reading failed: " + failure.getMessage(), failure);
    }
  }

  /**
   * Writes the content by {@link AtomicFiles}: beside the target, forced to the disk, renamed.
   *
   * @param file the target, replaced if it is there
   * @throws UncheckedIOException if the file cannot be written; the target is then unchanged
   */
  public void write(Path file) {
    AtomicFiles.write(file, this::writeTo);
  }

  /**
   * Writes the content to a stream, which is not closed.
   *
   * @param out where to
   * @throws IOException if {@code out} fails
   */
  public void writeTo(OutputStream out) throws IOException {
    SafetensorsWriter.write(this, out);
  }

  /** {@return the strings under {@code __metadata__}, unmodifiable, in the order of the file} */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** {@return all tensors, unmodifiable, in the order of the file} */
  public Collection<SavedTensor> tensors() {
    return tensors.values();
  }

  /**
   * Whether a tensor is there.
   *
   * @param name its name
   * @return whether {@link #tensor} will find it
   */
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /**
   * One tensor.
   *
   * @param name its name
   * @return the tensor
   * @throws DataFormatException if there is none of this name; the message lists what there is
   */
  public SavedTensor tensor(String name) {
    SavedTensor found = tensors.get(name);
    if (found == null) {
      List<String> names = new ArrayList<>(tensors.keySet());
      String known = names.size() <= 20 ? names.toString() : names.size() + " others";
      throw new DataFormatException("tensor " + name + " is missing; the file holds " + known);
    }
    return found;
  }

  /** Collects names, tensors and metadata in order. */
  public static final class Builder {

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, SavedTensor> tensors = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds one string.
     *
     * @param key a name not used so far
     * @param value the string
     * @return this
     * @throws IllegalArgumentException if the key is there already
     */
    public Builder metadata(String key, String value) {
      if (metadata.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException("metadata key " + key + " is there already");
      }
      return this;
    }

    /**
     * Adds one tensor.
     *
     * @param tensor its name must be new and not {@code __metadata__}
     * @return this
     * @throws IllegalArgumentException if the name is taken or reserved, the rank is above {@link
     *     #MAX_RANK}, or there are {@link #MAX_TENSORS} already
     */
    public Builder tensor(SavedTensor tensor) {
      if (tensor.name().equals(SafetensorsHeader.METADATA)) {
        throw new IllegalArgumentException(
            "tensor name " + tensor.name() + " is reserved for the metadata");
      }
      if (tensor.shape().length > MAX_RANK) {
        throw new IllegalArgumentException(
            "tensor " + tensor + " has more than " + MAX_RANK + " dimensions");
      }
      if (tensors.size() == MAX_TENSORS) {
        throw new IllegalArgumentException("more than " + MAX_TENSORS + " tensors in one file");
      }
      if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException("tensor name " + tensor.name() + " is there already");
      }
      return this;
    }

    /** {@return the content collected so far} */
    public Safetensors build() {
      return new Safetensors(new LinkedHashMap<>(metadata), new LinkedHashMap<>(tensors));
    }
  }
}
