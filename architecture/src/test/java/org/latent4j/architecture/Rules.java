package org.latent4j.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;

/**
 * How a rule is applied: to the modules, where it must hold, and to offenders, where it must not.
 */
final class Rules {
  private Rules() {}

  /** Fails if a class breaks the rule, or if there is no class to judge. */
  static void mustHold(ArchRule rule, JavaClasses classes) {
    assertTrue(
        classes.stream().anyMatch(type -> !isPackageInfo(type)),
        () -> "no class to judge by: " + rule.getDescription());
    rule.check(classes);
  }

  /** Fails unless the rule finds this offender, which is there to be found. */
  static void mustFind(Class<?> offender, ArchRule rule) {
    EvaluationResult result =
        rule.evaluate(
            new ClassFileImporter().importPackages("org.latent4j.architecture.offenders"));
    assertTrue(
        result.getFailureReport().toString().contains(offender.getName()),
        () -> "this rule found no fault in " + offender.getName() + ": " + rule.getDescription());
  }

  /** Whether the class stands for a {@code package-info.java}. */
  static boolean isPackageInfo(JavaClass type) {
    return type.getSimpleName().equals("package-info");
  }
}
