package org.latent4j.models.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.latent4j.models.text.TextForm;

/** Reads the text forms of all kinds. */
final class ScheduleKinds {
  private static final List<String> USAGES =
      List.of(
          "a number",
          "linear:FROM,TO",
          "exponential:FROM,FACTOR",
          "inverse:FROM,SCALE",
          "cosine:FROM,TO",
          "steps:FROM,VALUE@EPOCH,...",
          "warm-up:EPOCHS,SCHEDULE");

  private static final Pattern WORD = Pattern.compile("[A-Za-z].*");

  private ScheduleKinds() {}

  static Schedule parse(TextForm form) {
    return switch (form.kind()) {
      case "linear" -> ofTwo(form, "TO", Linear::new);
      case "exponential" -> ofTwo(form, "FACTOR", Exponential::new);
      case "inverse" -> ofTwo(form, "SCALE", Inverse::new);
      case "cosine" -> ofTwo(form, "TO", Cosine::new);
      case "steps" -> steps(form);
      case "warm-up" -> warmUp(form);
      default -> constant(form);
    };
  }

  private interface OfTwo {
    Schedule make(double first, double second);
  }

  private static Schedule ofTwo(TextForm form, String second, OfTwo kind) {
    List<Double> numbers = form.numbers("FROM", second);
    return form.make(() -> kind.make(numbers.get(0), numbers.get(1)));
  }

  private static Schedule constant(TextForm form) {
    if (form.text().equals(form.kind()) && !WORD.matcher(form.kind()).matches()) {
      return new Constant(form.number("the value", form.text()));
    }
    throw form.unknownKind(USAGES);
  }

  private static Schedule steps(TextForm form) {
    List<Steps.Jump> jumps = new ArrayList<>();
    for (int i = 1; i < form.arguments().size(); i++) {
      String[] parts = form.arguments().get(i).split("@", -1);
      if (parts.length != 2) {
        throw form.wrong("write steps:FROM,VALUE@EPOCH,...");
      }
      int epoch = form.wholeNumber("EPOCH", parts[1]);
      jumps.add(new Steps.Jump(form.number("VALUE", parts[0]), epoch));
    }
    if (jumps.isEmpty()) {
      throw form.wrong("write steps:FROM,VALUE@EPOCH,...");
    }
    double from = form.number("FROM", form.arguments().get(0));
    return form.make(() -> new Steps(from, jumps));
  }

  private static Schedule warmUp(TextForm form) {
    if (form.arguments().size() < 2) {
      throw form.wrong("write warm-up:EPOCHS,SCHEDULE");
    }
    int epochs = form.wholeNumber("EPOCHS", form.arguments().get(0));
    String rest = form.text().substring(form.text().indexOf(',') + 1);
    Schedule then = Schedule.parse(rest);
    return form.make(() -> new WarmUp(epochs, then));
  }

  static void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("schedule: " + what + " must be finite, not " + value);
    }
  }
}
