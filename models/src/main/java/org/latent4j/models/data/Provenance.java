package org.latent4j.models.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a data set comes from: what it was read from and what was done to it since. Together they
 * determine every value, so a model that stores this text can be traced to its data.
 *
 * @param sources the files or arrays read
 * @param transformations what was applied, in order, with arguments, as in {@code scale(255.0)}
 */
public record Provenance(List<Source> sources, List<String> transformations) {

  /**
   * Copies both lists.
   *
   * @param sources the files or arrays read
   * @param transformations what was applied
   */
  public Provenance {
    sources = List.copyOf(sources);
    transformations = List.copyOf(transformations);
  }

  /**
   * One thing that was read.
   *
   * @param name the file's name without its folder, or the name given to an array
   * @param sha256 SHA-256 in hexadecimal: of a file's bytes, after unpacking if it is packed by
   *     gzip (so {@code gunzip -c file | sha256sum} shows it); of an array's rows and columns as
   *     two big-endian ints followed by its values, bytes or big-endian float32
   */
  public record Source(String name, String sha256) {}

  /** A key as transformations show it. */
  static String hex(long key) {
    return String.format(Locale.ROOT, "0x%016x", key);
  }

  /** This, and one transformation more. */
  Provenance then(String transformation) {
    List<String> longer = new ArrayList<>(transformations);
    longer.add(transformation);
    return new Provenance(sources, longer);
  }

  /** This, and one source more. */
  Provenance and(Source source) {
    List<Source> longer = new ArrayList<>(sources);
    longer.add(source);
    return new Provenance(longer, transformations);
  }

  /**
   * One line, as in {@code digits.csv.gz sha256:1f0e...; scale(16.0); threshold(0.5)}.
   *
   * @return sources, then transformations
   */
  @Override
  public String toString() {
    String read =
        sources.stream()
            .map(source -> source.name() + " sha256:" + source.sha256())
            .collect(Collectors.joining(" + "));
    return transformations.isEmpty() ? read : read + "; " + String.join("; ", transformations);
  }
}
