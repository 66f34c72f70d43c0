package org.latent4j.models.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.text.TextForm;

/**
 * The text forms of optimisers. What follows the kind is cut at the commas; a part that is neither
 * {@code name=value} nor a flag continues the one before it, since schedules have commas, too.
 */
final class OptimizerText {
  static final String MOMENTUM = "momentum";
  static final String NESTEROV = "nesterov";
  static final String WEIGHT_DECAY = "weight-decay";
  static final String BETA1 = "beta1";
  static final String BETA2 = "beta2";
  static final String DECAY = "decay";
  static final String EPSILON = "epsilon";
  static final String CLIP = "clip";

  /** The strength that is usual for AdamW. */
  private static final double USUAL_WEIGHT_DECAY = 0.01;

  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "sgd", List.of(MOMENTUM, NESTEROV, WEIGHT_DECAY, CLIP),
          "rmsprop", List.of(DECAY, EPSILON, CLIP),
          "adam", List.of(BETA1, BETA2, EPSILON, CLIP),
          "adamw", List.of(BETA1, BETA2, EPSILON, WEIGHT_DECAY, CLIP));

  private static final List<String> USAGES =
      List.of("sgd:RATE", "rmsprop:RATE", "adam:RATE", "adamw:RATE");

  private static final Pattern NAMED = Pattern.compile("[a-z0-9-]+=.*");

  private final TextForm form;
  private final String rate;
  private final Map<String, String> named;

  private OptimizerText(TextForm form, String rate, Map<String, String> named) {
    this.form = form;
    this.rate = rate;
    this.named = named;
  }

  static Optimizer parse(TextForm form) {
    List<String> allowed = OPTIONS.get(form.kind());
    if (allowed == null) {
      throw form.unknownKind(USAGES);
    }
    OptimizerText parts = cut(form);
    for (String name : parts.named.keySet()) {
      if (!allowed.contains(name)) {
        throw form.wrong(
            "'"
                + name
                + "' is none of what "
                + form.kind()
                + " takes: "
                + String.join(", ", allowed));
      }
    }
    return form.make(parts::optimizer);
  }

  private static OptimizerText cut(TextForm form) {
    StringBuilder rate = new StringBuilder();
    Map<String, String> named = new LinkedHashMap<>();
    String open = "";
    for (String part : form.arguments()) {
      if (part.equals(NESTEROV) || NAMED.matcher(part).matches()) {
        int equals = part.indexOf('=');
        open = equals < 0 ? part : part.substring(0, equals);
        if (named.put(open, equals < 0 ? "" : part.substring(equals + 1)) != null) {
          throw form.wrong("'" + open + "' is there twice");
        }
      } else if (open.isEmpty()) {
        rate.append(rate.isEmpty() ? "" : ",").append(part);
      } else {
        named.merge(open, part, (before, more) -> before + "," + more);
      }
    }
    if (rate.isEmpty()) {
      throw form.wrong("write " + form.kind() + ":RATE");
    }
    return new OptimizerText(form, rate.toString(), named);
  }

  private Optimizer optimizer() {
    Schedule schedule = Schedule.parse(rate);
    Optimizer optimizer =
        switch (form.kind()) {
          case "sgd" ->
              new Sgd(
                  schedule,
                  Schedule.parse(named.getOrDefault(MOMENTUM, "0")),
                  nesterov(),
                  number(WEIGHT_DECAY, 0));
          case "rmsprop" ->
              new RmsProp(
                  schedule,
                  number(DECAY, RmsProp.USUAL_DECAY),
                  number(EPSILON, RmsProp.USUAL_EPSILON));
          case "adam" -> adam(schedule, 0);
          default -> adam(schedule, number(WEIGHT_DECAY, USUAL_WEIGHT_DECAY));
        };
    return named.containsKey(CLIP) ? optimizer.clip(number(CLIP, 0)) : optimizer;
  }

  private boolean nesterov() {
    String value = named.get(NESTEROV);
    if (value != null && !value.isEmpty()) {
      throw form.wrong("'nesterov' takes no value; write momentum=0.9,nesterov");
    }
    return value != null;
  }

  private Adam adam(Schedule schedule, double weightDecay) {
    return new Adam(
        schedule,
        number(BETA1, Adam.USUAL_BETA1),
        number(BETA2, Adam.USUAL_BETA2),
        number(EPSILON, Adam.USUAL_EPSILON),
        weightDecay);
  }

  private double number(String name, double usual) {
    String written = named.get(name);
    return written == null ? usual : form.number(name, written);
  }

  // ---- writing ----

  /** Says an option that is not as usual. */
  static String unless(double usual, String name, double value) {
    return value == usual ? "" : "," + name + "=" + TextForm.write(value);
  }
}
