package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A history as text, exactly: a line an entry, {@code epoch step seconds name=value
 * name=value~error …}, with numbers as {@link Double#toString} writes them.
 */
final class HistoryText {
  private HistoryText() {}

  static String of(List<Entry> history) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : history) {
      text.append(entry.epoch()).append(' ').append(entry.step()).append(' ');
      text.append(entry.seconds());
      for (Map.Entry<String, Double> value : entry.values().entrySet()) {
        text.append(' ').append(value.getKey()).append('=').append(value.getValue());
        Double error = entry.standardErrors().get(value.getKey());
        if (error != null) {
          text.append('~').append(error);
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * Reads a history.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static List<Entry> parse(String text) {
    return new ArrayList<>(text.lines().map(HistoryText::entry).toList());
  }

  private static Entry entry(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 3) {
      throw new IllegalArgumentException("history: '" + line + "' has less than three words");
    }
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Double> errors = new LinkedHashMap<>();
    for (int word = 3; word < words.length; word++) {
      String[] sides = words[word].split("=", 2);
      if (sides.length < 2) {
        throw new IllegalArgumentException("history: '" + words[word] + "' has no value");
      }
      String[] numbers = sides[1].split("~", 2);
      values.put(sides[0], Double.parseDouble(numbers[0]));
      if (numbers.length == 2) {
        errors.put(sides[0], Double.parseDouble(numbers[1]));
      }
    }
    return new Entry(
        Integer.parseInt(words[0]),
        Long.parseLong(words[1]),
        Double.parseDouble(words[2]),
        values,
        errors);
  }
}
