package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured after an epoch.
 *
 * @param epoch how many epochs had been trained; 0 for the parameters before training
 * @param step how many steps had been taken
 * @param seconds the time that the stage has been trained, scores included, breaks excluded
 * @param values hyperparameters that follow a schedule, the means of the learner's metrics over the
 *     epoch, and the scores, by name and in that order; before training there are only scores
 * @param standardErrors the standard errors of those scores that are estimates, by name
 */
public record Entry(
    int epoch,
    long step,
    double seconds,
    Map<String, Double> values,
    Map<String, Double> standardErrors) {
  /**
   * Copies the maps, keeping their order.
   *
   * @param epoch how many epochs had been trained
   * @param step how many steps had been taken
   * @param seconds the time since training began
   * @param values what was measured, by name
   * @param standardErrors the standard errors of estimates
   */
  public Entry {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    standardErrors = Collections.unmodifiableMap(new LinkedHashMap<>(standardErrors));
  }

  /**
   * Writes a history exactly: a line an entry, {@code epoch step seconds name=value
   * name=value~error …}, with numbers as {@link Double#toString} writes them.
   */
  static String write(List<Entry> history) {
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
  static List<Entry> read(String text) {
    return new ArrayList<>(text.lines().map(Entry::parseLine).toList());
  }

  private static Entry parseLine(String line) {
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
