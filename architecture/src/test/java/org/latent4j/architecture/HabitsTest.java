package org.latent4j.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.latent4j.architecture.offenders.Gambler;
import org.latent4j.architecture.offenders.Local;
import org.latent4j.architecture.offenders.Stored;

/** Parts of the platform that no module uses, each for a reason. */
class HabitsTest {
  private static final ArchRule NO_OBJECT_STREAMS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(Object(Input|Output).*|Externalizable)")
          .because("reading a serialised object can run foreign code");

  private static final ArchRule NOTHING_SERIALIZABLE =
      classes()
          .that(
              are(
                  DescribedPredicate.not(
                      assignableTo(Throwable.class).or(assignableTo(Enum.class)))))
          .should()
          .notBeAssignableTo(Serializable.class)
          .because("files are safetensors and JSON");

  private static final ArchRule NO_HIDDEN_RANDOMNESS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(random\\..*|Random|SplittableRandom)|.*\\.(ThreadLocal|Secure)Random")
          .orShould()
          .callMethod(Math.class, "random")
          .because("randomness is a key that is passed, so that a run can be repeated");

  private static final ArchRule NO_DEFAULT_LOCALE =
      noClasses()
          .should()
          .callMethodWhere(DescribedPredicate.describe("formats", HabitsTest::usesDefaultLocale))
          .because("numbers must read the same in every country; pass Locale.ROOT");

  @Test
  void noModuleUsesObjectStreams() {
    Rules.mustHold(NO_OBJECT_STREAMS, Module.all());
    Rules.mustFind(Stored.class, NO_OBJECT_STREAMS);
  }

  @Test
  void nothingIsSerializable() {
    Rules.mustHold(NOTHING_SERIALIZABLE, Module.all());
    Rules.mustFind(Stored.class, NOTHING_SERIALIZABLE);
  }

  @Test
  void randomNumbersComeFromKeysAlone() {
    Rules.mustHold(NO_HIDDEN_RANDOMNESS, Module.all());
    Rules.mustFind(Gambler.class, NO_HIDDEN_RANDOMNESS);
  }

  @Test
  void textIsFormattedWithAGivenLocale() {
    Rules.mustHold(NO_DEFAULT_LOCALE, Module.all());
    Rules.mustFind(Local.class, NO_DEFAULT_LOCALE);
  }

  @Test
  void onlyTheCommandEndsTheProcessOrPrints() {
    ArchRule rule =
        noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("a library logs and throws");
    Rules.mustHold(
        rule,
        Module.classesOf(
            Module.API,
            Module.BACKEND_JAVA,
            Module.BACKEND_CPU,
            Module.BACKEND_BLAS,
            Module.MODELS));
    Rules.mustFind(Local.class, rule);
  }

  private static boolean usesDefaultLocale(JavaMethodCall call) {
    AccessTarget.MethodCallTarget target = call.getTarget();
    boolean formats =
        switch (target.getName()) {
          case "format", "printf" ->
              target.getOwner().isAssignableTo(String.class)
                  || target.getOwner().isAssignableTo(java.io.PrintStream.class)
                  || target.getOwner().isAssignableTo(java.io.PrintWriter.class)
                  || target.getOwner().isAssignableTo(java.util.Formatter.class);
          case "formatted", "toUpperCase", "toLowerCase" ->
              target.getOwner().isAssignableTo(String.class);
          default -> false;
        };
    return formats
        && target.getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Locale.class));
  }
}
