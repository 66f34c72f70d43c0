package org.latent4j.models.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A setting in words, {@code kind} or {@code kind:argument,argument}.
 *
 * @param setting what is set, for messages, such as {@code schedule}
 * @param text the whole
 * @param kind what comes before the colon
 * @param arguments what comes after it, cut at the commas; empty without a colon
 */
public record TextForm(String setting, String text, String kind, List<String> arguments) {
  /**
   * Copies the arguments.
   *
   * @param setting what is set
   * @param text the whole
   * @param kind what comes before the colon
   * @param arguments what comes after it
   */
  public TextForm {
    arguments = List.copyOf(arguments);
  }

  /**
   * Takes a text apart, at its first colon and at the commas after it.
   *
   * @param setting what is set, for messages
   * @param text such as {@code linear:0.2,0.01}
   * @return its parts
   */
  public static TextForm of(String setting, String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new TextForm(setting, text, text, List.of())
        : new TextForm(
            setting,
            text,
            text.substring(0, colon),
            List.of(text.substring(colon + 1).split(",", -1)));
  }

  /**
   * Reads all arguments as numbers.
   *
   * @param names what they are called in messages; there must be as many
   * @return the numbers
   * @throws IllegalArgumentException if there are more or fewer, or one is not a finite number
   */
  public List<Double> numbers(String... names) {
    if (arguments.size() != names.length) {
      throw wrong(
          names.length == 0
              ? "'" + kind + "' takes no number"
              : "write " + kind + ":" + String.join(",", names));
    }
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      numbers.add(number(names[i], arguments.get(i)));
    }
    return numbers;
  }

  /**
   * Reads a number.
   *
   * @param name what it is called in messages
   * @param written the number
   * @return its value
   * @throws IllegalArgumentException if it is not a finite number
   */
  public double number(String name, String written) {
    double value;
    try {
      value = Double.parseDouble(written);
    } catch (NumberFormatException e) {
      throw wrong(name + " must be a number, not '" + written + "'");
    }
    if (!Double.isFinite(value)) {
      throw wrong(name + " must be finite, not " + written);
    }
    return value;
  }

  /**
   * Reads a whole number.
   *
   * @param name what it is called in messages
   * @param written the number
   * @return its value
   * @throws IllegalArgumentException if it is not a whole number of 32 bits
   */
  public int wholeNumber(String name, String written) {
    try {
      return Integer.parseInt(written);
    } catch (NumberFormatException e) {
      throw wrong(name + " must be a whole number, not '" + written + "'");
    }
  }

  /**
   * Makes the setting, so that what its constructor refuses is told with the text.
   *
   * @param setting makes it
   * @param <T> the setting
   * @return the setting
   * @throws IllegalArgumentException if it is refused
   */
  public <T> T make(Supplier<T> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      if (why.startsWith(wrong("").getMessage())) {
        throw e;
      }
      String prefix = this.setting + ": ";
      throw wrong(why.startsWith(prefix) ? why.substring(prefix.length()) : why);
    }
  }

  /**
   * Makes the exception for a kind that does not exist. It names the kind that is nearest, if one
   * differs by no more than a third of its letters.
   *
   * @param usages how each kind is written
   * @return the exception, to be thrown
   */
  public IllegalArgumentException unknownKind(List<String> usages) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String usage : usages) {
      String name = usage.replaceFirst(":.*", "");
      int distance = distance(kind.toLowerCase(Locale.ROOT).replace('_', '-'), name);
      if (distance < least && 3 * distance <= name.length()) {
        least = distance;
        nearest = "did you mean " + name + "? ";
      }
    }
    return wrong(
        "there is no kind '" + kind + "'; " + nearest + "write " + String.join(" or ", usages));
  }

  /** Letters to put in, take out or replace to make one word of another (Levenshtein 1966). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }

  /**
   * Makes an exception that names the text.
   *
   * @param why what is wrong with it
   * @return the exception, to be thrown
   */
  public IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(setting + " '" + text + "': " + why);
  }

  /**
   * Writes a setting.
   *
   * @param kind its kind
   * @param numbers what it needs, at least one number
   * @return {@code kind:number,number}
   */
  public static String write(String kind, double... numbers) {
    return kind
        + ":"
        + DoubleStream.of(numbers).mapToObj(TextForm::write).collect(Collectors.joining(","));
  }

  /**
   * Writes a number as shortly as it can be read back exactly.
   *
   * @param number any number
   * @return such as {@code 0.05}, {@code 20} or {@code 1e-4}
   */
  public static String write(double number) {
    String digits = Double.toString(number).toLowerCase(Locale.ROOT).replace(".0e", "e");
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
  }
}
