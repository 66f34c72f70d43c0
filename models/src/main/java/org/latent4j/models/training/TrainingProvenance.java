package org.latent4j.models.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.models.data.Dataset;

/** What determines a trained model, written down for its file. */
final class TrainingProvenance {
  private TrainingProvenance() {}

  static Map<String, String> of(Training training, Backend backend, Dataset data) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("data", data.provenance().toString());
    entries.put("rows", Integer.toString(data.rows()));
    entries.put("seed", Long.toString(training.seed));
    entries.put("method", training.method.toString());
    entries.put("optimizer", training.optimizer.toString());
    entries.put("batch", Integer.toString(training.batch));
    entries.put("epochs", Integer.toString(training.epochs));
    entries.put("binarize", Boolean.toString(training.binarize));
    entries.put("visible_bias_from_data", Boolean.toString(training.visibleBiasFromData));
    entries.put("initialization", training.initialization.toString());
    training.earlyStopping.ifPresent(rule -> entries.put("early_stopping", rule.toString()));
    entries.put("type", training.type.name().toLowerCase(Locale.ROOT));
    BackendInfo info = backend.info();
    entries.put("backend", info.name());
    entries.put("threads", Integer.toString(info.threads()));
    entries.put("latent4j", version());
    entries.put("java", System.getProperty("java.version"));
    info.versions().forEach((library, version) -> entries.put("version." + library, version));
    return entries;
  }

  private static String version() {
    String version = TrainingProvenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
