package org.latent4j.models.network;

import java.util.List;
import org.latent4j.models.network.Initialization.Distribution;
import org.latent4j.models.text.TextForm;

/** Reads the texts of all initializations. */
final class InitializationKinds {
  private static final List<String> USAGES =
      List.of(
          "normal:DEVIATION",
          "uniform:BOUND",
          "gain:GAIN",
          "glorot",
          "glorot-normal",
          "glorot-sigmoid",
          "he",
          "he-uniform",
          "lecun",
          "lecun-uniform");

  private InitializationKinds() {}

  static Initialization parse(TextForm form) {
    return switch (form.kind()) {
      case "normal" -> {
        double deviation = form.numbers("DEVIATION").get(0);
        yield form.make(() -> Initialization.normal(deviation));
      }
      case "uniform" -> {
        double bound = form.numbers("BOUND").get(0);
        yield form.make(() -> Initialization.uniform(bound));
      }
      case "gain" -> {
        double gain = form.numbers("GAIN").get(0);
        yield form.make(() -> Initialization.gain(gain));
      }
      default -> {
        Initialization scheme = scheme(form);
        form.numbers();
        yield scheme;
      }
    };
  }

  private static Initialization scheme(TextForm form) {
    return switch (form.kind()) {
      case "glorot", "glorot-uniform" -> Initialization.glorot(Distribution.UNIFORM);
      case "glorot-normal" -> Initialization.glorot(Distribution.NORMAL);
      case "glorot-sigmoid" -> Initialization.glorotSigmoid();
      case "he", "he-normal" -> Initialization.he(Distribution.NORMAL);
      case "he-uniform" -> Initialization.he(Distribution.UNIFORM);
      case "lecun", "lecun-normal" -> Initialization.leCun(Distribution.NORMAL);
      case "lecun-uniform" -> Initialization.leCun(Distribution.UNIFORM);
      default -> throw form.unknownKind(USAGES);
    };
  }
}
