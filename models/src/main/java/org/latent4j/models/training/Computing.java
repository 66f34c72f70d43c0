package org.latent4j.models.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.op.DataType;

/** What the bits of a run depend on beside its settings: backend, threads, versions. */
final class Computing {
  private Computing() {}

  static Map<String, String> facts(Backend backend, DataType type) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("type", type.name().toLowerCase(Locale.ROOT));
    BackendInfo info = backend.info();
    facts.put("backend", info.name());
    facts.put("device", info.device());
    facts.put("threads", Integer.toString(info.threads()));
    facts.put("latent4j", version());
    facts.put("java", System.getProperty("java.version"));
    facts.put("vectors", Boolean.toString(hasVectorModule()));
    info.versions().forEach((library, version) -> facts.put("version." + library, version));
    return facts;
  }

  /** With the incubating vectors some products add up in another order. */
  private static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  private static String version() {
    String version = Computing.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
