package org.latent4j.models.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.models.text.TextForm;

/** Reads the texts of all activations. */
final class ActivationKinds {
  /** Those that take a number. */
  private static final List<String> WITH_NUMBER =
      List.of("leaky-relu:SLOPE", "prelu:START", "elu:ALPHA", "maxout:PIECES");

  private ActivationKinds() {}

  /** Those without a number, by their names; read after {@link Activation} has made them. */
  private static Map<String, Activation> named() {
    Map<String, Activation> named = new LinkedHashMap<>();
    for (Activation activation :
        List.of(
            Activation.IDENTITY,
            Activation.SIGMOID,
            Activation.HARD_SIGMOID,
            Activation.TANH,
            Activation.HARD_TANH,
            Activation.RELU,
            Activation.SELU,
            Activation.GELU,
            Activation.GELU_TANH,
            Activation.SILU,
            Activation.MISH,
            Activation.SOFTPLUS,
            Activation.SOFTMAX,
            Activation.LOG_SOFTMAX)) {
      named.put(activation.text(), activation);
    }
    return named;
  }

  static boolean isKnown(String name) {
    String kind = TextForm.of("activation", name).kind();
    return named().containsKey(kind)
        || WITH_NUMBER.stream().anyMatch(usage -> usage.startsWith(kind + ":"));
  }

  static Activation parse(TextForm form) {
    boolean bare = form.arguments().isEmpty();
    return switch (form.kind()) {
      case "leaky-relu" -> {
        double slope = bare ? 0.01 : form.numbers("SLOPE").get(0);
        yield form.make(() -> Activation.leakyRelu(slope));
      }
      case "prelu" -> {
        double start = bare ? 0.25 : form.numbers("START").get(0);
        yield form.make(() -> Activation.prelu(start));
      }
      case "elu" -> {
        double alpha = bare ? 1 : form.numbers("ALPHA").get(0);
        yield form.make(() -> Activation.elu(alpha));
      }
      case "maxout" -> {
        form.numbers("PIECES");
        int pieces = form.wholeNumber("PIECES", form.arguments().get(0));
        yield form.make(() -> Activation.maxout(pieces));
      }
      default -> withoutNumber(form);
    };
  }

  private static Activation withoutNumber(TextForm form) {
    Map<String, Activation> named = named();
    Activation activation = named.get(form.kind());
    if (activation == null) {
      List<String> usages = new ArrayList<>(named.keySet());
      usages.addAll(WITH_NUMBER);
      throw form.unknownKind(usages);
    }
    form.numbers();
    return activation;
  }

  static void requireSlope(String unit, double slope) {
    if (!(slope >= 0 && slope < 1)) {
      throw new IllegalArgumentException(
          unit + ": the slope below 0 must be in [0, 1), not " + slope);
    }
  }
}
