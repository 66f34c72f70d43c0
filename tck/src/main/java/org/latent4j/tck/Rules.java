package org.latent4j.tck;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The numbered rules of a verification, and the proof that a rule can fail. A test that can't fail
 * proves nothing, so whoever adds a rule also breaks it: an implementation with the fault that the
 * rule is about goes through {@link #requireFailure}.
 */
public final class Rules {
  private static final String MARK = "§";

  private Rules() {}

  /**
   * A rule.
   *
   * @param number its number, such as {@code 4.04}
   * @param text what must hold
   * @param test the test method
   */
  public record Rule(String number, String text, Method test) {}

  /**
   * Lists the rules of a verification.
   *
   * @param verification {@link BackendVerification} or another class of this package, or a subclass
   * @return the rules in order of their numbers
   */
  public static List<Rule> of(Class<?> verification) {
    List<Rule> rules = new ArrayList<>();
    for (Method method : verification.getMethods()) {
      DisplayName name = method.getAnnotation(DisplayName.class);
      if (name != null && method.isAnnotationPresent(Test.class) && name.value().startsWith(MARK)) {
        int space = name.value().indexOf(' ');
        String number = name.value().substring(MARK.length(), space);
        rules.add(new Rule(number, name.value().substring(space + 1), method));
      }
    }
    rules.sort(Comparator.comparing(Rule::number));
    return rules;
  }

  /**
   * Runs the test of one rule.
   *
   * @param verification the verification of some implementation
   * @param number the number of the rule
   * @throws IllegalArgumentException if there is no such rule
   * @throws AssertionError if the implementation breaks the rule
   */
  public static void run(Object verification, String number) {
    Method test =
        of(verification.getClass()).stream()
            .filter(rule -> rule.number().equals(number))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "rules: " + verification.getClass() + " has no rule " + number))
            .test();
    try {
      test.setAccessible(true);
      test.invoke(verification);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Requires that an implementation breaks a rule.
   *
   * @param number the number of the rule
   * @param broken the verification of an implementation with a fault
   * @return the message with which the rule failed
   * @throws AssertionError if the rule holds
   */
  public static String requireFailure(String number, Object broken) {
    try {
      run(broken, number);
    } catch (AssertionError expected) {
      return String.valueOf(expected.getMessage());
    }
    throw new AssertionError(
        "rule " + number + " holds for " + broken.getClass().getSimpleName() + ", but must fail");
  }
}
