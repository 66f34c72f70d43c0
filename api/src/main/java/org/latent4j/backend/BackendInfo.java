package org.latent4j.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a backend says of itself, for reports and for the provenance of results.
 *
 * @param name the backend's name
 * @param device the device in words
 * @param threads the number of processor threads it computes with
 * @param versions the libraries that decide its results and their versions, in a fixed order
 */
public record BackendInfo(String name, String device, int threads, Map<String, String> versions) {
  /**
   * Copies the versions, keeping their order.
   *
   * @param name the backend's name
   * @param device the device in words
   * @param threads the number of processor threads it computes with
   * @param versions the libraries that decide its results and their versions
   */
  public BackendInfo {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }
}
