package org.latent4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
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

  /** A class may inherit it from the platform, as exceptions, enums and maps do. */
  private static final ArchRule NOTHING_SERIALIZABLE =
      noClasses()
          .should(
              ArchCondition.from(
                  DescribedPredicate.describe(
                      "declare itself serializable",
                      (JavaClass type) ->
                          type.getRawInterfaces().stream()
                              .anyMatch(parent -> parent.isEquivalentTo(Serializable.class)))))
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

  /** Only the samples of tests come from elsewhere: keyed draws are what is tested. */
  @Test
  void randomNumbersComeFromKeysAlone() {
    Rules.mustHold(NO_HIDDEN_RANDOMNESS, Module.classesOf(Module.allBut(Module.TCK)));
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
    Rules.mustHold(rule, Module.classesOf(Module.allBut(Module.CLI, Module.BENCHMARKS)));
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
